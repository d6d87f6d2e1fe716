"""The statement as a file: CSV, and Excel with a sheet of rows and a book of takings by day."""

import csv
import datetime as dt
import io
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from bookings.desk.money.statement_lines import flow_of, invoice_text, row_text, span_text
from bookings.domain.money.closing import closed_days
from bookings.domain.money.statement import flow, money_between, sums_by_day
from bookings.texts import by_text, source_text
from common.http.sheets import Page, Value, attachment, xlsx_answer
from common.words.example import marked
from villages.models import Host

# Of the columns of `_heads`.
WIDTHS = (17, 12, 26, 30, 16, 34, 20, 24, 24, 30, 16, 34, 26, 18, 28, 20, 12)
# A spreadsheet takes text that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(host: Host, first: dt.date, last: dt.date) -> HttpResponse:
    """UTF-8 with a mark of it, so that Excel reads Vietnamese; amounts as plain numbers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_heads())
    for row in _rows(host, first, last):
        writer.writerow([_harmless(value) for value in row])
    return attachment("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", _name(host, first, last, "csv"))


def xlsx_file(host: Host, first: dt.date, last: dt.date) -> HttpResponse:
    """Every row; takings by day as a household business writes them into its book S1a-HKD; and closings of days."""
    book = Workbook(write_only=True)
    page = Page(book, _("Rows"), WIDTHS, heads=1, across=2)
    page.add(_heads(), strong=True)
    total = 0
    for row in _rows(host, first, last):
        page.add(row)
        total += row[-1] if isinstance(row[-1], int) else 0
    page.add([_("Total"), *[None] * (len(_heads()) - 2), total], strong=True)
    _book_of_takings(book, host, first, last)
    _closings(book, host, first, last)
    return xlsx_answer(book, _name(host, first, last, "xlsx"))


def _book_of_takings(book: Workbook, host: Host, first: dt.date, last: dt.date) -> None:
    page = Page(book, "S1a-HKD", (22, 60, 18), upright=True)
    for name, value in (
        (_("Household business"), marked(host.legal_name, host.is_made_up)),
        (_("Address"), host.address),
        (_("Tax code or registration number"), host.registration_number),
        (_("Period"), span_text(first, last)),
    ):
        page.add([name, value])
    page.add([])
    page.add([_("Date"), _("What for"), _("Amount, đồng")], strong=True)
    total = 0
    for day, found in sorted(sums_by_day(money_between(host, first, last)).items()):
        page.add([day, _("Visits of the day, less what was given back"), found.net])
        total += found.net
    page.add([_("Total"), None, total], strong=True)


def _closings(book: Workbook, host: Host, first: dt.date, last: dt.date) -> None:
    found = closed_days(host, first, last)
    if not found:
        return
    page = Page(book, _("Closings"), (14, 18, 18, 18, 18, 22, 17, 20, 34), heads=1)
    heads = (
        *(_("Date"), _("Cash by the ledger"), _("Counted"), _("For change"), _("Difference")),
        *(_("In cash, after the closing"), _("When"), _("By"), _("Note")),
    )
    page.add(heads, strong=True)
    for day, closed in found.items():
        kept = closed.closing
        values: list[Value] = [
            *(day, kept.expected_cash_vnd, kept.counted_vnd, kept.float_vnd, kept.difference_vnd),
            *(closed.since.cash, _local(kept.closed_at), kept.by_name, kept.note),
        ]
        page.add(values)


def _heads() -> list[str]:
    return [
        _("When"),
        _("Booking"),
        _("Guest"),
        _("Experience"),
        _("Visit"),
        _("What happened"),
        _("By"),
        _("Note"),
        _("VAT invoice"),
        _("Buyer"),
        _("Tax code"),
        _("Buyer's address"),
        _("E-mail for the invoice"),
        _("How they booked"),
        _("Agency"),
        _("Where they come from"),
        _("Amount, đồng"),
    ]


def _rows(host: Host, first: dt.date, last: dt.date) -> Iterator[list[Value]]:
    rows = money_between(host, first, last).annotate(flow_vnd=flow())
    for row in rows.select_related("booking__slot__experience__host", "booking__invoice"):
        invoice = getattr(row.booking, "invoice", None)
        buyer = (invoice.name, invoice.tax_code, invoice.address, invoice.email) if invoice else ("", "", "", "")
        yield [
            _local(row.happened_at),
            row.booking.reference,
            row.booking.contact_name,
            marked(row.booking.slot.experience.label, row.booking.is_made_up),
            _local(row.booking.slot.starts_at),
            row_text(row),
            by_text(row.by_name, row.method),
            row.note,
            invoice_text(row),
            *buyer,
            source_text(row.booking.source),
            row.booking.agent,
            row.booking.origin,
            flow_of(row),
        ]


def _local(moment: dt.datetime) -> dt.datetime:
    """By the clock of Việt Nam, and without its zone, which spreadsheets do not know."""
    return timezone.localtime(moment).replace(tzinfo=None, second=0, microsecond=0)


def _harmless(value: Value) -> Value:
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _name(host: Host, first: dt.date, last: dt.date, ending: str) -> str:
    return f"{host.slug}-{first.isoformat()}-{last.isoformat()}.{ending}"
