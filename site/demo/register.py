"""The demo's OCOP register: products, certificates, lots, codes on packages, points of sale. All of it is made up."""

import datetime as dt

from demo.reading import day_in, read
from experiences.models import Experience
from ocop.domain.lots import LotFacts, Step, save_lot
from ocop.domain.passport.passport import LOT, PRODUCT
from ocop.models import (
    Certificate,
    ExportMarket,
    OcopProduct,
    PassportCode,
    ProductStep,
    QualityCertificate,
    SalesPoint,
    ScanDay,
    ShopLink,
)
from villages.models import Host, Village

FIELDS = ("name", "name_en", "group", "criteria_set", "is_example")


def load_register(*, now: dt.datetime) -> None:
    """What is there already stays as editors left it."""
    rows = read("ocop")
    for row in rows["product"]:
        _product(row, now=now)
    for row in rows["sales_point"]:
        _sales_point(row)


def _product(row: dict, *, now: dt.datetime) -> None:
    host = Host.objects.select_related("village__commune", "village__former_commune").get(slug=row["host"])
    village = host.village
    facts = {
        "village": village,
        "commune": village.commune,
        "former_commune": village.former_commune,
        "code": row.get("code"),
        "gtin": row.get("gtin"),
        "story": row.get("story", ""),
        "story_en": row.get("story_en", ""),
    }
    named = {name: row[name] for name in FIELDS if name != "name"}
    product, made = OcopProduct.objects.get_or_create(host=host, name=row["name"], defaults=facts | named)
    if not made:
        return
    Certificate.objects.create(
        product=product,
        decision_number=row["decision_number"],
        issuer=row.get("issuer", ""),
        stars=row["stars"],
        issued_on=row["issued_on"],
        valid_until=row["valid_until"],
        is_example=row["is_example"],
    )
    for paper in row.get("quality", ()):
        QualityCertificate.objects.create(product=product, **paper)
    for shop in row.get("shops", ()):
        ShopLink.objects.create(product=product, **shop)
    for country in row.get("markets", ()):
        ExportMarket.objects.create(product=product, country=country)
    Experience.objects.filter(slug=row.get("experience"), ocop_product__isnull=True).update(ocop_product=product)
    _making(product, row, now=now)


def _sales_point(row: dict) -> None:
    village = Village.objects.select_related("commune").get(slug=row["village"])
    point, made = SalesPoint.objects.get_or_create(
        name=row["name"],
        defaults={
            "name_en": row["name_en"],
            "kind": row["kind"],
            "address": row["address"],
            "commune": village.commune,
            "latitude": village.latitude + 0.002,
            "longitude": village.longitude + 0.002,
            "is_example": True,
        },
    )
    if made:
        point.products.set(OcopProduct.objects.filter(name__in=row["products"]))


def _making(product: OcopProduct, row: dict, *, now: dt.datetime) -> None:
    ProductStep.objects.bulk_create(
        ProductStep(product=product, sort_order=n, words=words, words_en=words_en)
        for n, (words, words_en) in enumerate(row.get("steps", []))
    )
    if "passport" in row:
        _code(PRODUCT, product.pk, row["passport"], now)
    for told in row.get("lot", []):
        lot = save_lot(product=product, facts=_facts(told, now=now), now=now)
        code = _code(LOT, lot.pk, told["passport"], now)
        if "scans_today" in told:
            ScanDay.objects.create(code=code, day=day_in(0, now=now), scans=told["scans_today"])


def _facts(told: dict, *, now: dt.datetime) -> LotFacts:
    return LotFacts(
        number=told["number"],
        made_on=day_in(-told["days_ago"], now=now),
        pieces=told["pieces"],
        raw_material=told["raw_material"],
        workshop=told["workshop"],
        test_result=told["test_result"],
        serial_prefix=told.get("serial_prefix", ""),
        serial_first=told.get("serial_first"),
        steps=[Step(step["what"], day_in(-step["days_ago"], now=now), step["place"]) for step in told["steps"]],
    )


def _code(kind: str, key: int, code: str, now: dt.datetime) -> PassportCode:
    """Not drawn by lot: the demo's codes stand in its documents."""
    made, _created = PassportCode.objects.update_or_create(kind=kind, key=key, defaults={"code": code, "made_at": now})
    return made
