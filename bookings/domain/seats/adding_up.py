"""What a booking costs by its lines, after they changed while it was held."""

from django.db.models import F, Sum

from bookings.models import Booking, BookingExtra, BookingUnit, Slot
from bookings.models.booking import SUM

_AMOUNT = Sum(F("quantity") * F("price_vnd"), default=0)


def add_up(booking: Booking, slot: Slot) -> None:
    """Write what a hold costs, less what its code takes off, and what of it is to be paid ahead, where something is."""
    lines = (BookingUnit.objects.filter(booking=booking), BookingExtra.objects.filter(booking=booking))
    booking.reprice(sum(rows.order_by().aggregate(total=_AMOUNT)["total"] for rows in lines))
    booking.prepay_vnd = slot.experience.prepay_vnd(booking.total_vnd) if booking.prepay_vnd else 0
    booking.save(update_fields=[*SUM, "prepay_vnd"])
