"""The statement in words: sums by what made them, days, and single rows."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bookings.desk.money.closing_words import day_text
from bookings.domain.money.closing import ClosedDay
from bookings.domain.money.statement import Sums, flow, sums_by, sums_by_day
from bookings.enums import PaidBy
from bookings.models import LedgerEntry
from bookings.texts import by_text, entry_text, source_text
from common.words.dates import short_day_text, time_text
from common.words.money import format_vnd
from experiences.models import Experience
from villages.models import Host

# Of what people type, such as agencies and where guests come from, there is no end: the rest is one line.
MOST_LINES = 30


@dataclass(frozen=True)
class Line:
    """One line of a table; `url` leads to more about it."""

    text: str
    amount_text: str
    detail: str = ""
    url: str = ""


def breakdown(rows: QuerySet[LedgerEntry]) -> list[tuple[str, list[Line]]]:
    """(title, lines) by method, experience, person, and how guests came; each adds up to the whole. In six queries."""
    by_method, by_name = sums_by(rows, "method"), sums_by(rows, "by_name")
    by_experience = sums_by(rows, "booking__slot__experience")
    by_source = sums_by(rows, "booking__source", "booking__agent")
    by_origin = sums_by(rows, "booking__origin")
    experiences = Experience.objects.in_bulk([pk for (pk,) in by_experience])
    language = get_language() or "vi"
    parts = [
        (_("By method"), _lines((str(PaidBy(method).label), found) for (method,), found in by_method.items())),
        # Two may have one name: a line for each.
        (
            _("By experience"),
            _lines((experiences[pk].name_in(language), found) for (pk,), found in by_experience.items()),
        ),
        (_("By person"), _lines((by_text(name), found) for (name,), found in by_name.items())),
        (_("By how they booked"), _lines((source_text(*came), found) for came, found in by_source.items())),
    ]
    # Where nobody was asked, the part would say one thing only: that nobody was.
    if any(origin for (origin,) in by_origin):
        unknown = _("not written down")
        lines = _lines((origin or unknown, found) for (origin,), found in by_origin.items())
        parts.append((_("By where they come from"), lines))
    return parts


def day_lines(rows: QuerySet[LedgerEntry], host: Host, closed: Mapping[dt.date, ClosedDay]) -> list[Line]:
    """A line for each day on which money changed hands, or that was closed."""
    nothing = dict.fromkeys(closed, Sums(0, 0))
    return [
        Line(
            text=short_day_text(day),
            amount_text=format_vnd(found.net),
            detail=" · ".join(part for part in (_gross(found), day_text(closed.get(day))) if part),
            url=reverse("desk:money_day", args=[host.slug, day]),
        )
        for day, found in sorted((nothing | sums_by_day(rows)).items())
    ]


def row_lines(rows: QuerySet[LedgerEntry], host: Host, closed: ClosedDay | None) -> list[Line]:
    """A line for each row, with the booking that it is about; what was written after the closing says so."""
    closed_at = closed.closing.closed_at if closed else None
    return [
        Line(
            text=f"{time_text(row.happened_at)} {row.booking.contact_name}",
            amount_text=format_vnd(flow_of(row)),
            detail=" · ".join(
                part
                for part in (
                    row_text(row),
                    by_text(row.by_name, row.method),
                    row.note,
                    invoice_text(row),
                    _("written after the closing") if closed_at and row.created_at > closed_at else "",
                )
                if part
            ),
            url=reverse("desk:booking", args=[host.slug, row.booking.reference]),
        )
        for row in rows.annotate(flow_vnd=flow()).select_related("booking__invoice")
    ]


def invoice_text(row: LedgerEntry) -> str:
    """Whether an invoice is asked for, and which was issued; empty where none is. `row` came with its booking's."""
    invoice = getattr(row.booking, "invoice", None)
    if invoice is None:
        return ""
    if invoice.issued_at is None:
        return _("VAT invoice asked for")
    return " ".join(part for part in (_("VAT invoice issued"), invoice.number) if part)


def row_text(row: LedgerEntry) -> str:
    """What the row says, also of one that takes another back."""
    text = entry_text(row)
    return _("Taken back: %(what)s") % {"what": text} if row.reverses_id else text


def flow_of(row: LedgerEntry) -> int:
    """Of a row that came with `statement.flow`: above 0 came in, below 0 went out."""
    return row.flow_vnd  # type: ignore[attr-defined]


def _gross(found: Sums) -> str:
    if not found.given_back:
        return ""
    told = {"taken": format_vnd(found.taken), "back": format_vnd(found.given_back)}
    return _("%(taken)s taken, %(back)s given back") % told


def _lines(named: Iterable[tuple[str, Sums]]) -> list[Line]:
    """The largest first, and what is left over as one: together they are the whole."""
    ordered = sorted(named, key=lambda item: (-item[1].net, item[0]))
    if len(ordered) > MOST_LINES:
        kept, rest = ordered[: MOST_LINES - 1], [found for _name, found in ordered[MOST_LINES - 1 :]]
        whole = Sums(sum(found.taken for found in rest), sum(found.given_back for found in rest))
        ordered = [*kept, (ngettext("%(n)s other", "%(n)s others", len(rest)) % {"n": len(rest)}, whole)]
    return [Line(text=name, amount_text=format_vnd(found.net), detail=_gross(found)) for name, found in ordered]


def span_text(first: dt.date, last: dt.date) -> str:
    """`01/11/2026–30/11/2026`, or one day."""
    start = f"{first:%d/%m/%Y}"
    return start if first == last else f"{start}–{last:%d/%m/%Y}"
