"""Two days that are over, so that statement and closing have something to show: as fictional as all parties."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.calendar.recurrence import starts_on
from bookings.domain.history import acting
from bookings.domain.money.closing import close_till, till_of
from bookings.domain.money.ledger import take_payment
from bookings.domain.seats.contact import Contact
from bookings.enums import ActBy, PaidBy
from bookings.models import Booking, Schedule, Slot
from villages.enums import MemberRole
from villages.models import Host

HOUR = dt.timedelta(hours=1)
# What is in the till in the morning, for change.
CHANGE = 500_000


@dataclass(frozen=True)
class PastDay:
    """`missing` đồng were not in the till when it was counted; `parties` as (name, language, adults, how they paid)."""

    ago: int
    missing: int
    note: str
    parties: tuple[tuple[str, str, int, PaidBy], ...]


DAYS = (
    PastDay(2, 0, "", (("Bùi Thị Nhàn", "vi", 2, PaidBy.CASH), ("Sophie Laurent", "en", 2, PaidBy.TRANSFER))),
    PastDay(
        1,
        10_000,
        "Ví dụ: trả thừa một đoàn tiền lẻ, đã nhận ra.",
        (("Ngô Quang Vinh", "vi", 3, PaidBy.CASH), ("Lương Thị Duyên", "vi", 1, PaidBy.CASH)),
    ),
)


def load_past_days(*, now: dt.datetime) -> None:
    """At each verified host of a real village that has an owner; through the domain, by the clock of those days."""
    for host in Host.objects.verified().exclude(village__is_example=True):
        owner = host.members.filter(role=MemberRole.OWNER).order_by("pk").select_related("user").first()
        schedule = Schedule.objects.filter(experience__host=host).select_related("experience").order_by("pk").first()
        if owner is None or schedule is None:
            continue
        for past in DAYS:
            _live(host, owner.user, schedule, past, today=timezone.localtime(now).date())


def _live(host: Host, owner: User, schedule: Schedule, past: PastDay, *, today: dt.date) -> None:
    day = today - dt.timedelta(days=past.ago)
    slot = _slot(schedule, day)
    with acting(ActBy.HOST, owner):
        for number, (name, language, adults, paid_by) in enumerate(past.parties):
            booking = _book(slot, name, language, adults, phone=f"+849000055{past.ago}{number}")
            check_in(booking=booking, now=slot.starts_at)
            take_payment(
                key=uuid.uuid4(),
                booking=booking,
                method=paid_by,
                amount_vnd=booking.total_vnd,
                due_vnd=booking.total_vnd,
                by=owner,
                now=slot.starts_at,
            )
    cash = till_of(host, day).cash
    close_till(
        key=uuid.uuid4(),
        host=host,
        day=day,
        counted_vnd=cash + CHANGE - past.missing,
        float_vnd=CHANGE,
        cash_vnd=cash,
        seen=0,
        note=past.note,
        by=owner,
        now=slot.ends_at + HOUR,
    )


def _slot(schedule: Schedule, day: dt.date) -> Slot:
    """At the first hour of the schedule, whether or not it is one of its days."""
    experience, starts_at = schedule.experience, starts_on(schedule, day)[0]
    return Slot.objects.create(
        experience=experience,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=experience.duration_minutes),
        closes_at=starts_at,
        capacity=experience.capacity,
    )


def _book(slot: Slot, name: str, language: str, adults: int, *, phone: str) -> Booking:
    adult = next(unit for unit in slot.experience.units.all() if unit.is_adult)
    now = slot.starts_at - 20 * HOUR
    booking = hold(
        key=uuid.uuid4(),
        slot_id=slot.pk,
        unit_quantities={adult.pk: adults},
        extra_quantities={},
        language=language,
        now=now,
    )
    contact = Contact(name=name, phone=phone, email="", note="")
    return confirm(booking=booking, contact=contact, consent=True, now=now)
