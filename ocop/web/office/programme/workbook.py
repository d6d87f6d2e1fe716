"""The programme's figures as Excel: a sheet for the targets and one for each table."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from common.http.sheets import bold, cell, xlsx_answer
from ocop.models import Office
from ocop.web.office.programme.asked import Asked, Shown, period_text, shown
from ocop.web.office.programme.chart import Chart

# What a sheet's name may be long.
LONGEST = 31


def answer(office: Office, asked: Asked) -> HttpResponse:
    """In Vietnamese, whoever asks: it is the file that offices send around."""
    with translation.override("vi"):
        book = Workbook(write_only=True)
        found = shown(office, asked)
        _targets(book, office, asked, found)
        for one in found.charts:
            _table(book, one)
        return xlsx_answer(book, f"ocop-chuong-trinh-{asked.day:%Y-%m-%d}.xlsx")


def _targets(book: Workbook, office: Office, asked: Asked, found: Shown) -> None:
    sheet = book.create_sheet(_("Targets")[:LONGEST])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["F"].width = 52, 60
    sheet.append([bold(sheet, office.name)])
    sheet.append([cell(sheet, _("What the register says on")), cell(sheet, asked.day)])
    if asked.former_province:
        told = _("%(province)s before July 2025") % {"province": asked.former_province}
        sheet.append([cell(sheet, told)])
    if asked.ever:
        sheet.append([cell(sheet, _("Ever certified, in force or not"))])
    if found.period:
        sheet.append([cell(sheet, period_text(found.period))])
    heads = [_("Target of"), _("Target"), _("In the register"), _("Still missing"), _("Unit"), _("Whose paper says so")]
    sheet.append([bold(sheet, head) for head in heads])
    for one in found.standings:
        numbers = [one.target.value, one.done, one.left]
        sheet.append(
            [
                cell(sheet, one.target.scope),
                *(None if n is None else cell(sheet, float(n)) for n in numbers),
                cell(sheet, one.target.unit.strip()),
                cell(sheet, one.target.source),
            ]
        )


def _table(book: Workbook, chart: Chart) -> None:
    sheet = book.create_sheet(chart.first[:LONGEST])
    sheet.column_dimensions["A"].width = 52
    sheet.append([bold(sheet, chart.title)])
    sheet.append([bold(sheet, head) for head in (chart.first, _("In the register"), _("Target"), _("Still missing"))])
    for line in [*chart.lines, *filter(None, [chart.total])]:
        numbers = [line.value, line.target, line.left]
        sheet.append([cell(sheet, line.label), *(None if n is None else cell(sheet, int(n)) for n in numbers)])
