"""From a hold to a booking: consent, time, seats, and the messages it owes."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.calendar.closures import close_day
from bookings.domain.seats.contact import ConsentMissing
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import Audience, BookingStatus, CancelledBy, MessageKind
from bookings.models import Booking
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.factories import ask, make_booking, make_contact, make_experience, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
EXPIRY = 15 * MINUTE


@shared
def slot(now):
    return make_slot(now=now, capacity=4)


@shared
def held(slot, now):
    return ask(slot, adults=3, now=now)


def confirmed(booking, now, **contact):
    return confirm(booking=booking, contact=make_contact(**contact), consent=True, now=now)


def test_a_confirmed_booking_keeps_its_seats_and_knows_its_guest(slot, held, now):
    contact = make_contact(note="Ăn chay")
    booking = confirm(booking=held, contact=contact, consent=True, now=now + MINUTE)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert booking.confirmed_at == booking.consented_at == now + MINUTE
    assert (booking.contact_name, booking.contact_email, booking.note) == (
        contact.name,
        contact.email,
        "Ăn chay",
    )
    assert booking.contact_phone.as_e164 == contact.phone
    slot.refresh_from_db()
    assert slot.taken == 3


def test_the_guest_and_the_host_are_owed_one_message_each_in_their_language(slot, now):
    held = ask(slot, adults=1, language="en", now=now)
    booking = confirmed(held, now + MINUTE, email="emma@example.com")
    guest, host = OutboxMessage.objects.order_by("audience")
    assert (guest.audience, guest.to, guest.language) == (Audience.GUEST, "emma@example.com", "en")
    assert (host.audience, host.to, host.language) == (Audience.HOST, slot.experience.host.email, "vi")
    for message in (guest, host):
        assert (message.subject, message.kind, message.state) == (
            booking,
            MessageKind.CONFIRMED,
            MessageState.PENDING,
        )
        assert message.due_at == message.created_at == now + MINUTE


def test_readers_without_an_address_are_owed_nothing(now):
    slot = make_slot(make_experience(make_host(email="")), now=now)
    confirmed(ask(slot, adults=1, now=now), now, email="")
    assert not OutboxMessage.objects.exists()


def test_without_consent_nothing_is_kept(held, now):
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(ConsentMissing) as caught:
            confirm(booking=held, contact=make_contact(), consent=False, now=now)
        with translation.override(language):
            assert str(caught.value.message).endswith(".")
    held.refresh_from_db()
    assert (held.status, held.contact_name, held.consented_at) == (BookingStatus.ON_HOLD, "", None)
    assert not OutboxMessage.objects.exists()


def test_a_second_call_gives_the_same_booking_and_no_further_message(slot, held, now):
    first = confirmed(held, now, name="Lê Minh Khôi")
    again = confirmed(held, now + 5 * MINUTE, name="Người khác")
    assert (again.pk, again.contact_name, again.confirmed_at) == (first.pk, "Lê Minh Khôi", now)
    assert again.sequence == 1
    assert OutboxMessage.objects.count() == 2


def test_a_second_call_answers_long_after_the_visit(held, now):
    confirmed(held, now)
    assert confirmed(held, now + dt.timedelta(days=60)).status == BookingStatus.CONFIRMED


@pytest.mark.parametrize("marked", [False, True])
def test_a_hold_that_ran_out_is_confirmed_while_its_seats_are_free(slot, held, now, marked):
    if marked:
        assert expire_holds(now=now + EXPIRY) == 1
    ask(slot, adults=1, now=now + EXPIRY)
    assert confirmed(held, now + EXPIRY + MINUTE).status == BookingStatus.CONFIRMED
    slot.refresh_from_db()
    assert slot.taken == 4


@pytest.mark.parametrize("marked", [False, True])
def test_a_hold_that_ran_out_is_over_once_its_seats_went_to_others(slot, held, now, marked):
    if marked:
        expire_holds(now=now + EXPIRY)
    ask(slot, adults=2, now=now + EXPIRY)
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(HoldOver) as caught:
            confirmed(held, now + EXPIRY + MINUTE)
        with translation.override(language):
            assert str(caught.value.message).endswith(".")
    assert Booking.objects.get(pk=held.pk).status in (BookingStatus.ON_HOLD, BookingStatus.EXPIRED)
    assert not OutboxMessage.objects.exists()
    slot.refresh_from_db()
    assert slot.taken == 2


def test_a_hold_that_was_cancelled_or_declined_is_over(slot, held, now):
    cancel(booking=held, by=CancelledBy.GUEST, now=now)
    with pytest.raises(HoldOver):
        confirmed(held, now)
    declined = make_booking(slot, BookingStatus.REJECTED, adults=1, now=now)
    with pytest.raises(HoldOver):
        confirmed(declined, now)


def test_after_the_cut_off_and_on_a_closed_day_a_hold_is_not_confirmed(slot, held, now):
    late = slot.starts_at - 60 * MINUTE
    with pytest.raises(SlotClosed):
        confirmed(held, late)
    with pytest.raises(SlotClosed):
        confirmed(held, slot.starts_at + MINUTE)
    close_day(host=slot.experience.host, day=slot.starts_at.date(), by=make_user(), now=now)
    with pytest.raises(SlotClosed):
        confirmed(held, now)
    held.refresh_from_db()
    assert held.confirmed_at is None
    assert not OutboxMessage.objects.exists()


def test_another_clock_that_is_behind_cannot_sell_the_seats_twice(slot, held, now):
    """One process saw the hold run out and sold its seats; the other's clock says that it still runs."""
    winner = ask(slot, adults=3, now=now + EXPIRY)
    with pytest.raises(HoldOver):
        confirmed(held, now + EXPIRY - MINUTE)
    assert confirmed(winner, now + EXPIRY).status == BookingStatus.CONFIRMED
    slot.refresh_from_db()
    assert slot.taken == 3


def test_a_live_hold_beside_seats_sold_over_a_dead_one_is_confirmed_by_a_clock_that_is_behind(slot, held, now):
    """Hold of 3 runs out; its seats are sold again; a hold of 1 that never ran out is still good."""
    live = ask(slot, adults=1, now=now + 5 * MINUTE)
    ask(slot, adults=3, now=now + EXPIRY)
    assert confirmed(live, now + EXPIRY - MINUTE).status == BookingStatus.CONFIRMED
    slot.refresh_from_db()
    assert slot.taken == 4


def test_the_stale_object_of_a_caller_decides_nothing(held, now):
    stale = Booking.objects.get(pk=held.pk)
    cancel(booking=held, by=CancelledBy.HOST, now=now)
    assert stale.status == BookingStatus.ON_HOLD
    with pytest.raises(HoldOver):
        confirmed(stale, now)
