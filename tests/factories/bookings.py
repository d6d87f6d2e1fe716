"""Slots, schedules, and bookings that went through the domain."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.hold import hold
from bookings.domain.booking.proof import decline
from bookings.domain.money.invoice import Details
from bookings.domain.seats.contact import Contact
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import BookingStatus, Buyer, CancelledBy
from bookings.models import Booking, DiscountCode, Schedule, Slot
from bookings.models.booking import UNDO_WINDOW
from experiences.enums import UnitType
from experiences.models import Experience
from tests.factories.clock import NOW, local_time, number
from tests.factories.experiences import make_experience
from villages.models import Host

GUESTS = ["Lê Minh Khôi", "Đỗ Thị Thu Hà", "Bùi Quang Huy", "Hoàng Thị Bích Ngọc", "Emma Wilson"]
HELD_LONG_ENOUGH = dt.timedelta(minutes=settings.HOLD_MINUTES, seconds=1)


def make_slot(
    experience: Experience | None = None,
    starts_at: dt.datetime | None = None,
    capacity: int = 8,
    *,
    now: dt.datetime | None = None,
    days: int = 7,
    hour: int = 8,
    minute: int = 30,
    **fields,
) -> Slot:
    """A slot at `starts_at`, or `days` after `now` (by default the real one) at `hour`:`minute` local."""
    experience = experience or make_experience(capacity=capacity)
    if starts_at is None:
        today = timezone.localtime(now or timezone.now()).date()
        starts_at = local_time(today + dt.timedelta(days=days), hour, minute)
    times = {
        "ends_at": starts_at + dt.timedelta(minutes=experience.duration_minutes),
        "closes_at": starts_at - dt.timedelta(minutes=experience.cutoff_minutes),
    }
    return Slot.objects.create(experience=experience, starts_at=starts_at, capacity=capacity, **times | fields)


def make_schedule(experience: Experience | None = None, **fields) -> Schedule:
    """Every day at 08:30 from NOW's day on, unless told otherwise."""
    return Schedule.objects.create(
        experience=experience or make_experience(),
        **{"weekdays": list(range(7)), "times": ["08:30"], "valid_from": NOW.date()} | fields,
    )


def make_contact(**fields) -> Contact:
    """A guest who can be reached."""
    n = number()
    return Contact(
        **{
            "name": GUESTS[n % len(GUESTS)],
            "phone": f"+84987{n % 1_000_000:06d}",
            "email": f"khach{n}@example.com",
        }
        | fields
    )


def quantities(
    experience: Experience, *, adults: int = 0, children: int = 0, infants: int = 0, **others: int
) -> dict[int, int]:
    """Quantities by unit id, as `hold` takes them; `others` by lower-case unit type (`student=2`)."""
    wanted = {UnitType.ADULT: adults, UnitType.CHILD: children, UnitType.INFANT: infants}
    wanted |= {UnitType(kind.upper()): count for kind, count in others.items()}
    ids = dict(experience.units.values_list("type", "pk"))
    return {ids[kind]: count for kind, count in wanted.items() if count}


def ask(
    slot: Slot,
    *,
    now: dt.datetime,
    adults: int = 0,
    children: int = 0,
    infants: int = 0,
    extras: Mapping[int, int] | None = None,
    key: uuids.UUID | None = None,
    language: str = "vi",
    holder: str = "",
) -> Booking:
    """`hold` in the words of a test; raises what it raises."""
    return hold(
        key=key or uuids.uuid4(),
        slot_id=slot.pk,
        unit_quantities=quantities(slot.experience, adults=adults, children=children, infants=infants),
        extra_quantities=extras or {},
        language=language,
        now=now,
        holder=holder,
    )


def make_booking(
    slot: Slot | None = None,
    status: str = BookingStatus.CONFIRMED,
    *,
    adults: int = 2,
    children: int = 0,
    infants: int = 0,
    extras: Mapping[int, int] | None = None,
    contact: Contact | None = None,
    language: str = "vi",
    cancelled_by: CancelledBy = CancelledBy.GUEST,
    key: uuids.UUID | None = None,
    now: dt.datetime | None = None,
) -> Booking:
    """A booking in `status`, led there by the domain; `now` is when it was held, the real now by default.

    For a slot that is over (or past its cut-off) it was held a day before the start. A hold to be EXPIRED was
    made just over HOLD_MINUTES before `now`. PENDING waits for proof.
    """
    slot = slot or make_slot()
    now = now or _bookable_moment(slot)
    held_at = now - HELD_LONG_ENOUGH if status == BookingStatus.EXPIRED else now
    party = {"adults": adults, "children": children, "infants": infants, "extras": extras}
    booking = ask(slot, now=held_at, key=key, language=language, **party)
    if status == BookingStatus.EXPIRED:
        expire_holds(now=now)
    elif status in (BookingStatus.PENDING, BookingStatus.REJECTED):
        with override_settings(UNPROVED_SEATS_PER_CONTACT=0):
            contact = contact or make_contact()
            confirm(booking=booking, contact=contact, consent=True, asked_from=f"address {number()}", now=now)
    elif status != BookingStatus.ON_HOLD:
        booking = confirm(booking=booking, contact=contact or make_contact(), consent=True, now=now)
    if status == BookingStatus.CANCELLED:
        cancel(booking=booking, by=cancelled_by, now=now)
    elif status == BookingStatus.REDEEMED:
        check_in(booking=booking, now=max(now, slot.starts_at - dt.timedelta(minutes=10)))
    elif status == BookingStatus.REJECTED:
        decline(booking=booking, now=now)
    slot.refresh_from_db(fields=["taken"])
    booking.refresh_from_db()
    return booking


def cancel_for_good(booking: Booking, *, now: dt.datetime, by: CancelledBy = CancelledBy.GUEST) -> None:
    """Cancelled so long ago that it cannot be taken back: at `now` its seats are offered to who waits."""
    cancel(booking=booking, by=by, now=now)
    long_ago = now - UNDO_WINDOW - dt.timedelta(seconds=1)
    Booking.objects.filter(pk=booking.pk, confirmed_at__isnull=False).update(cancelled_at=long_ago)
    offer_waiting(now=now)


def _bookable_moment(slot: Slot) -> dt.datetime:
    now = timezone.now()
    return now if now < slot.closes_at else slot.starts_at - dt.timedelta(days=1)


def make_invoice(**changes) -> Details:
    """To whom a guest wants an invoice to be made out; the company and its code are made up."""
    details = Details(Buyer.COMPANY, "Công ty Thí Dụ", "12 Hàng Gà, Hà Nội", "0100000000-001", "ketoan@example.com")
    return replace(details, **changes)


def make_discount(host: Host, **fields) -> DiscountCode:
    """A code of `host`, by default TET2027, or the next where that is taken, with 10 % off or `amount_vnd`."""
    code = f"TET{2027 + DiscountCode.objects.filter(host=host).count()}"
    usual = {"code": code, "created_at": NOW, "percent": None if "amount_vnd" in fields else 10}
    return DiscountCode.objects.create(host=host, **usual | fields)
