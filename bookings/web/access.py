"""Who may see a guest's pages: whoever holds their signed token; and what an address that takes a form shows."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from bookings.domain.history import acting
from bookings.enums import ActBy
from bookings.links import BadToken, read_entry_token, read_token
from bookings.models import Booking, BookingExtra, BookingUnit, WaitingEntry
from bookings.models.booking import booking_by_uuid
from common.data.compiled import Select, attach

View = Callable[..., HttpResponse]


_WHOLE = Select(
    lambda uuid: (
        Booking.objects.filter(uuid=uuid)
        .select_related("slot__experience__host", "slot__experience__place")
        .select_related("slot__experience__village__commune", "slot__experience__village__craft")
        .select_related("waiting_entry")
        .order_by()
    ),
    uuid=Booking._meta.get_field("uuid"),
)
_UNITS = Select(lambda booking: BookingUnit.objects.filter(booking=booking), booking=Booking._meta.pk)
_EXTRAS = Select(lambda booking: BookingExtra.objects.filter(booking=booking), booking=Booking._meta.pk)


def whole_booking(uuid: UUID) -> Booking:
    """With all that its pages show. Raises Booking.DoesNotExist."""
    booking = _WHOLE.first(uuid=uuid)
    if booking is None:
        raise Booking.DoesNotExist
    attach(booking, "units", _UNITS.all(booking=booking.pk))
    attach(booking, "extras", _EXTRAS.all(booking=booking.pk))
    return booking


def bare_booking(uuid: UUID) -> Booking:
    """The row alone, for a form that mostly leads on to another page. Raises Booking.DoesNotExist."""
    booking = booking_by_uuid(uuid)
    if booking is None:
        raise Booking.DoesNotExist
    return booking


def with_booking(
    view: View,
    *,
    load: Callable[[UUID], Booking] = whole_booking,
    read: Callable[[str], UUID] = read_token,
) -> View:
    """Give the view the token's booking instead of the token; a friendly 404 where there is none.

    Personal data: never cached, never indexed.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, token: str) -> HttpResponse:
        try:
            booking = load(read(token))
        except (BadToken, Booking.DoesNotExist):
            return _personal(render(request, "bookings/bad_link.html", status=404))
        with acting(ActBy.GUEST):
            return _personal(view(request, booking))

    return run


with_bare_booking = functools.partial(with_booking, load=bare_booking)


def with_entry(view: View) -> View:
    """The same for a place in a waiting list, which comes with its slot and with what it was offered."""

    @functools.wraps(view)
    def run(request: HttpRequest, token: str) -> HttpResponse:
        try:
            entry = WaitingEntry.objects.select_related(
                "slot__experience__host",
                "slot__experience__place",
                "slot__experience__village__commune",
                "booking",
            ).get(uuid=read_entry_token(token))
        except (BadToken, WaitingEntry.DoesNotExist):
            return _personal(render(request, "bookings/bad_link.html", status=404))
        with acting(ActBy.GUEST):
            return _personal(view(request, entry))

    return run


def _personal(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def takes_form(*, shown_at: str) -> Callable[[View], View]:
    """The view takes a form by POST; reading its address leads to the one named `shown_at`, with the same arguments.

    A phone that dropped the tab of a refused form asks for the form's address by GET when it comes back.
    """

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @functools.wraps(view)
        def run(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **arguments)
            response = redirect(shown_at, **arguments)
            add_never_cache_headers(response)
            return response

        return run

    return decorate
