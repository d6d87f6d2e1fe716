"""Was anything sold twice? The question that no speed is worth."""

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from bookings.enums import TAKES_SEATS, BookingStatus
from bookings.models import Slot

LIVE = [*TAKES_SEATS, BookingStatus.ON_HOLD]


def wrong_slots(limit: int = 5) -> list[str]:
    """Slots whose live bookings have more seats than there are, or other than `taken` says; the first few in words."""
    live = Coalesce(Sum("bookings__seats", filter=Q(bookings__status__in=LIVE)), 0)
    slots = Slot.objects.annotate(live_seats=live).filter(Q(live_seats__gt=F("capacity")) | ~Q(live_seats=F("taken")))
    return [
        f"slot {slot.pk}: {slot.live_seats} seats sold, taken says {slot.taken}, capacity {slot.capacity}"
        for slot in slots.order_by("pk")[:limit]
    ]
