"""What an address asks of the programme's figures: a day, a land, a period; and what that comes to."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from common.words.dates import date_text
from ocop.domain.programme.figures import STARS, Cell, Figures, former_provinces, held_figures
from ocop.domain.programme.targets import Period, Standing, period_on, periods, standing, targets_of
from ocop.enums import ProductGroup, TargetMeasure
from ocop.models import Office, Target
from ocop.web.office.programme.chart import Chart, Line, chart
from villages.enums import HostKind
from villages.models import Commune

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2100, 1, 1)


@dataclass(frozen=True)
class Asked:
    """`unread` is a day that could not be read: today stands for it, and the page says so."""

    day: dt.date
    former_province: str = ""
    period: str = ""
    ever: bool = False
    unread: str = ""

    def query(self, **changes) -> str:
        other = replace(self, **changes)
        told = {"ngay": other.day.isoformat(), "tinh": other.former_province, "ky": other.period}
        return urlencode({name: value for name, value in told.items() if value} | ({"tung": "1"} if other.ever else {}))


def read_asked(office: Office, sent: Mapping[str, str], *, today: dt.date) -> tuple[Asked, list[str]]:
    """What is asked for, and the provinces of before July 2025 that can be asked for."""
    text = sent.get("ngay", "").strip()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    good = day is not None and FIRST <= day < LAST
    olds = former_provinces(office.province) if office.province else []
    asked = Asked(
        day=day if good and day else today,
        former_province=sent.get("tinh", "") if sent.get("tinh", "") in olds else "",
        period=sent.get("ky", "")[:20],
        ever=sent.get("tung") == "1",
        unread=text[:40] if text and not good else "",
    )
    return asked, olds


@dataclass(frozen=True)
class Shown:
    figures: Figures
    periods: list[Period]
    period: Period | None
    standings: list[Standing]
    charts: list[Chart]


def shown(office: Office, asked: Asked, *, links: Callable[..., str] | None = None) -> Shown:
    """Everything that the page and the Excel say. `links` makes the address of a list of products by its filters."""
    counted = held_figures(office, asked.day, ever=asked.ever).of(asked.former_province)
    targets = targets_of(office, former_province=asked.former_province)
    known = periods(targets)
    period = period_on(known, asked.day, asked.period)
    due = [target for target in targets if period and period.has(target)]
    return Shown(
        figures=counted,
        periods=known,
        period=period,
        standings=[standing(target, counted) for target in due],
        charts=_charts(office, counted, due, links or (lambda **asked: "")),
    )


def period_text(period: Period) -> str:
    """`01/01/2022 – 31/12/2025`, or `until 31/12/2025`."""
    if period.first is None:
        return _("until %(day)s") % {"day": date_text(period.last)}
    return f"{date_text(period.first)} – {date_text(period.last)}"


def _charts(office: Office, counted: Figures, due: list[Target], links: Callable[..., str]) -> list[Chart]:
    goal = _Goals(due)
    total = Line(_("in all"), counted.total, goal.of(), links())
    by_stars, by_group = counted.by(lambda cell: cell.stars), counted.by(lambda cell: cell.group)
    by_kind, by_commune = counted.by(lambda cell: cell.host_kind), counted.by(lambda cell: cell.commune)
    stars = [
        Line(_("OCOP %(n)s stars") % {"n": n}, by_stars[n], goal.of(stars=n), links(stars=n) if n else "")
        for n in STARS
    ]
    groups = [
        Line(str(group.label), by_group[group], goal.of(group=group), links(group=group.value))
        for group in ProductGroup
    ]
    kinds = [Line(str(kind.label), by_kind[kind], goal.of(host_kind=kind), links(kind=kind.value)) for kind in HostKind]
    drawn = [
        chart("stars", _("Products by stars"), _("Stars"), stars, total=total),
        chart("group", _("Products by group"), _("Group"), groups),
        chart("kind", _("Products by kind of host"), _("Kind of host"), kinds),
    ]
    if office.province_id:
        drawn.append(chart("commune", _("Products by commune"), _("Commune"), _communes(by_commune, due, links)))
        districts = counted.by(_old_district)
        empty = {", ".join(each) for each in counted.districts} - districts.keys()
        lines = [Line(name, n) for name, n in [*districts.items(), *((name, 0) for name in sorted(empty))]]
        drawn.append(
            chart("district", _("Products by district of before July 2025"), _("District, city or town"), lines)
        )
    return drawn


def _communes(counts: Mapping, due: list[Target], links: Callable[..., str]) -> list[Line]:
    goals = {target.commune_id: target.value for target in due if target.commune_id and _whole(target)}
    names = {commune.pk: commune for commune in Commune.objects.filter(pk__in={*counts, *goals})}
    lines = [Line(str(names[pk]), counts.get(pk, 0), goals.get(pk), links(commune=pk)) for pk in {*counts, *goals}]
    return sorted(lines, key=lambda line: (-line.value, line.label))


def _old_district(cell: Cell) -> str:
    if not cell.former_district:
        return cell.former_province or _("not known")
    return ", ".join(filter(None, [cell.former_district, cell.former_province]))


def _whole(target: Target) -> bool:
    """Whether it is of a commune and of nothing narrower."""
    return target.measure == TargetMeasure.PRODUCTS and not (target.stars or target.group or target.host_kind)


class _Goals:
    """Targets for products, by exactly the facets that they name."""

    def __init__(self, due: list[Target]) -> None:
        self.known = {
            (one.stars, one.group, one.host_kind): one.value
            for one in due
            if one.measure == TargetMeasure.PRODUCTS and one.commune_id is None
        }

    def of(self, *, stars: int | None = None, group: str = "", host_kind: str = "") -> int | None:
        return self.known.get((stars, group, host_kind))
