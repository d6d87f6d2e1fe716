"""One public product as a flat row of open data."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Prefetch

from ocop.domain.passport.passport import PRODUCT
from ocop.models import Certificate, OcopProduct, PassportCode
from ocop.web.addresses import passport_url

# Products that are read at once.
PART = 500
COLUMNS = (
    *("id", "name", "name_en", "group", "criteria_set", "code", "gtin"),
    *("maker", "maker_kind", "village", "commune_code", "commune", "province"),
    *("stars", "decision_number", "issuer", "issued_on", "valid_until"),
    *("basis", "passport", "is_example"),
)
Row = dict[str, str | int | bool | None]


def rows(*, day: dt.date) -> Iterator[Row]:
    """Those that anybody may see on `day`, by their id, which never changes; in a few queries for each part."""
    certificates = Prefetch("certificates", Certificate.objects.public().valid_on(day), to_attr="in_force")
    found = (
        OcopProduct.objects.public(day)
        .select_related(
            "host__village__commune__province",
            "host__commune__province",
            "village__commune__province",
            "commune__province",
        )
        .prefetch_related(certificates)
        .order_by("pk")
    )
    last = 0
    # By part and not by cursor: a pooled connection keeps none, and SQLite would hold its file open all the while.
    while part := list(found.filter(pk__gt=last)[:PART]):
        last = part[-1].pk
        keys = [product.pk for product in part]
        codes = dict(PassportCode.objects.filter(kind=PRODUCT, key__in=keys).values_list("key", "code"))
        for product in part:
            yield _row(product, codes.get(product.pk))


def _row(product: OcopProduct, code: str | None) -> Row:
    certificate: Certificate = product.in_force[0]  # type: ignore[attr-defined]  # by to_attr; `public` says there is one
    village = product.village or product.host.village
    commune = product.place
    return {
        "id": product.pk,
        "name": product.name,
        "name_en": product.name_en,
        "group": product.group,
        "criteria_set": product.criteria_set,
        "code": product.code,
        "gtin": product.gtin,
        "maker": product.host.name,
        "maker_kind": product.host.kind,
        "village": village.name if village else "",
        "commune_code": commune.code,
        "commune": commune.name,
        "province": commune.province.name,
        "stars": certificate.stars,
        "decision_number": certificate.decision_number,
        "issuer": certificate.issuer,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": certificate.last_day.isoformat(),
        "basis": certificate.basis,
        "passport": passport_url(code) if code else None,
        "is_example": product.is_made_up or certificate.is_made_up,
    }
