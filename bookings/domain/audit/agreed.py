"""What was agreed with a guest is kept with the booking, and what one still waits for has an end."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from bookings.domain.audit.finding import Finding, fault, invariant, slot_name, when
from bookings.domain.audit.seats import SEATED, SLOT
from bookings.enums import Awaits, BookingStatus
from bookings.models import Booking, BookingUnit, Slot
from experiences.models import ExperiencePage

# As docs/decisions/0025 has it: a night, and the host may be called in the morning.
LONGEST_WAIT = dt.timedelta(hours=12)
# A week for the money that is paid ahead, as docs/decisions/0062 has it; who says that it is sent has a night more.
LONGEST_PAYMENT = dt.timedelta(days=7)
STANDS = [BookingStatus.CONFIRMED, BookingStatus.REDEEMED]


@invariant("booking-awaits")
def booking_awaits(now: dt.datetime) -> Iterator[Finding]:
    """A booking that is not confirmed yet says what it waits for, half a day at most for a word and a week for money;
    whoever is booked or only held is asked for nothing.
    """
    pending = Booking.objects.filter(status=BookingStatus.PENDING).order_by("pk")
    for reference in pending.filter(awaits="").values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "is not confirmed, and nothing says what it waits for")
    in_time = Q(hold_expires_at__gt=F("consented_at")) & (
        Q(hold_expires_at__lte=F("consented_at") + LONGEST_WAIT)
        | Q(awaits=Awaits.PAYMENT, hold_expires_at__lte=F("consented_at") + LONGEST_PAYMENT)
        | Q(awaits=Awaits.PAYMENT, hold_expires_at__lte=F("said_paid_at") + LONGEST_WAIT)
    )
    endless = pending.exclude(in_time).values_list("reference", "hold_expires_at")
    for reference, until in endless.iterator():
        yield fault(
            f"booking {reference}", f"keeps its seats until {when(until)}, which is no deadline of a proof or a payment"
        )
    again = pending.filter(confirmed_at__isnull=False).values_list("reference", flat=True)
    for reference in again.iterator():
        yield fault(f"booking {reference}", "waits to be confirmed, and was before")
    settled = Booking.objects.filter(status__in=[*STANDS, BookingStatus.ON_HOLD]).exclude(awaits="").order_by("pk")
    for reference, awaits in settled.values_list("reference", "awaits").iterator():
        yield fault(f"booking {reference}", f"waits for nothing any more, but is still asked for {awaits}")


@invariant("booking-agreed")
def booking_agreed(now: dt.datetime) -> Iterator[Finding]:
    """Whoever booked has it written down for whom, where to meet and what is included, as they were told."""
    booked = Booking.objects.filter(status__in=SEATED).order_by("pk")
    guests = BookingUnit.objects.filter(booking=OuterRef("pk"), quantity__gt=0)
    for reference in booked.exclude(Exists(guests)).values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "is for nobody: no guest has a price")
    coming = booked.filter(slot__starts_at__gt=now)
    # Words of a place may be missing; a village or a place always lies somewhere.
    for reference in coming.filter(told_spot="").values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "does not say where its guest was told to come")
    for reference in _without_included(coming).values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "does not say what is included, and the story said it when it was booked")


def _without_included(coming: QuerySet[Booking]) -> QuerySet[Booking]:
    """Of `coming` those that keep nothing, though the story in their language has said it since before they booked."""
    stories = ExperiencePage.objects.live().filter(
        experience=OuterRef("slot__experience"), locale__language_code=OuterRef("language")
    )
    first = stories.order_by("pk")
    told = coming.filter(included="").annotate(
        said=Subquery(first.values("included")[:1]), since=Subquery(first.values("last_published_at")[:1])
    )
    return told.filter(since__lte=F("consented_at")).exclude(said="")


@invariant("minimum-kept")
def minimum_kept(now: dt.datetime) -> Iterator[Finding]:
    """A visit to come keeps the minimum and its date as its guests were told them."""
    pending = Q(status=BookingStatus.PENDING, hold_expires_at__gt=now)
    told = Booking.objects.filter(Q(status__in=STANDS) | pending, slot=OuterRef("pk"))
    slots = Slot.objects.filter(Exists(told), starts_at__gt=now).order_by("pk")
    lost = slots.filter(Q(min_to_run__isnull=True) | Q(decide_at__isnull=True))
    for slot in lost.values_list(*SLOT).iterator():
        yield fault(slot_name(*slot), "has guests, and does not keep the minimum that they were told")
