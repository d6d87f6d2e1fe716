"""The year in figures: tables of lines, each with what it counts; the same for page, Word and Excel."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from common.words.dates import date_text
from common.words.money import format_vnd
from ocop.domain.programme.attention import communes_without, missed, running_out
from ocop.domain.programme.figures import STARS, Figures, figures
from ocop.domain.programme.host_books import shares
from ocop.domain.programme.ledger import YearSum, year_sums
from ocop.enums import ProductGroup
from ocop.models import Certificate, OcopProduct, Office, Payout, Scheme
from ocop.models.programme.kept import STANDING
from villages.enums import HostKind

# Names in one line of a report.
MOST_NAMES = 200


@dataclass(frozen=True)
class Line:
    """`text` is the figure as it is read, `number` what a sheet adds up. `page` names an address of the office that
    shows what is counted, `query` what it is asked."""

    label: str
    text: str
    number: int | float | None = None
    page: str = ""
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    title: str
    lines: list[Line]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """`day` is the year's last, or today while it runs."""

    office: Office
    year: int
    day: dt.date
    parts: list[Part]


def report(office: Office, year: int, *, today: dt.date) -> Report:
    """Raises nothing: a year of which nothing is known has zeros."""
    day = min(dt.date(year, 12, 31), today)
    counted = figures(office, day)
    # The office's list of products knows today alone.
    listed = day == today
    parts = [
        _register(counted, listed=listed),
        _facets(counted, listed=listed),
        _certificates(office, year, day),
        _activities(office, year),
        *([_support(office, year)] if office.province_id else []),
        _survey(office, year),
        _attention(office, counted),
    ]
    return Report(office, year, day, parts)


def _count(label: str, n: int, page: str = "", query: dict[str, str] | None = None) -> Line:
    return Line(label, str(n), n, page, query or {})


def _products(label: str, n: int, query: dict[str, str], day: dt.date, *, listed: bool) -> Line:
    """Where the list of products cannot show that day, the programme's page can."""
    if listed:
        return _count(label, n, "products", query | {"state": "in_force"})
    return _count(label, n, "programme", {"ngay": day.isoformat()})


def _register(counted: Figures, *, listed: bool) -> Part:
    by_stars, day = counted.by(lambda cell: cell.stars), counted.day
    lines = [_products(_("Products in force"), counted.total, {}, day, listed=listed)]
    lines += [
        _products(_("OCOP %(n)s stars") % {"n": n}, by_stars[n], {"stars": str(n)}, day, listed=listed) for n in STARS
    ]
    lines.append(_count(_("Hosts with a product in force"), counted.hosts))
    return Part(_("The register on %(day)s") % {"day": date_text(day)}, lines)


def _facets(counted: Figures, *, listed: bool) -> Part:
    by_group, by_kind = counted.by(lambda cell: cell.group), counted.by(lambda cell: cell.host_kind)
    lines = [
        _products(str(group.label), by_group[group], {"group": group.value}, counted.day, listed=listed)
        for group in ProductGroup
    ]
    lines += [
        _products(_upper(kind.label), by_kind[kind], {"kind": kind.value}, counted.day, listed=listed)
        for kind in HostKind
    ]
    return Part(_("Products by group and by kind of host"), lines)


def _upper(text: object) -> str:
    said = str(text)
    return said[:1].upper() + said[1:]


def _certificates(office: Office, year: int, day: dt.date) -> Part:
    own = Certificate.objects.public().filter(product__in=OcopProduct.objects.of_office(office).recorded().values("pk"))
    first = dt.date(year, 1, 1)
    given = own.filter(issued_on__range=(first, day)).count()
    withdrawn = own.filter(withdrawn_on__range=(first, day)).count()
    # It is in force to the end of its last day, so what ends with a year is counted in the next one, once.
    over = own.alias(ends=Coalesce("extended_until", "valid_until"))
    over = over.filter(withdrawn_on__isnull=True, replaced_on__isnull=True)
    run_out = over.filter(ends__gte=first - dt.timedelta(days=1), ends__lt=day).count()  # type: ignore[misc]
    return Part(
        _("Certificates of the year"),
        [
            _count(_("Given"), given),
            _count(_("Run out"), run_out),
            _count(_("Withdrawn"), withdrawn),
        ],
        _("A certificate runs out on the day after its last one: what ends on 31 December stands in the next year."),
    )


def _activities(office: Office, year: int) -> Part:
    known = {line.year: line for line in year_sums(office)}
    sums = known.get(year, YearSum(year))
    query = {"nam": str(year)}
    lines = [
        _count(label, n, "activities", query)
        for label, n in (
            (_("Training classes"), sums.training),
            (_("Fairs"), sums.fairs),
            (_("Meetings"), sums.meetings),
            (_("Others"), sums.others),
            (_("Product turns at fairs"), sums.turns),
            (_("Hosts that took part"), sums.hosts),
        )
    ]
    lines.append(Line(_("Spent"), format_vnd(sums.spent_vnd), sums.spent_vnd, "activities", query))
    return Part(_("Activities"), lines)


def _support(office: Office, year: int) -> Part:
    paid = Payout.objects.filter(STANDING, province=office.province_id, year=year).order_by().values("scheme")
    by_scheme = {row["scheme"]: row["sum"] for row in paid.annotate(sum=Sum("amount_vnd"))}
    schemes: Iterable[Scheme] = Scheme.objects.filter(province=office.province_id)
    lines = [
        Line(str(scheme), format_vnd(by_scheme.get(scheme.pk, 0)), by_scheme.get(scheme.pk, 0), "supports")
        for scheme in schemes
        if scheme.put_away_at is None or scheme.pk in by_scheme
    ]
    return Part(_("Support paid"), lines)


def _survey(office: Office, year: int) -> Part:
    lines = []
    for share in shares(office, year):
        if share.percent is None:
            lines.append(Line(share.label, _("nobody answered"), None, "surveys", {"nam": str(year)}))
            continue
        of = format_vnd(share.whole) if share.in_vnd else str(share.whole)
        told = _("%(percent)s %% of %(whole)s") % {"percent": share.percent, "whole": of}
        lines.append(Line(share.label, told, float(share.percent), "surveys", {"nam": str(year)}))
    return Part(_("What hosts answered of the year"), lines, _("Who left a question empty counts in no share of it."))


def _attention(office: Office, counted: Figures) -> Part:
    empty = communes_without(office, counted)
    soon = running_out(office, counted.day).count()
    short = missed(office, counted)
    lines = [
        _count(_("Certificates that run out within six months"), soon, "attention"),
        _count(_("Communes without a product"), len(empty), "attention"),
        _count(_("Targets that are not reached"), len(short), "attention"),
    ]
    names = ", ".join(commune.name for commune in empty[:MOST_NAMES])
    return Part(_("To look at"), lines, _("Without a product: %(names)s.") % {"names": names} if names else "")
