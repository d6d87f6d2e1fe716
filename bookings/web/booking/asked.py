"""What a guest is asked beside name and number, which hangs on what they booked."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from bookings.domain.booking.interpreter import bringing
from bookings.forms.details import DetailsForm
from bookings.models import Booking, BookingExtra, DiscountCode
from common.data.compiled import Select

_ASKED = Select(
    lambda booking: (
        Booking.objects.filter(pk=booking)
        .annotate(
            ships=Exists(BookingExtra.objects.filter(booking=OuterRef("pk"), is_shipped=True)),
            codes=Exists(DiscountCode.objects.filter(host=OuterRef("slot__experience__host"), ended_at__isnull=True)),
        )
        .order_by()
        .values_list("slot__experience__languages", "ships", "codes", "discount_code__code")
    ),
    booking=Booking._meta.pk,
)
ONE = ("name", "phone", "email", "note", "spoken_language", "ship_to", "discount_code")
SEVERAL = ("dietary",)


def details_form(booking: Booking, *args: Any, **kwargs: Any) -> DetailsForm:
    """The form of the details page for this booking, in two queries."""
    languages, ships, codes, code = _ASKED.first(booking=booking.pk) or ([], False, False, None)
    return DetailsForm(
        *args,
        languages=languages,
        ships=ships,
        interpreters=bringing(booking, languages),
        code=code or "",
        codes=codes or bool(code),
        **kwargs,
    )


def typed(request: HttpRequest) -> dict[str, Any]:
    """What was written so far, for a page that is shown again."""
    one = {name: request.POST.get(name, "") for name in ONE}
    return one | {name: request.POST.getlist(name) for name in SEVERAL}
