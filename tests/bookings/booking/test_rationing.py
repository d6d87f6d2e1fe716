"""Whoever nobody knows books a little; above that, a link in a mail or the host's word confirms."""

import datetime as dt
import re

import pytest
from django.db import connection

from bookings.domain.booking import rationing
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.contact import mend_contact
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.move import move
from bookings.domain.booking.proof import NotAwaiting, TooFewLeft, decline, prove, vouch
from bookings.domain.booking.rationing import (
    MOST_BOOKINGS_A_DAY,
    PROOF_TIME,
    OverRation,
    TooManyUnproved,
    forget_addresses,
)
from bookings.enums import Awaits, BookingStatus, CancelledBy, MessageKind
from bookings.models import Booking, Slot
from outbox.models import OutboxMessage
from tests.factories import ask, make_contact, make_experience, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
PHONE, EMAIL = "+84912345678", "thu.ha@example.com"


@pytest.fixture(autouse=True)
def limits(settings):
    settings.UNPROVED_SEATS_PER_CONTACT = 10
    settings.UNPROVED_SEATS_PER_ADDRESS = 16


@shared
def experience():
    return make_experience(capacity=8)


def book(experience, now, *, adults=6, asked_from="a", phone=PHONE, email=EMAIL, slot=None):
    slot = slot or make_slot(experience, now=now, days=Slot.objects.count() + 2)
    held = ask(slot, adults=adults, now=now)
    contact = make_contact(**{key: value for key, value in {"phone": phone, "email": email}.items() if value})
    return confirm(booking=held, contact=contact, consent=True, asked_from=asked_from, now=now)


def kinds(booking):
    return sorted(booking.messages.values_list("kind", "audience"))


@pytest.mark.parametrize(
    "same",
    [
        {"asked_from": "b", "email": None},
        {"asked_from": "b", "phone": None},
        {"asked_from": "b", "email": EMAIL.upper()},
    ],
    ids=["phone", "email", "email in capitals"],
)
def test_above_the_limit_of_one_contact_a_booking_waits_for_proof(experience, now, same):
    assert book(experience, now).status == BookingStatus.CONFIRMED
    second = book(experience, now, **same)
    assert (second.status, second.awaits, second.confirmed_at) == (BookingStatus.PENDING, Awaits.PROOF, None)
    assert second.hold_expires_at == now + PROOF_TIME
    assert kinds(second) == [(MessageKind.AWAITING, "host"), (MessageKind.PROOF, "guest")]
    assert Slot.objects.get(pk=second.slot_id).taken == 6


def test_one_address_is_limited_whatever_is_typed(experience, now):
    statuses = [book(experience, now, phone=None, email=None).status for _ in range(3)]
    assert statuses == [BookingStatus.CONFIRMED, BookingStatus.CONFIRMED, BookingStatus.PENDING]


def test_what_a_host_enters_is_neither_asked_nor_counted(experience, now):
    assert {book(experience, now, asked_from="").status for _ in range(4)} == {BookingStatus.CONFIRMED}
    assert book(experience, now).status == BookingStatus.CONFIRMED


def test_a_visit_that_has_begun_and_a_cancelled_one_no_longer_count(experience, now):
    first = book(experience, now)
    cancel(booking=first, by=CancelledBy.GUEST, now=now)
    assert book(experience, now).status == BookingStatus.CONFIRMED
    later = now + dt.timedelta(days=5)
    assert book(experience, later).status == BookingStatus.CONFIRMED


def test_cancelling_and_booking_again_does_not_go_on_all_day(experience, now):
    for _ in range(MOST_BOOKINGS_A_DAY):
        cancel(booking=book(experience, now, adults=1), by=CancelledBy.GUEST, now=now)
    assert book(experience, now, adults=1).status == BookingStatus.PENDING
    assert book(experience, now + dt.timedelta(days=1, minutes=1), adults=1).status == BookingStatus.CONFIRMED


def test_the_link_confirms_and_tells_both_sides_once(experience, now):
    book(experience, now)
    pending = book(experience, now)
    for _ in range(2):
        proved = prove(booking=pending, now=now + MINUTE)
    assert (proved.status, proved.awaits, proved.confirmed_at) == (BookingStatus.CONFIRMED, "", now + MINUTE)
    told = [kind for kind in kinds(proved) if kind[0] == MessageKind.CONFIRMED]
    assert told == [(MessageKind.CONFIRMED, "guest"), (MessageKind.CONFIRMED, "host")]
    # Whoever has proved who they are is not counted any more.
    assert book(experience, now, adults=4).status == BookingStatus.CONFIRMED


def test_after_its_deadline_it_takes_no_seat_though_no_worker_ran(experience, now):
    book(experience, now)
    pending = book(experience, now)
    late = pending.hold_expires_at
    slot = Slot.objects.with_live(late).get(pk=pending.slot_id)
    assert (slot.taken, slot.live) == (6, 0)
    assert not Booking.objects.taking_seats(late).filter(pk=pending.pk).exists()
    assert book(experience, late, adults=8, slot=slot, asked_from="z", phone=None, email=None).seats == 8
    with pytest.raises(HoldOver):
        prove(booking=pending, now=late)


def test_a_late_link_still_confirms_while_the_seats_are_free(experience, now):
    book(experience, now)
    pending = book(experience, now)
    expire_holds(now=pending.hold_expires_at)
    pending.refresh_from_db()
    assert pending.status == BookingStatus.EXPIRED
    assert prove(booking=pending, now=pending.hold_expires_at + MINUTE).status == BookingStatus.CONFIRMED
    assert Slot.objects.get(pk=pending.slot_id).taken == 6


