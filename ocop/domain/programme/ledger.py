"""Sums of what the office did. Nothing here is typed: all of it is counted from the rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.query import QuerySet

from ocop.enums import ActivityKind
from ocop.models import Activity, OcopProduct, Office, Participation, Payout
from ocop.models.programme.kept import STANDING


@dataclass(frozen=True)
class YearSum:
    """`year` is None for what has none. Amounts are whole đồng; `turns` are products at fairs, each time counted."""

    year: int | None
    training: int = 0
    fairs: int = 0
    meetings: int = 0
    others: int = 0
    turns: int = 0
    hosts: int = 0
    spent_vnd: int = 0
    paid_vnd: int = 0


def activities_of(office: Office) -> QuerySet[Activity]:
    """All of a province's; those that somebody of a commune took part in."""
    rows = Activity.objects.filter(STANDING)
    if office.province_id:
        return rows.filter(province=office.province_id)
    return rows.filter(pk__in=participations_of(office).values("activity"))


def participations_of(office: Office) -> QuerySet[Participation]:
    """Of activities that stand, by hosts that have a product in the office's land."""
    rows = Participation.objects.filter(STANDING, activity__put_away_at__isnull=True)
    if office.province_id:
        return rows.filter(province=office.province_id)
    own = OcopProduct.objects.of_office(office)
    with_product, without = Q(product__in=own.values("pk")), Q(product__isnull=True, host__in=own.values("host"))
    return rows.filter(with_product | without)


def year_sums(office: Office) -> list[YearSum]:
    """Latest year first, in three queries."""
    kinds = {
        "training": ActivityKind.TRAINING,
        "fairs": ActivityKind.FAIR,
        "meetings": ActivityKind.MEETING,
    }
    counted = {name: Count("pk", filter=Q(kind=kind)) for name, kind in kinds.items()}
    sums: dict[int | None, dict[str, int]] = {}

    def take(rows: Iterable[Mapping[str, Any]], year: str) -> None:
        for row in rows:
            told = {name: int(value or 0) for name, value in row.items() if name != year}
            sums.setdefault(row[year], {}).update(told)

    rows = activities_of(office).order_by().values("year")
    others = Count("pk", filter=~Q(kind__in=list(kinds.values())))
    take(rows.annotate(others=others, spent_vnd=Sum("spent_vnd"), **counted), "year")
    parts = participations_of(office).order_by().values("activity__year")
    turns = Count("product", filter=Q(activity__kind=ActivityKind.FAIR))
    take(parts.annotate(turns=turns, hosts=Count("host", distinct=True)), "activity__year")
    if office.province_id:
        paid = Payout.objects.filter(STANDING, province=office.province_id).order_by().values("year")
        take(paid.annotate(paid_vnd=Sum("amount_vnd")), "year")
    years = sorted(sums, key=lambda year: year or 0, reverse=True)
    return [YearSum(year, **sums[year]) for year in years]
