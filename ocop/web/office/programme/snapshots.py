"""Figures as they were printed, each with its article, beside what the register says today."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop.domain.programme.figures import STARS, figures, former_provinces
from ocop.models import Office, Snapshot
from ocop.models.programme.kept import STANDING
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.page import programme_page, province_of

PER_PAGE = 50


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    office, today = request.office, timezone.localdate()
    rows = Snapshot.objects.filter(STANDING, province=province_of(office))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "topics": [
            {"title": topic, "rows": _rows(list(of_topic))}
            for topic, of_topic in groupby(page, key=lambda row: row.get_topic_display())
        ],
        "own": _own(office, today),
        "today": today,
    }
    return programme_page(request, "snapshots.html", context, current="snapshots")


def _rows(rows: list[Snapshot]) -> list[dict]:
    """Those that do not agree stand together, and each says so."""
    return [
        {
            "row": row,
            "stars": [(n, row.by_stars[str(n)]) for n in STARS if str(n) in row.by_stars],
            "others": [one.figure for one in rows if row.dispute and one.dispute == row.dispute and one is not row],
        }
        for row in rows
    ]


def _own(office: Office, today) -> list[dict]:
    """What the register says today: of the office's land, and of each former province that it has land of."""
    counted = figures(office, today)
    olds = former_provinces(office.province) if office.province else []
    lands = [("", str(office.province or office.commune)), *((old, old) for old in olds)]
    told = []
    for key, name in lands:
        here = counted.of(key)
        by_stars = here.by(lambda cell: cell.stars)
        told.append(
            {"name": name, "former": bool(key), "total": here.total, "stars": [(n, by_stars[n]) for n in STARS]}
        )
    return told
