"""Holding seats: what is written, for how long, and what a repeated request gets."""

import datetime as dt
import uuid as uuids

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.domain.booking.hold import hold
from bookings.domain.booking.once import KeyReused
from bookings.domain.seats.reference import ALPHABET, LENGTH
from bookings.enums import BookingStatus
from bookings.models import Booking
from experiences.enums import ExtraPer, PaymentTerms
from outbox.models import OutboxMessage
from tests.factories import ask, make_booking, make_experience, make_slot, quantities
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot(now):
    return make_slot(now=now)


def test_a_hold_takes_seats_for_fifteen_minutes(slot, now):
    booking = ask(slot, adults=2, children=1, infants=1, now=now)
    assert booking.status == BookingStatus.ON_HOLD
    assert booking.created_at == now
    assert booking.hold_expires_at == now + dt.timedelta(minutes=15)
    assert booking.seats == 3
    assert booking.total_vnd == 2 * 350_000 + 200_000
    assert booking.payment_terms == PaymentTerms.AT_VILLAGE
    slot.refresh_from_db()
    assert slot.taken == 3


def test_a_hold_knows_nobody_yet_and_owes_no_message(slot, now):
    booking = ask(slot, adults=2, now=now)
    assert (booking.contact_name, booking.contact_email, str(booking.contact_phone)) == ("", "", "")
    assert booking.consented_at is None
    assert booking.sequence == 0
    assert not OutboxMessage.objects.exists()


def test_the_party_is_kept_at_the_prices_it_was_promised(slot, now):
    booking = ask(slot, adults=2, children=1, infants=1, now=now)
    slot.experience.units.update(price_vnd=999_000, seats=3)
    lines = list(booking.units.values_list("type", "quantity", "price_vnd", "seats"))
    assert lines == [("ADULT", 2, 350_000, 1), ("CHILD", 1, 200_000, 1), ("INFANT", 1, 0, 0)]
    assert [line.amount_vnd for line in booking.units.all()] == [700_000, 200_000, 0]


def test_extras_are_kept_with_both_names_and_counted_in_the_total(slot, now):
    lunch, firing, shuttle = slot.experience.extras.all()
    booking = ask(slot, adults=2, extras={lunch.pk: 2, firing.pk: 3, shuttle.pk: 1}, now=now)
    lunch.name = "Đổi tên"
    lunch.save()
    assert list(booking.extras.values_list("name", "name_en", "per", "quantity", "price_vnd")) == [
        ("Cơm trưa nhà gốm", "Lunch at the potter's", ExtraPer.PERSON, 2, 120_000),
        ("Nung và gửi về nhà", "Firing and shipping", ExtraPer.ITEM, 3, 90_000),
        ("Xe điện từ ga", "Shuttle", ExtraPer.BOOKING, 1, 150_000),
    ]
    assert booking.total_vnd == 700_000 + 240_000 + 270_000 + 150_000
    assert sum(line.amount_vnd for line in (*booking.units.all(), *booking.extras.all())) == booking.total_vnd


def test_a_unit_may_take_several_seats_or_none(now):
    wheel = make_slot(make_experience(units={"ADULT": {"price_vnd": 1, "seats": 2}}), capacity=8, now=now)
    booking = ask(wheel, adults=4, now=now)
    assert booking.seats == 8
    wheel.refresh_from_db()
    assert wheel.taken == 8


def test_the_last_seats_can_be_held_exactly(slot, now):
    ask(slot, adults=5, now=now)
    ask(slot, adults=3, now=now)
    slot.refresh_from_db()
    assert slot.taken == slot.capacity == 8


def test_only_its_own_slot_is_filled(slot, now):
    other = make_slot(slot.experience, now=now, days=8)
    ask(slot, adults=8, now=now)
    assert ask(other, adults=8, now=now).slot_id == other.pk


def test_a_hold_that_ran_out_makes_room_with_no_worker(slot, now):
    ask(slot, adults=8, now=now)
    later = now + dt.timedelta(minutes=15)
    assert ask(slot, adults=8, now=later).status == BookingStatus.ON_HOLD


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.EXPIRED, BookingStatus.REJECTED])
def test_bookings_that_are_over_take_no_seats(slot, now, status):
    make_booking(slot, status, adults=8, now=now)
    assert ask(slot, adults=8, now=now).seats == 8


def test_the_same_key_and_body_give_the_same_booking(slot, now):
    key = uuids.uuid4()
    first = ask(slot, adults=2, key=key, now=now)
    again = ask(slot, adults=2, key=key, now=now + dt.timedelta(minutes=3))
    assert again.pk == first.pk
    assert again.hold_expires_at == first.hold_expires_at
    assert Booking.objects.count() == 1
    slot.refresh_from_db()
    assert slot.taken == 2


def test_the_same_key_answers_after_the_slot_is_full_past_or_confirmed(slot, now):
    key = uuids.uuid4()
    made = make_booking(slot, adults=8, key=key, now=now)
    again = ask(slot, adults=8, key=key, now=now + dt.timedelta(days=30))
    assert (again.pk, again.status) == (made.pk, BookingStatus.CONFIRMED)


def test_a_body_with_zeros_or_in_another_order_is_the_same_body(slot, now):
    key = uuids.uuid4()
    adult, child, infant = slot.experience.units.values_list("pk", flat=True)
    lunch = slot.experience.extras.first().pk
    bodies = [
        ({adult: 1, child: 1}, {}),
        ({child: 1, adult: 1, infant: 0}, {lunch: 0}),
    ]
    made = {
        hold(key=key, slot_id=slot.pk, unit_quantities=units, extra_quantities=extras, language="vi", now=now).pk
        for units, extras in bodies
    }
    assert len(made) == 1


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(slot, now):
    key = uuids.uuid4()
    made = ask(slot, adults=2, key=key, now=now)
    lunch = slot.experience.extras.first().pk
    other = make_slot(slot.experience, now=now, days=9)
    for target, body in (
        (slot, {"adults": 3}),
        (slot, {"adults": 2, "extras": {lunch: 1}}),
        (other, {"adults": 2}),
    ):
        with pytest.raises(KeyReused) as caught:
            ask(target, key=key, now=now, **body)
        assert caught.value.booking == made
    assert Booking.objects.count() == 1
    slot.refresh_from_db()
    other.refresh_from_db()
    assert (slot.taken, other.taken) == (2, 0)


def test_references_are_short_unmistakable_and_unique(slot, now):
    references = {ask(slot, adults=1, now=now).reference for _ in range(8)}
    assert len(references) == 8
    assert all(len(reference) == LENGTH and set(reference) <= set(ALPHABET) for reference in references)
    assert not set(ALPHABET) & set("0O1IL5S2Z8BUV")


def test_a_hold_keeps_the_guest_s_language(slot, now):
    assert ask(slot, adults=1, language="en", now=now).language == "en"


def test_holding_costs_the_same_queries_in_a_busy_slot(slot, now):
    body = {"unit_quantities": quantities(slot.experience, adults=1), "extra_quantities": {}}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            hold(key=uuids.uuid4(), slot_id=slot.pk, **body, language="vi", now=now)
        return len(captured)

    first = queries()
    for _ in range(6):
        ask(slot, adults=1, now=now)
    assert queries() == first
