"""What the desk may find. Every function starts from one host."""

import datetime as dt

from django.db.models import F, Prefetch, Sum
from django.http import Http404
from django.utils import timezone

from bookings.domain.calendar.closed_days import closures_by_day
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.money.owing import with_account
from bookings.enums import BookingStatus
from bookings.models import Booking, Closure, LedgerEntry, Slot
from bookings.models.booking import BookingQuerySet, lapsed
from villages.models import Host

GONE = (BookingStatus.CANCELLED, BookingStatus.REJECTED, BookingStatus.EXPIRED)


def bookings_of(host: Host) -> BookingQuerySet:
    """Bookings whose guest agreed that the host receives their name; a hold is nobody's yet."""
    return Booking.objects.for_host(host).filter(consented_at__isnull=False)


def booking_by_reference(host: Host, reference: str) -> Booking:
    """One booking with its party and its money. Raises Http404."""
    booking = with_money(bookings_of(host).with_party()).filter(reference=reference).first()
    if booking is None:
        raise Http404
    return booking


def with_money(bookings: BookingQuerySet) -> BookingQuerySet:
    """With what `purse` shows: the account, and as `standing_rows` the rows of the ledger that nobody took back."""
    return with_standing_rows(with_account(bookings))


def with_standing_rows(bookings: BookingQuerySet) -> BookingQuerySet:
    """With `standing_rows` alone, of bookings that have their account already."""
    rows = LedgerEntry.objects.filter(reverses__isnull=True, reversed_by__isnull=True).order_by("pk")
    rows = rows.select_related("online_refund")
    return bookings.prefetch_related(Prefetch("ledger", rows, to_attr="standing_rows"))


def standing(bookings: BookingQuerySet) -> BookingQuerySet:
    """Neither cancelled nor declined, nor never confirmed."""
    return bookings.exclude(status__in=GONE).exclude(lapsed(timezone.now()))


def slots_on(host: Host, day: dt.date) -> list[Slot]:
    slots = Slot.objects.for_host(host).standing().filter(starts_at__gte=day_start(day), starts_at__lt=day_end(day))
    return list(slots.select_related("experience").order_by("starts_at", "experience_id"))


def seats_on(host: Host, day: dt.date, *, now: dt.datetime) -> list[Booking]:
    """Everything that takes seats on `day`, live holds included, with units, money and who waited for them."""
    bookings = Booking.objects.for_host(host).taking_seats(now)
    bookings = bookings.filter(slot__starts_at__gte=day_start(day), slot__starts_at__lt=day_end(day))
    return list(with_money(bookings).select_related("waiting_entry").prefetch_related("units"))


def has_parties_on(host: Host, day: dt.date) -> bool:
    """Whether somebody is booked on `day` whom the host still has to receive."""
    bookings = standing(bookings_of(host)).filter(no_show_at__isnull=True)
    return bookings.filter(slot__starts_at__gte=day_start(day), slot__starts_at__lt=day_end(day)).exists()


def house_closures(host: Host, *, first: dt.date, last: dt.date) -> dict[dt.date, Closure]:
    """Days on which the whole house is closed, from `first` to `last` inclusive; a yearly rule before others.

    A day that a yearly rule closes is not opened by itself, so that rule is the one to name.
    """
    whole_host = Closure.objects.filter(host=host, experience__isnull=True, resource__isnull=True)
    yearly_first = whole_host.order_by(F("first_day").asc(nulls_first=True), "pk")
    return closures_by_day(yearly_first, first=first, last=last)


def seats_offered(host: Host, *, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """Seats of all slots, by local day, from `first` to `last` inclusive."""
    slots = Slot.objects.for_host(host).standing().filter(starts_at__gte=day_start(first), starts_at__lt=day_end(last))
    slots = slots.filter(cancelled_at__isnull=True)
    return _by_day(slots.values_list("starts_at", "capacity"))


def guests_expected(host: Host, *, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """People of confirmed parties, by local day, from `first` to `last` inclusive."""
    rows = (
        Booking.objects.for_host(host)
        .expected()
        .filter(no_show_at__isnull=True, slot__starts_at__gte=day_start(first), slot__starts_at__lt=day_end(last))
        .order_by()
        .values_list("slot__starts_at")
        .annotate(people=Sum("units__quantity"))
    )
    return _by_day(rows)


def _by_day(rows) -> dict[dt.date, int]:
    found: dict[dt.date, int] = {}
    for starts_at, number in rows:
        day = timezone.localtime(starts_at).date()
        found[day] = found.get(day, 0) + (number or 0)
    return found
