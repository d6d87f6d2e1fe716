"""The report of a year: as a page, as Word and as Excel, each figure with a link to what it counts."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from common.http.sheets import XLSX, attachment
from common.words.numbers import read_id
from ocop.domain.programme.attention import communes_without, ended_first, held_running_out, in_months, missed
from ocop.domain.programme.figures import held_figures
from ocop.domain.programme.report import Line, Report, report
from ocop.models import Office
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.page import programme_page
from ocop.web.office.programme.report_files import DOCX, as_docx, as_xlsx

FIRST_YEAR = 2018
PER_PAGE = 50


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    made = _made(request)
    this_year = timezone.localdate().year
    context = {
        "report": made,
        "parts": [
            {"part": part, "lines": [(line, address(request.office, line)) for line in part.lines]}
            for part in made.parts
        ],
        "years": [
            {"text": str(year), "url": f"?nam={year}", "selected": year == made.year}
            for year in range(this_year, this_year - 5, -1)
        ],
    }
    return programme_page(request, "report.html", context, current="report")


@require_safe
def word(request: OfficeRequest) -> HttpResponse:
    """In Vietnamese, whoever asks: it is printed and signed."""
    with translation.override("vi"):
        made = _made(request)
        return attachment(as_docx(made, link=_absolute(request.office)), DOCX, f"bao-cao-ocop-{made.year}.docx")


@require_safe
def excel(request: OfficeRequest) -> HttpResponse:
    with translation.override("vi"):
        made = _made(request)
        return attachment(as_xlsx(made, link=_absolute(request.office)), XLSX, f"bao-cao-ocop-{made.year}.xlsx")


@require_safe
def attention(request: OfficeRequest) -> HttpResponse:
    today = timezone.localdate()
    counted = held_figures(request.office, today)
    page = Paginator(held_running_out(request.office, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "until": in_months(today),
        "page": page,
        "rows": ended_first(list(page)),
        "communes": communes_without(request.office, counted),
        "missed": missed(request.office, counted),
    }
    return programme_page(request, "attention.html", context, current="attention")


def address(office: Office, line: Line) -> str:
    """Of the page that shows what a line counts; "" where there is none."""
    if not line.page:
        return ""
    url = reverse(f"office:{line.page}", args=[office.slug])
    return f"{url}?{urlencode(line.query)}" if line.query else url


def _absolute(office: Office):
    def link(line: Line) -> str:
        found = address(office, line)
        return settings.BASE_URL + found if found else ""

    return link


def _made(request: OfficeRequest) -> Report:
    """Of the year that is asked for, of this one where that is none."""
    today = timezone.localdate()
    year = read_id(request.GET.get("nam"))
    return report(request.office, year if year and FIRST_YEAR <= year <= today.year else today.year, today=today)
