"""Villages, festivals and the OCOP register."""

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from ocop.domain.dossier.handing_in import Form01, content_of, known_form
from ocop.enums import PaperKind, ProductGroup
from ocop.models import Certificate, Dossier, Evidence, OcopProduct, SalesPoint, SignedPaper, Submission
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


def make_sales_point(*products: OcopProduct, **fields) -> SalesPoint:
    """A shop in Phù Lãng that sells `products`."""
    told = {"name": "Quầy hàng Bến Lò", "kind": "shop", "address": "Xã Phù Lãng"} | fields
    point = SalesPoint.objects.create(**told)
    point.products.set(products)
    return point


def make_dossier(host: Host, **fields) -> Dossier:
    """A tourism product of `host` that is being assessed (set 26)."""
    now = timezone.now()
    told = {"name": "Một buổi nặn gốm", "edition": "2026-26", "criteria_set": 26, "begun_at": now, "changed_at": now}
    return Dossier.objects.create(host=host, **told | fields)


def make_evidence(dossier: Dossier, code: str = "4.5", **fields) -> Evidence:
    """The address of a page that proves `code`."""
    n = number()
    told = {"kind": "link", "title": f"Tờ rơi {n}", "link": f"https://example.org/{n}", "sha256": f"{n:064}"}
    told |= {"position": n, "added_at": timezone.now()}
    return Evidence.objects.create(dossier=dossier, code=code, **told | fields)


def make_paper(dossier: Dossier) -> Evidence:
    """A file that proves something, on the disk."""
    told = {"kind": "file", "link": "", "media_type": "application/pdf", "title": "Giấy đăng ký"}
    return make_evidence(dossier, "3.1", file=ContentFile(b"%PDF-1.4", "giay.pdf"), size=8, **told)


def make_signed(dossier: Dossier) -> SignedPaper:
    """`dossier` was handed in, and form 01 was signed and scanned."""
    now = timezone.now()
    content = content_of(dossier, Form01(**known_form(dossier)))
    handed = {"content": content, "sha256": "0" * 64, "total": 0, "stars": 0, "handed_in_at": now}
    version = Submission.objects.create(dossier=dossier, version=1, **handed)
    kept = {"name": "mau-01.pdf", "media_type": "application/pdf", "size": 4, "sha256": "0" * 64, "at": now}
    file = ContentFile(b"%PDF", name="a.pdf")
    return SignedPaper.objects.create(kind=PaperKind.FORM01, submission=version, file=file, **kept)
