"""Targets beside what the register says. Nothing here is written down: it is counted when it is asked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ocop.domain.programme.figures import Cell, Figures
from ocop.enums import TargetMeasure
from ocop.models import Office, Target
from ocop.models.programme.kept import STANDING


@dataclass(frozen=True)
class Period:
    """A span for which there are targets. `first` is None where their paper says only until when."""

    first: dt.date | None
    last: dt.date

    @property
    def key(self) -> str:
        return "-".join(f"{day:%Y%m%d}" for day in (self.first, self.last) if day)

    def has(self, target: Target) -> bool:
        return (target.period_from, target.period_to) == (self.first, self.last)


@dataclass(frozen=True)
class Standing:
    """A target and what is there: `done` in its unit, None where the register does not count it."""

    target: Target
    done: Decimal | None

    @property
    def reached(self) -> bool | None:
        return None if self.done is None else self.done >= self.target.value

    @property
    def left(self) -> Decimal | None:
        return None if self.done is None else max(self.target.value - self.done, Decimal(0))


def targets_of(office: Office, *, former_province: str = "") -> list[Target]:
    """Those that stand, of the land that is asked for; an office of a commune has its commune's."""
    rows = Target.objects.filter(STANDING, former_province=former_province).select_related("commune")
    if office.province_id:
        return list(rows.filter(province=office.province_id))
    return list(rows.filter(commune=office.commune_id))


def periods(targets: Iterable[Target]) -> list[Period]:
    """Latest end first."""
    found = {Period(target.period_from, target.period_to) for target in targets}
    return sorted(found, key=lambda period: (period.last, period.first or dt.date.min), reverse=True)


def period_on(known: list[Period], day: dt.date, key: str = "") -> Period | None:
    """The one that is asked for; else, of those that have begun, the one that ends next, or that ended last."""
    asked = next((period for period in known if period.key == key), None)
    begun = [period for period in known if period.first is None or period.first <= day] or known
    running = [period for period in begun if period.last >= day]
    return asked or next(reversed(running), None) or next(iter(begun), None)


def standing(target: Target, figures: Figures) -> Standing:
    """`figures` are of the land that the target means."""
    if target.measure == TargetMeasure.PRODUCTS:
        return Standing(target, Decimal(sum(cell.n for cell in figures.alike if _meets(cell, target))))
    if target.measure == TargetMeasure.HOST_SHARE:
        kinds = figures.hosts_by_kind
        share = percent(kinds[target.host_kind], figures.hosts)
        return Standing(target, share)
    if target.measure == TargetMeasure.DISTRICT:
        counted = figures.by(lambda cell: (cell.former_district, cell.former_province))
        # A district in which nothing is made has no cell, and is the one that misses the target.
        return Standing(
            target, Decimal(min(counted[each] for each in figures.districts)) if figures.districts else None
        )
    return Standing(target, None)


def percent(part: int, whole: int) -> Decimal | None:
    """Of a hundred, with one digit after the point, halves up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _meets(cell: Cell, target: Target) -> bool:
    return (
        (target.stars is None or cell.stars == target.stars)
        and (not target.group or cell.group == target.group)
        and (not target.host_kind or cell.host_kind == target.host_kind)
        and (target.commune_id is None or cell.commune == target.commune_id)
    )
