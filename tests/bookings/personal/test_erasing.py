"""A guest takes away what is known of them, and has it erased: the books stay, the person goes."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import cancel, may_restore
from bookings.domain.booking.contact import mend_contact
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.personal.erasing import NOBODY, NotOver, StillOwed, erase, erase_old
from bookings.enums import Act, BookingStatus, CancelledBy, PaidBy
from bookings.models import Booking
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_booking, make_contact, make_slot, make_user
from tests.factories.waiting import wait

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NAME, PHONE, EMAIL = "Đặng Thị Thu Hà", "+84912345678", "thu.ha@example.com"


@pytest.fixture
def slot(now):
    return make_slot(starts_at=now + DAY, closes_at=now + DAY)


@pytest.fixture
def booking(slot, now):
    contact = make_contact(name=NAME, phone=PHONE, email=EMAIL, note="Cháu nhỏ dị ứng lạc")
    booking = make_booking(slot, contact=contact, now=now)
    return mend_contact(booking=booking, phone="+84912000111", email=EMAIL, now=now)


def pay(booking, now) -> None:
    ledger.take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=now,
    )


def everything_written() -> str:
    rows = [Booking.objects.values(), OutboxMessage.objects.values("to", "error", "key")]
    acts = [act for booking in Booking.objects.all() for act in booking.acts.values()]
    return str([list(row) for row in rows] + acts)


def test_nothing_says_any_more_who_it_was_and_the_books_stay(slot, booking, now):
    send_due(now=now, deliver=lambda message: None)
    pay(booking, now)
    check_in(booking=booking, now=slot.starts_at)
    later = slot.ends_at
    for known in (NAME, "912345678", "912000111", EMAIL, "dị ứng lạc"):
        assert known in everything_written(), known
    erased = erase(booking=booking, now=later)
    for known in (NAME, "912345678", "912000111", EMAIL, "dị ứng lạc"):
        assert known not in everything_written(), known
    assert (erased.contact_name, erased.uuid == booking.uuid) == (NOBODY, False)
    assert account_of(erased).received == booking.total_vnd
    assert erased.acts.order_by("-pk").first().act == Act.ERASED
    assert [item for item in audit(now=later) if not item.open_decision] == []


def test_the_same_again_changes_nothing(slot, booking, now):
    first = erase(booking=booking, now=slot.ends_at)
    again = erase(booking=first, now=slot.ends_at + DAY)
    assert (again.erased_at, again.uuid) == (first.erased_at, first.uuid)


def test_a_visit_to_come_is_cancelled_first_and_then_nobody_brings_it_back(slot, booking, now):
    with pytest.raises(NotOver):
        erase(booking=booking, now=now)
    cancelled = cancel(booking=booking, by=CancelledBy.HOST, now=now)
    erased = erase(booking=cancelled, now=now)
    erased.refresh_from_db()
    assert not may_restore(erased, now=now)
    assert not OutboxMessage.objects.filter(booking=booking, audience="guest").waiting().exists()


def test_whoever_still_gets_money_back_is_remembered(slot, booking, now):
    pay(booking, now)
    cancelled = cancel(booking=booking, by=CancelledBy.HOST, now=now)
    with pytest.raises(StillOwed):
        erase(booking=cancelled, now=now)
    assert erase_old(now=now + 1000 * DAY) == 0
    ledger.give_back(
        key=uuids.uuid4(),
        booking=cancelled,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        by=make_user(),
        now=now,
    )
    assert erase(booking=cancelled, now=now).contact_email == ""


def test_the_place_in_a_waiting_list_is_forgotten_too(slot, now):
    full = make_booking(slot, adults=8, now=now)
    entry = wait(slot, adults=2, now=now)
    cancel(booking=full, by=CancelledBy.HOST, now=now)
    entry.refresh_from_db()
    if entry.booking is None:
        entry.booking = make_booking(slot, BookingStatus.CANCELLED, adults=2, now=now)
        entry.save()
    erase(booking=entry.booking, now=slot.ends_at)
    entry.refresh_from_db()
    assert (entry.contact_name, entry.contact_email, str(entry.contact_phone)) == (NOBODY, "", "")


def test_after_two_years_everybody_is_forgotten_once(slot, booking, now, settings):
    settings.PERSONAL_DATA_DAYS = 730
    assert erase_old(now=slot.ends_at + 730 * DAY) == 0
    after = slot.ends_at + 731 * DAY
    assert erase_old(now=after) == 1
    assert erase_old(now=after) == 0
    assert Booking.objects.get().contact_name == NOBODY
