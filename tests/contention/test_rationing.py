"""A made-up phone number gets no more by asking for everything at once."""

import uuid as uuids

import pytest

from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.booking.rationing import TooManyHeld, TooManyUnproved
from bookings.enums import BookingStatus
from bookings.models import Booking
from tests.contention.crowd import all_at_once, booked, errors
from tests.factories import ask, make_contact, make_experience, make_slot, quantities

# At the level that the product runs at: rationing, unlike seats, is not kept at REPEATABLE READ (decision 0025).
pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 12


def test_one_phone_number_is_confirmed_for_its_ration_only(now, settings):
    settings.UNPROVED_SEATS_PER_CONTACT, settings.UNPROVED_SEATS_PER_ADDRESS = 8, 100
    experience = make_experience(capacity=8)
    slots = [make_slot(experience, now=now, days=number + 2) for number in range(CROWD)]
    held = [ask(slot, adults=2, now=now) for slot in slots]
    contacts = [make_contact(phone="+84912345678") for _ in slots]

    def job(number):
        return lambda: confirm(
            booking=held[number], contact=contacts[number], consent=True, asked_from=f"from {number}", now=now
        )

    answers = all_at_once([job(number) for number in range(CROWD)])
    assert {type(error) for error in errors(answers)} == {TooManyUnproved}
    statuses = [booking.status for booking in booked(answers)]
    # Eight seats at once, eight more that wait for proof, and no others.
    assert (statuses.count(BookingStatus.CONFIRMED), statuses.count(BookingStatus.PENDING)) == (4, 4)


def test_one_address_holds_its_ration_only(now, settings):
    settings.HOLD_SEATS_PER_ADDRESS = 6
    experience = make_experience(capacity=8)
    slots = [make_slot(experience, now=now, days=number + 2) for number in range(CROWD)]
    units = quantities(experience, adults=2)

    def job(slot):
        return lambda: hold(
            key=uuids.uuid4(),
            slot_id=slot.pk,
            unit_quantities=units,
            extra_quantities={},
            language="vi",
            now=now,
            holder="one",
        )

    answers = all_at_once([job(slot) for slot in slots])
    assert {type(error) for error in errors(answers)} == {TooManyHeld}
    assert Booking.objects.filter(status=BookingStatus.ON_HOLD).count() == 3
