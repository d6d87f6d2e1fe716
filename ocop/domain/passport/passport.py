"""What a passport says of a product and its lot on a day. What has ended lends nothing: no stars, no mark."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from ocop.enums import AreaStatus, Basis, CertificateState
from ocop.models import Certificate, GrowingArea, Lot, OcopProduct, QualityCertificate

PRODUCT, LOT = "product", "lot"
PLACES = (
    "host__village__commune__province",
    "host__village__craft",
    "host__commune__province",
    "village__commune__province",
    "commune__province",
)
LISTS = ("steps", "shop_links", "sales_points__commune", "pictures__photo")


@dataclass(frozen=True)
class Passport:
    """`certificate` is in force on `day`; else `ended` is the one that ended last, where there was one."""

    product: OcopProduct
    lot: Lot | None
    day: dt.date
    certificate: Certificate | None
    ended: Certificate | None
    standards: list[QualityCertificate]
    areas: list[GrowingArea]

    @property
    def ended_as(self) -> CertificateState | None:
        return self.ended.dated_state_on(self.day) if self.ended else None


def products() -> QuerySet[OcopProduct]:
    """With all that a passport shows, in a number of queries that does not grow."""
    return OcopProduct.objects.select_related("former_commune", *PLACES).prefetch_related(
        *LISTS,
        "quality_certificates",
        "growing_areas",
        Prefetch("certificates", Certificate.objects.with_re_evaluation()),
    )


def lots() -> QuerySet[Lot]:
    return Lot.objects.prefetch_related("steps", Prefetch("product", products()))


def is_public(product: OcopProduct) -> bool:
    """A proposal is nobody's business but the office's."""
    return product.basis != Basis.PROPOSAL


def describe(*, product: OcopProduct, lot: Lot | None, day: dt.date) -> Passport:
    known = [each for each in product.certificates.all() if each.basis != Basis.PROPOSAL]
    in_force = [each for each in known if each.in_force_on(day)]
    ends = (CertificateState.WITHDRAWN, CertificateState.EXPIRED)
    over = [each for each in known if each.dated_state_on(day) in ends]
    return Passport(
        product=product,
        lot=lot,
        day=day,
        certificate=in_force[0] if in_force else None,
        ended=max(over, key=_end) if over and not in_force else None,
        standards=[
            each for each in product.quality_certificates.all() if each.valid_until is None or each.valid_until >= day
        ],
        areas=[each for each in product.growing_areas.all() if each.status == AreaStatus.ACTIVE],
    )


def _end(certificate: Certificate) -> dt.date:
    return certificate.withdrawn_on or certificate.last_day
