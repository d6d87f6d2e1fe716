"""Seats and prices of slots and bookings."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bookings.domain.audit.finding import Finding, fault, invariant, slot_name
from bookings.enums import BookingStatus
from bookings.models import Booking, BookingExtra, BookingUnit, Slot, WaitingEntry

SEATED = [BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED]
HELD = [BookingStatus.PENDING, BookingStatus.ON_HOLD]
SLOT = ("pk", "starts_at", "experience__name")


def live(now: dt.datetime) -> Q:
    """Bookings that take seats at `now`."""
    standing = Q(status__in=[BookingStatus.CONFIRMED, BookingStatus.REDEEMED])
    return standing | Q(status__in=HELD, hold_expires_at__gt=now)


def seats_by_slot(condition: Q) -> Coalesce:
    """For an annotation of slots: the seats of those of their bookings for which `condition` holds."""
    bookings = Booking.objects.filter(condition, slot=OuterRef("pk")).order_by().values("slot")
    return Coalesce(Subquery(bookings.annotate(total=Sum("seats")).values("total")), 0)


@invariant("slot-taken")
def slot_taken(now: dt.datetime) -> Iterator[Finding]:
    """A slot's `taken` is the seats of its bookings that stand or are held, marked or not."""
    counted = seats_by_slot(Q(status__in=[*SEATED, BookingStatus.ON_HOLD]))
    slots = Slot.objects.annotate(counted=counted).exclude(taken=F("counted")).order_by("pk")
    for *slot, taken, seats in slots.values_list(*SLOT, "taken", "counted").iterator():
        yield fault(slot_name(*slot), f"{taken} seats are written as taken, its bookings take {seats}")


@invariant("slot-capacity")
def slot_capacity(now: dt.datetime) -> Iterator[Finding]:
    """The parties of a slot never take more seats than it has."""
    slots = Slot.objects.annotate(counted=seats_by_slot(live(now))).filter(counted__gt=F("capacity")).order_by("pk")
    for *slot, capacity, seats in slots.values_list(*SLOT, "capacity", "counted").iterator():
        yield fault(slot_name(*slot), f"has {capacity} seats, its parties take {seats}")


@invariant("booking-seats")
def booking_seats(now: dt.datetime) -> Iterator[Finding]:
    """A booking takes the seats of its guests, each as it was promised."""
    units = BookingUnit.objects.filter(booking=OuterRef("pk")).order_by().values("booking")
    counted = Coalesce(Subquery(units.annotate(total=Sum(F("quantity") * F("seats"))).values("total")), 0)
    bookings = Booking.objects.annotate(counted=counted).exclude(seats=F("counted")).order_by("pk")
    for reference, seats, guests in bookings.values_list("reference", "seats", "counted").iterator():
        yield fault(f"booking {reference}", f"takes {seats} seats, its guests {guests}")


@invariant("booking-total")
def booking_total(now: dt.datetime) -> Iterator[Finding]:
    """A booking costs what its guests and extras cost, each at the price it was promised, less what its code takes."""

    def amount(model: type[BookingUnit | BookingExtra]) -> Coalesce:
        lines = model.objects.filter(booking=OuterRef("pk")).order_by().values("booking")
        return Coalesce(Subquery(lines.annotate(total=Sum(F("quantity") * F("price_vnd"))).values("total")), 0)

    bookings = Booking.objects.annotate(counted=amount(BookingUnit) + amount(BookingExtra))
    wrong = bookings.exclude(total_vnd=F("counted") - F("discount_vnd")).order_by("pk")
    for reference, total, lines in wrong.values_list("reference", "total_vnd", "counted").iterator():
        yield fault(f"booking {reference}", f"costs {total} đồng, its lines {lines}")


@invariant("booking-consent")
def booking_consent(now: dt.datetime) -> Iterator[Finding]:
    """Nobody's name and number is with a host without their consent."""
    bookings = Booking.objects.filter(status__in=SEATED, consented_at__isnull=True).order_by("pk")
    for reference in bookings.values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "stands without the guest's consent")


@invariant("one-per-key")
def one_per_key(now: dt.datetime) -> Iterator[Finding]:
    """One form sent twice is one booking, or one place in a waiting list."""
    for model, name in ((Booking, "bookings"), (WaitingEntry, "places in waiting lists")):
        for field in ("uuid", "key_hash"):
            named = model.objects.order_by().exclude(**{field: None}).values(field)
            for value, number in named.annotate(number=Count("pk")).filter(number__gt=1).values_list(field, "number"):
                yield fault(f"{field} {value}", f"made {number} {name}")
