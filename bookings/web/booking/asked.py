"""What a guest is asked beside name and number, which hangs on what they booked."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from bookings.domain.booking.interpreter import bringing
from bookings.forms.details import DetailsForm
from bookings.models import Booking, BookingExtra
from common.data.compiled import Select

_ASKED = Select(
    lambda booking: (
        Booking.objects.filter(pk=booking)
        .annotate(ships=Exists(BookingExtra.objects.filter(booking=OuterRef("pk"), is_shipped=True)))
        .order_by()
        .values_list("slot__experience__languages", "ships")
    ),
    booking=Booking._meta.pk,
)
ONE, SEVERAL = ("name", "phone", "email", "note", "spoken_language", "ship_to"), ("dietary",)


def details_form(booking: Booking, *args: Any, **kwargs: Any) -> DetailsForm:
    """The form of the details page for this booking, in two queries."""
    languages, ships = _ASKED.first(booking=booking.pk) or ([], False)
    interpreters = bringing(booking, languages)
    return DetailsForm(*args, languages=languages, ships=ships, interpreters=interpreters, **kwargs)


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was written so far, for a page that is shown again."""
    one = {name: request.POST.get(name, "") for name in ONE}
    return one | {name: request.POST.getlist(name) for name in SEVERAL}
