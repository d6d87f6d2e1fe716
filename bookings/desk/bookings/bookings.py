"""All bookings of the host, and one of them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.desk.bookings import details
from bookings.desk.bookings.cancel_form import CancelForm
from bookings.desk.bookings.listing import listing
from bookings.desk.shell import lookups
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import came_from
from bookings.desk.shell.page import desk_page
from bookings.domain.pieces.adding import has_pieces
from common.http.compress import repeats_nothing

PER_PAGE = 25


@require_safe
@repeats_nothing("q", "show", "page")
def index(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    shown = listing(request.desk_host, request.GET, now=now)
    page = Paginator(shown.ids, PER_PAGE).get_page(request.GET.get("page"))
    if request.GET:
        # The other language's link too repeats what is asked for veiled.
        request.shown_at = f"{request.path}{shown.base_url}page={page.number}"  # type: ignore[attr-defined]  # read by pages.context
    context = {
        "listing": shown,
        "page": page,
        "days": shown.days(request.desk_host, list(page), now=now),
    }
    return desk_page(request, "desk/bookings/bookings.html", context, current="bookings")


@require_safe
@repeats_nothing()
def booking(request: DeskRequest, reference: str) -> HttpResponse:
    found = lookups.booking_by_reference(request.desk_host, reference)
    manage = request.desk_may.manage
    context = details.booking_context(found, host=request.desk_host, now=timezone.now(), manage=manage)
    context["may_have_pieces"] = has_pieces(found)
    if manage:
        context |= {"cancel_form": CancelForm(), "cancelling": "cancelling" in request.GET}
        context["came_from"] = came_from(request.GET)
    return desk_page(request, "desk/bookings/booking.html", context, current="bookings" if manage else "today")
