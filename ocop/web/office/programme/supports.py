"""Schemes with what is left of them this year, and what was paid."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop.enums import CeilingOf
from ocop.models import Payout, Scheme
from ocop.models.programme.kept import STANDING
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.page import programme_page

PER_PAGE = 50
# An office has a handful; beyond, a list would need pages of its own.
MOST_SCHEMES = 100


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    year = timezone.localdate().year
    own = {"province": request.office.province_id}
    paid = Payout.objects.filter(STANDING, year=year, **own).order_by().values("scheme").annotate(sum=Sum("amount_vnd"))
    by_scheme = {row["scheme"]: row["sum"] for row in paid}
    schemes = Scheme.objects.filter(STANDING, **own)[:MOST_SCHEMES]
    rows = Payout.objects.filter(STANDING, **own).select_related("scheme", "host")
    context = {
        "year": year,
        "schemes": [_line(scheme, by_scheme.get(scheme.pk, 0)) for scheme in schemes],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return programme_page(request, "supports.html", context, current="supports")


def _line(scheme: Scheme, paid: int) -> dict:
    """Of a ceiling that is for one host, nothing is left or not left of all."""
    of_all = scheme.ceiling_of == CeilingOf.YEAR
    return {"row": scheme, "paid": paid, "left": scheme.ceiling_vnd - paid if of_all else None}
