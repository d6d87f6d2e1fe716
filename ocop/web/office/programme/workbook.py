"""The programme's figures as Excel: a sheet for the targets and one for each table."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from common.http.sheets import Page, xlsx_answer
from common.words.example import marked
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
    page = Page(book, _("Targets")[:LONGEST], (52, 14, 14, 14, 16, 60))
    page.title(marked(office.name, office.is_made_up))
    page.add([_("What the register says on"), asked.day])
    if asked.former_province:
        page.add([_("%(province)s before July 2025") % {"province": asked.former_province}])
    if asked.ever:
        page.add([_("Ever certified, in force or not")])
    if found.period:
        page.add([period_text(found.period)])
    heads = [_("Target of"), _("Target"), _("In the register"), _("Still missing"), _("Unit"), _("Whose paper says so")]
    page.add(heads, strong=True)
    for one in found.standings:
        numbers = [one.target.value, one.done, one.left]
        page.add(
            [
                one.target.scope,
                *(None if n is None else float(n) for n in numbers),
                one.target.unit.strip(),
                one.target.source,
            ]
        )


def _table(book: Workbook, chart: Chart) -> None:
    page = Page(book, chart.first[:LONGEST], (52, 14, 14, 14), heads=2, upright=True)
    page.title(chart.title)
    page.add([chart.first, _("In the register"), _("Target"), _("Still missing")], strong=True)
    for line in [*chart.lines, *filter(None, [chart.total])]:
        numbers = [line.value, line.target, line.left]
        page.add([line.label, *(None if n is None else int(n) for n in numbers)])
