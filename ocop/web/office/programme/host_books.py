"""Notes of who accompanies a host, and what hosts answered of a year with the shares that follow from it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.words.numbers import read_id
from ocop.domain.programme.host_books import notes_of, shares, survey_years, surveys_of
from ocop.enums import SnapshotTopic
from ocop.models import Snapshot
from ocop.models.programme.kept import STANDING
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.page import programme_page, province_of

PER_PAGE = 50
MOST_SNAPSHOTS = 30


@require_safe
def notes(request: OfficeRequest) -> HttpResponse:
    rows = notes_of(request.office).select_related("host", "made_by")
    host = read_id(request.GET.get("chu-the"))
    if host:
        rows = rows.filter(host=host)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "base_url": f"?chu-the={host}&" if host else "?",
        "one": page[0].host if host and page.paginator.count else None,
        "today": timezone.localdate(),
    }
    return programme_page(request, "notes.html", context, current="notes")


@require_safe
def surveys(request: OfficeRequest) -> HttpResponse:
    known = survey_years(request.office)
    asked = read_id(request.GET.get("nam"))
    year = asked if asked in known else next(iter(known), None)
    rows = surveys_of(request.office, year or 0).select_related("host")
    printed = Snapshot.objects.filter(STANDING, province=province_of(request.office), topic=SnapshotTopic.SURVEY)
    context = {
        "years": [{"text": str(each), "url": f"?nam={each}", "selected": each == year} for each in known],
        "year": year,
        "shares": shares(request.office, year) if year else [],
        "printed": printed[:MOST_SNAPSHOTS],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "base_url": f"?nam={year}&" if year else "?",
    }
    return programme_page(request, "surveys.html", context, current="surveys")
