"""What an office should look at: certificates that run out, communes without a product, targets that are missed."""

import calendar
import datetime as dt

from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet

from ocop.domain.programme.figures import Figures
from ocop.domain.programme.targets import Standing, period_on, periods, standing, targets_of
from ocop.enums import DossierState, EvaluationKind
from ocop.models import Certificate, Dossier, OcopProduct, Office
from ocop.models.certificate import EXPIRES_SOON, CertificateQuerySet
from page_cache.store import held
from villages.models import Commune

MONTHS = 6


def in_months(day: dt.date, months: int = MONTHS) -> dt.date:
    """The same day so many months later, the month's last where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def running_out(office: Office, day: dt.date) -> QuerySet[Certificate]:
    """Public certificates in force on `day` whose last day comes within six months, and after which none is there yet.

    What ends first comes first; each knows whether it is being re-evaluated.
    """
    own = OcopProduct.objects.of_office(office).recorded().values("pk")
    until = in_months(day)
    valid = Certificate.objects.public().valid_on(day).filter(product__in=own)
    later = Certificate.objects.public().valid_on(until).filter(product=OuterRef("product"))
    # `last_day` is an alias of valid_on, which the types do not know.
    rows = valid.filter(last_day__lt=until).exclude(Exists(later))  # type: ignore[misc]
    return _listed(rows)


def held_running_out(office: Office, day: dt.date) -> list[int]:
    """Keys of the same, held until something that pages show changes (decision 0056)."""
    keys = running_out(office, day).values_list("pk", flat=True)
    return held(f"ocop:running-out:{office.pk}", day, lambda: list(keys))


def ended_first(keys: list[int]) -> QuerySet[Certificate]:
    """Certificates by their keys, as `running_out` has them."""
    return _listed(Certificate.objects.filter(pk__in=keys))


def _listed(rows: CertificateQuerySet) -> CertificateQuerySet:
    return rows.with_re_evaluation().select_related("product__host").order_by("valid_until", "pk")


def being_re_evaluated(office: Office, day: dt.date) -> int:
    """How many of its products have a certificate in its last 180 days and a re-evaluation with an office."""
    # From the dossiers, of which there are few beside the certificates.
    on_way = Dossier.objects.standing().filter(
        kind=EvaluationKind.AGAIN, practice=False, state__in=DossierState.with_offices(), product__isnull=False
    )
    last = Certificate.objects.public().valid_on(day).filter(valid_until__range=(day, day + EXPIRES_SOON))
    own = OcopProduct.objects.of_office(office).filter(pk__in=on_way.values("product"))
    return own.filter(Exists(last.filter(product=OuterRef("pk")))).count()


def held_re_evaluated(office: Office, day: dt.date) -> int:
    """The same number, held: each step of a re-evaluation forgets it (decision 0056)."""
    return held(f"ocop:re-evaluated:{office.pk}", day, lambda: being_re_evaluated(office, day))


def communes_without(office: Office, counted: Figures) -> list[Commune]:
    """Communes of the office's province in which nothing that counts is made; none for a commune."""
    if not office.province_id:
        return []
    made_in = {cell.commune for cell in counted.alike}
    rows = Commune.objects.filter(province=office.province_id).order_by("name")
    return [commune for commune in rows if commune.pk not in made_in]


def missed(office: Office, counted: Figures) -> list[Standing]:
    """Targets of the running or the last period that the register does not reach, of today's land."""
    known = targets_of(office)
    period = period_on(periods(known), counted.day)
    found = [standing(target, counted) for target in known if period and period.has(target)]
    return [one for one in found if one.reached is False]
