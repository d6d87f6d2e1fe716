"""Extras that have an end: never more of one promised for a time than there was."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from bookings.domain.audit.finding import Finding, fault, invariant, slot_name, undecided
from bookings.domain.audit.seats import live
from bookings.models import Booking, BookingExtra

SLOT = ("booking__slot__starts_at", "booking__slot__experience__name")


@invariant("extra-stock")
def extra_stock(now: dt.datetime) -> Iterator[Finding]:
    """Of an extra the parties of a time never have more than there was when the last of them got theirs.

    Each line knows how many there were then. Fewer now, or an end where there was none: the house has to decide.
    """
    bookings = Booking.objects.filter(live(now), slot__ends_at__gt=now).order_by()
    lines = BookingExtra.objects.filter(booking__in=bookings.values("pk"), extra__isnull=False).order_by()
    found = (
        lines.filter(extra__per_slot__isnull=False)
        .values_list("booking__slot", *SLOT, "extra", "extra__name")
        .annotate(promised=Sum("quantity"), there=F("extra__per_slot"))
        .annotate(most=Coalesce(Max("per_slot"), 0), endless=Count("pk", filter=Q(per_slot__isnull=True)))
        .filter(promised__gt=F("extra__per_slot"))
        .order_by("booking__slot", "extra")
    )
    for *slot, extra, name, promised, there, most, endless in found.iterator():
        told = undecided if endless or promised <= most else fault
        yield told(slot_name(*slot), f"{promised} of extra {extra} ({name}) are promised, there are {there}")
