"""What the office did, in sums and in rows; and who took part in one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.data.refusal import Refused
from common.words.numbers import read_id
from ocop.domain.programme import keeping, taking_part
from ocop.domain.programme.ledger import activities_of, participations_of, year_sums
from ocop.domain.register import public_products
from ocop.models import Activity, OcopProduct, Participation
from ocop.web.office.access import OfficeRequest
from ocop.web.office.programme.finding import find
from ocop.web.office.programme.page import programme_page
from villages.models import Host

PER_PAGE = 50
# Products of one file of a catalogue: fifty sheets of paper.
PER_FILE = 400


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    asked = request.GET.get("nam", "")
    year = read_id(asked)
    rows = activities_of(request.office)
    if year:
        rows = rows.filter(year=year)
    elif asked == "khong-ro":
        rows = rows.filter(year__isnull=True)
    standing = Q(participations__put_away_at__isnull=True)
    rows = rows.annotate(
        hosts=Count("participations__host", filter=standing, distinct=True),
        turns=Count("participations__product", filter=standing),
    )
    context = {
        "sums": year_sums(request.office),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "base_url": f"?nam={year or ''}&" if year else "?",
        "year": asked,
    }
    return programme_page(request, "activities.html", context, current="activities")


@require_safe
def activity(request: OfficeRequest, pk: int) -> HttpResponse:
    return _page(request, activity_of(request, pk))


def _page(request: OfficeRequest, row: Activity, *, status: int = 200) -> HttpResponse:
    took_part = participations_of(request.office).filter(activity=row).select_related("host", "product")
    found = find(request.office, request.GET.get("q", "")) if request.office_may.decide else None
    context = {
        "row": row,
        "page": Paginator(took_part, PER_PAGE).get_page(request.GET.get("page")),
        "found": found,
        "files": _files(request, row),
    }
    return programme_page(request, "activity.html", context, current="activities", status=status)


@require_POST
def take_part(request: OfficeRequest, pk: int) -> HttpResponse:
    """A product, and with it its host; or a host alone."""
    row = activity_of(request, pk)
    products = OcopProduct.objects.of_office(request.office)
    product = host = None
    if key := read_id(request.POST.get("product")):
        product = products.filter(pk=key).select_related("host").first()
        host = product.host if product else None
    elif key := read_id(request.POST.get("host")):
        host = Host.objects.filter(pk=key, pk__in=products.values("host")).first()
    if host is None:
        messages.error(request, _("That is not in the register any more. Search again."))
        return _page(request, row, status=400)
    try:
        taking_part.add(activity=row, host=host, product=product, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _page(request, row, status=400)
    messages.success(request, _("Written down: %(who)s.") % {"who": product or host})
    return redirect("office:activity", request.office.slug, row.pk)


@require_POST
def take_out(request: OfficeRequest, pk: int) -> HttpResponse:
    row = Participation.objects.filter(province=request.office.province_id, pk=pk).first()
    if row is None:
        raise Http404
    keeping.put_away(row=row, by=request.user, now=timezone.now())
    messages.success(request, _("Put away: it counts in no sum any more."))
    return redirect("office:activity", request.office.slug, row.activity_id)


def catalogue_of(request: OfficeRequest, row: Activity) -> Paginator:
    """Products that take part and are certified today, by files to print."""
    took_part = participations_of(request.office).filter(activity=row, product__isnull=False).values("product")
    return Paginator(public_products(timezone.localdate()).filter(pk__in=took_part), PER_FILE)


def _files(request: OfficeRequest, row: Activity) -> list[dict]:
    """Each with its address; a number where there are several."""
    url = reverse("office:activity_catalogue", args=[request.office.slug, row.pk])
    pages = catalogue_of(request, row).page_range
    return [{"number": n, "url": f"{url}?phan={n}"} for n in pages] if len(pages) > 1 else [{"url": url}]


def activity_of(request: OfficeRequest, pk: int) -> Activity:
    """Raises Http404 for one that the office has no part in."""
    row = activities_of(request.office).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