def test_the_hosts_word_confirms_and_a_slip_can_be_mended(experience, now):
    book(experience, now)
    pending = book(experience, now)
    declined = decline(booking=pending, now=now)
    assert (declined.status, Slot.objects.get(pk=pending.slot_id).taken) == (BookingStatus.REJECTED, 0)
    with pytest.raises(NotAwaiting):
        prove(booking=pending, now=now)
    vouched = vouch(booking=pending, now=now + MINUTE)
    assert (vouched.status, vouched.cancelled_at, vouched.cancelled_by) == (BookingStatus.CONFIRMED, None, "")
    assert (MessageKind.CONFIRMED, "host") not in kinds(vouched)


def test_what_waits_for_proof_is_rationed_too(experience, now):
    book(experience, now)
    book(experience, now)
    with pytest.raises(TooManyUnproved) as refused:
        book(experience, now)
    assert experience.host.phone.as_national in str(refused.value.message)


def test_a_host_hears_of_a_run_once_an_hour(experience, now):
    book(experience, now)
    for number in range(3):
        book(experience, now, adults=8, asked_from=f"from {number}", phone=f"+8498765432{number}", email=None)
        book(experience, now, adults=3, asked_from=f"from {number}", phone=f"+8498765432{number}", email=None)
    assert Booking.objects.awaiting(now).count() == 3
    assert OutboxMessage.objects.filter(kind=MessageKind.AWAITING).count() == 1


def test_giving_up_what_waits_is_told_to_nobody(experience, now):
    book(experience, now)
    pending = book(experience, now)
    before = OutboxMessage.objects.count()
    cancel(booking=pending, by=CancelledBy.GUEST, now=now)
    assert OutboxMessage.objects.count() == before


def test_addresses_go_when_the_visit_has_begun(experience, now):
    booking = book(experience, now)
    assert booking.asked_from == "a"
    assert forget_addresses(now=booking.slot.starts_at - MINUTE) == 0
    assert forget_addresses(now=booking.slot.starts_at) == 1
    booking.refresh_from_db()
    assert booking.asked_from == ""


def test_the_last_seats_are_not_sold_twice_by_a_late_word(experience, now):
    book(experience, now)
    pending = book(experience, now)
    late = pending.hold_expires_at + MINUTE
    book(experience, late, adults=4, slot=pending.slot, asked_from="z", phone=None, email=None)
    with pytest.raises(TooFewLeft):
        vouch(booking=pending, now=late)


def test_a_cancelled_visit_is_taken_back_only_within_the_ration(experience, now):
    first = book(experience, now)
    cancel(booking=first, by=CancelledBy.GUEST, now=now)
    second = book(experience, now)
    assert second.status == BookingStatus.CONFIRMED
    with pytest.raises(OverRation) as refusal:
        restore(booking=first, by=CancelledBy.GUEST, now=now + MINUTE)
    assert experience.host.phone.as_national in str(refusal.value.message)
    first.refresh_from_db()
    assert first.status == BookingStatus.CANCELLED
    cancel(booking=second, by=CancelledBy.GUEST, now=now + MINUTE)
    assert restore(booking=first, by=CancelledBy.GUEST, now=now + MINUTE).status == BookingStatus.CONFIRMED


def test_a_host_takes_back_what_the_host_cancelled_whatever_the_guest_has(experience, now):
    first = book(experience, now)
    cancel(booking=first, by=CancelledBy.HOST, now=now)
    book(experience, now)
    assert restore(booking=first, by=CancelledBy.HOST, now=now + MINUTE).status == BookingStatus.CONFIRMED


@pytest.mark.parametrize("mended", [{"phone": PHONE, "email": "khac@example.com"}, {"phone": "", "email": EMAIL}])
def test_a_visit_does_not_move_to_a_contact_that_has_its_share(experience, now, mended):
    book(experience, now)
    other = book(experience, now, asked_from="b", phone="+84912000111", email="khac@example.com")
    assert other.status == BookingStatus.CONFIRMED
    with pytest.raises(OverRation):
        mend_contact(booking=other, **mended, now=now)
    assert mend_contact(booking=other, **mended, now=now, by=CancelledBy.HOST).status == BookingStatus.CONFIRMED


def test_a_mistyped_number_of_the_only_visit_is_mended_however_large_the_party(experience, now):
    booking = book(experience, now, adults=8)
    mended = mend_contact(booking=booking, phone="+84912000222", email="moi@example.com", now=now)
    assert (mended.contact_phone, mended.contact_email) == ("+84912000222", "moi@example.com")


def test_a_party_that_waits_for_proof_and_is_moved_gets_its_link_again_and_no_word_that_it_stands(experience, now):
    book(experience, now)
    pending = book(experience, now)
    moved = move(booking=pending, slot_id=make_slot(experience, now=now, days=20).pk, now=now + MINUTE)
    assert moved.status == BookingStatus.PENDING
    assert (MessageKind.MOVED, "guest") not in kinds(moved)
    assert (MessageKind.MOVED, "host") not in kinds(moved)
    assert moved.messages.filter(kind=MessageKind.PROOF, sequence=moved.sequence).count() == 1
    assert prove(booking=moved, now=now + MINUTE).status == BookingStatus.CONFIRMED


def test_the_ration_is_found_by_indexes_however_much_is_unproved(now):
    asked = {"asked_from": "a", "phone": PHONE, "email": EMAIL, "now": now, "day_ago": now}
    sql, values = rationing._unproved(**asked).query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of an empty table it would read all.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql, values)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert not re.search(r"SCAN (?:bookings_booking|U0)\b|Seq Scan", plan), plan
    for index in ("booking_asked_from", "booking_unproved_phone", "booking_unproved_email"):
        assert index in plan, plan
