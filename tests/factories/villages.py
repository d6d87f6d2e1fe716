"""Villages, festivals and the OCOP register."""

import datetime as dt

from ocop.enums import ProductGroup
from ocop.models import Certificate, OcopProduct
from tests.factories.clock import NOW, number
from villages.models import Commune, Craft, Festival, Host, Province, Village


def make_village(name: str = "Phù Lãng", **fields) -> Village:
    """A pottery village unless told otherwise; further ones of one name get a slug of their own."""
    n = number()
    craft = fields.pop("craft", None) or make_craft()
    return Village.objects.create(
        name=name,
        **{
            "name_en": "Phù Lãng" if name == "Phù Lãng" else "",
            "slug": f"lang-{n}",
            "craft": craft,
            "commune": fields.pop("commune", None) or _commune(),
            "address": "Xã Phù Lãng, tỉnh Bắc Ninh",
            "former_address": "Xã Phù Lãng, thị xã Quế Võ, tỉnh Bắc Ninh",
            "latitude": 21.1497,
            "longitude": 106.2405,
            "km_from_hanoi": 60,
        }
        | fields,
    )


def make_craft(slug: str = "pottery", **fields) -> Craft:
    """The craft of that slug; pottery unless told otherwise."""
    words = {"name": "Làm gốm", "name_en": "Pottery", "motif": "motif-jar", "pigment": "clay"}
    craft, _ = Craft.objects.get_or_create(slug=slug, defaults=words | fields)
    return craft


def _commune() -> Commune:
    province, _ = Province.objects.get_or_create(code="24", defaults={"name": "Bắc Ninh", "name_en": "Bắc Ninh"})
    commune, _ = Commune.objects.get_or_create(code="09292", defaults={"name": "Phù Lãng", "province": province})
    return commune


def make_festival(village: Village | None = None, **fields) -> Festival:
    """Hội Lim, the 13th of the first lunar month, unless told otherwise."""
    return Festival.objects.create(
        **{
            "village": village,
            "name": "Hội Lim",
            "name_en": "Lim festival",
            "lunar_month": 1,
            "lunar_day": 13,
        }
        | fields
    )


def make_product(host: Host | None = None, **fields) -> OcopProduct:
    """A tourism product (group VI) of `host`."""
    from tests.factories.people import make_host

    n = number()
    return OcopProduct.objects.create(
        host=host or make_host(),
        **{
            "name": "Một ngày làm thợ gốm Phù Lãng",
            "name_en": "A day as a Phù Lãng potter",
            "group": ProductGroup.TOURISM,
            "code": f"24-09292-{n % 10_000:04d}-2026",
            "is_example": True,
        }
        | fields,
    )


def make_certificate(product: OcopProduct | None = None, *, stars: int = 4, **fields) -> Certificate:
    """A certificate in force at NOW, for 36 months."""
    return Certificate.objects.create(
        product=product or make_product(),
        stars=stars,
        **{
            "decision_number": f"{number()}/QĐ-UBND",
            "issued_on": NOW.date() - dt.timedelta(days=180),
            "valid_until": NOW.date() + dt.timedelta(days=915),
        }
        | fields,
    )
