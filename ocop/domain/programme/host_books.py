"""What hosts answered of a year, and the shares that follow from it: derived when asked, never typed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from ocop.domain.programme.keeping import correct, write
from ocop.domain.programme.targets import percent
from ocop.models import CaseNote, OcopProduct, Office, Survey
from ocop.models.programme.kept import STANDING
from villages.models import Host

# From so many workers of the commune on, as the surveys in the press count.
SOME_WORKERS = 5


@dataclass(frozen=True)
class Share:
    """`part` of `whole`: hosts of those that answered this, or đồng. `percent` has one digit after the point."""

    key: str
    label: str
    part: int
    whole: int
    in_vnd: bool = False

    @property
    def percent(self) -> Decimal | None:
        return percent(self.part, self.whole)


def asked_years(day: dt.date) -> tuple[int, int]:
    """Of which years a house can answer on `day`: the last whole one first, then the one that runs."""
    return day.year - 1, day.year


def is_asked(host: Host) -> bool:
    """Whether the yearly survey is meant for it: whoever has a product in the register."""
    return OcopProduct.objects.filter(host=host).exists()


def answer_of(host: Host, year: int) -> Survey | None:
    """What stands for that year, whoever wrote it down."""
    return Survey.objects.filter(STANDING, host=host, year=year).first()


def new_answer(host: Host, year: int) -> Survey:
    """Not kept yet. It belongs to the province of today in which the house is."""
    return Survey(host=host, year=year, province=host.place.province, by_host=True)


def answer_survey(*, host: Host, year: int, values: Mapping[str, Any], by: User, now: dt.datetime) -> bool:
    """Keep what a house answers of a year, over what stands: from now on it is the house's own word.

    Whether anything changed. Raises ThereAlready, ChangedMeanwhile.
    """
    known = answer_of(host, year)
    if known:
        changed = correct(row=known, version=known.version, values={**values, "by_host": True}, by=by)
        return changed.version != known.version
    row = new_answer(host, year)
    for name, value in values.items():
        setattr(row, name, value)
    write(row=row, by=by, now=now)
    return True


def surveys_of(office: Office, year: int) -> QuerySet[Survey]:
    """Answers of hosts that have a product in the office's land."""
    rows = Survey.objects.filter(STANDING, year=year)
    if office.province_id:
        return rows.filter(province=office.province_id)
    return rows.filter(host__in=OcopProduct.objects.of_office(office).values("host"))


def survey_years(office: Office) -> list[int]:
    rows = Survey.objects.filter(STANDING)
    if office.province_id:
        rows = rows.filter(province=office.province_id)
    else:
        rows = rows.filter(host__in=OcopProduct.objects.of_office(office).values("host"))
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def shares(office: Office, year: int) -> list[Share]:
    """One query. A host that left a question empty counts in no share of it."""
    both = Q(revenue_vnd__isnull=False, revenue_before_vnd__isnull=False)
    sold = Q(revenue_vnd__isnull=False, online_vnd__isnull=False)
    local = Q(local_workers__isnull=False)
    told = surveys_of(office, year).aggregate(
        grew=Count("pk", filter=both & Q(revenue_vnd__gt=F("revenue_before_vnd"))),
        of_both=Count("pk", filter=both),
        capacity=Count("pk", filter=Q(capacity_grew=True)),
        of_capacity=Count("pk", filter=Q(capacity_grew__isnull=False)),
        bound=Count("pk", filter=Q(linked=True)),
        of_linked=Count("pk", filter=Q(linked__isnull=False)),
        some=Count("pk", filter=local & Q(local_workers__gte=SOME_WORKERS)),
        of_local=Count("pk", filter=local),
        online=Sum("online_vnd", filter=sold),
        revenue=Sum("revenue_vnd", filter=sold),
    )
    told = {name: value or 0 for name, value in told.items()}
    return [
        Share("revenue", _("Hosts with more revenue than the year before"), told["grew"], told["of_both"]),
        Share("capacity", _("Hosts that can make more than the year before"), told["capacity"], told["of_capacity"]),
        Share("linked", _("Hosts with contracts with growers, suppliers or buyers"), told["bound"], told["of_linked"]),
        Share("local", _("Hosts with five or more workers of the commune"), told["some"], told["of_local"]),
        Share("online", _("Of the revenue, sold online"), told["online"], told["revenue"], in_vnd=True),
    ]


def notes_of(office: Office) -> QuerySet[CaseNote]:
    """Notes on hosts that have a product in the office's land."""
    rows = CaseNote.objects.filter(STANDING)
    if office.province_id:
        return rows.filter(province=office.province_id)
    return rows.filter(host__in=OcopProduct.objects.of_office(office).values("host"))
