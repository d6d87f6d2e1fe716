"""What a booking costs by its lines, after they changed while it was held."""

from django.db.models import F, Sum

from bookings.models import Booking, BookingExtra, BookingUnit, Slot
from bookings.models.booking import SUM
from experiences.enums import PaymentTerms

_AMOUNT = Sum(F("quantity") * F("price_vnd"), default=0)


def add_up(booking: Booking, slot: Slot) -> None:
    """Write what a hold costs, less what its code takes off, and what of it is to be paid ahead, where something is."""
    lines = (BookingUnit.objects.filter(booking=booking), BookingExtra.objects.filter(booking=booking))
    booking.reprice(sum(rows.order_by().aggregate(total=_AMOUNT)["total"] for rows in lines))
    # By its terms and not by the last sum: a code for the whole price may be left out again.
    at_village = booking.payment_terms == PaymentTerms.AT_VILLAGE
    booking.prepay_vnd = 0 if at_village else slot.experience.prepay_vnd(booking.total_vnd)
    booking.save(update_fields=[*SUM, "prepay_vnd"])
