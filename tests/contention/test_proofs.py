"""A booking that waits for proof, and everything that may become of it, at one moment: one wins, and says so once."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db.models import Sum

from bookings.domain.audit.run import audit
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.proof import NotAwaiting, TooFewLeft, decline, prove, vouch
from bookings.enums import Audience, BookingStatus, MessageKind
from bookings.models import Booking, Slot
from outbox.models import OutboxMessage
from tests.contention.crowd import all_at_once, booked, errors, seats_of, taken_of
from tests.factories import ask, make_booking, make_contact, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
SECOND = dt.timedelta(seconds=1)
ROUNDS = 3
TIMES = 3


@pytest.fixture
def slots(experience, now) -> list[Slot]:
    """One for each round; nobody else comes."""
    return [make_slot(experience, capacity=4, now=now, days=3 + number) for number in range(ROUNDS)]


def unproved(slot: Slot, now: dt.datetime) -> Booking:
    """Two of four seats."""
    return make_booking(slot, BookingStatus.PENDING, adults=2, contact=make_contact(), now=now)


def status_of(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).status


def told(booking: Booking, kind: MessageKind) -> int:
    return OutboxMessage.objects.filter(booking=booking, kind=kind, audience=Audience.GUEST).count()


def crowd(*jobs: Callable[[], object]) -> list[object]:
    """What each answered, each pressed several times at once."""
    return all_at_once([job for job in jobs for _ in range(TIMES)])


def all_is_well(slot: Slot, now: dt.datetime) -> None:
    """Nothing ran out that is not marked, each seat is counted once, and no other count says otherwise."""
    live = Booking.objects.filter(slot=slot).taking_seats(now).aggregate(total=Sum("seats"))["total"] or 0
    assert live == seats_of(slot) == taken_of(slot) <= slot.capacity
    # Nobody sends the mails here.
    assert [found for found in audit(now=now) if found.invariant != "message-overdue"] == []


@pytest.mark.parametrize("others", [prove, vouch])
def test_two_who_confirm_at_once_make_one_visit_and_one_mail(slots, now, others):
    for slot in slots:
        pending = unproved(slot, now)
        answers = crowd(partial(prove, booking=pending, now=now), partial(others, booking=pending, now=now))
        assert errors(answers) == []
        assert {booking.status for booking in booked(answers)} == {BookingStatus.CONFIRMED}
        assert (told(pending, MessageKind.CONFIRMED), taken_of(slot)) == (1, 2)
        assert pending.messages.filter(kind=MessageKind.CONFIRMED, audience=Audience.HOST).count() <= 1
        all_is_well(slot, now)


def test_a_proof_and_a_host_who_declines_at_once(slots, now):
    for slot in slots:
        pending = unproved(slot, now)
        answers = crowd(partial(prove, booking=pending, now=now), partial(decline, booking=pending, now=now))
        # Whoever came second hears that it is settled; the same word twice changes nothing.
        assert {type(error) for error in errors(answers)} == {NotAwaiting}
        assert len(errors(answers)) == TIMES
        stands = status_of(pending) == BookingStatus.CONFIRMED
        assert stands or status_of(pending) == BookingStatus.REJECTED
        assert {booking.status for booking in booked(answers)} == {status_of(pending)}
        assert (told(pending, MessageKind.CONFIRMED), told(pending, MessageKind.DECLINED)) == (stands, not stands)
        assert taken_of(slot) == (2 if stands else 0)
        all_is_well(slot, now)


@pytest.mark.parametrize("side", [-SECOND, dt.timedelta(), SECOND])
def test_a_proof_while_it_runs_out(slots, now, side):
    """By the clock of the process that hears it; the seats are free, so a late proof is good too."""
    for slot in slots:
        pending = unproved(slot, now)
        until = pending.hold_expires_at
        answers = crowd(partial(prove, booking=pending, now=until + side), partial(expire_holds, now=until))
        assert errors(answers) == []
        assert status_of(pending) == BookingStatus.CONFIRMED
        assert (told(pending, MessageKind.CONFIRMED), taken_of(slot)) == (1, 2)
        all_is_well(slot, until)


@pytest.mark.parametrize("word", [prove, vouch])
def test_a_word_as_it_runs_out_and_another_who_takes_the_last_seats(slots, now, word):
    """The clock that sells the seats is past the deadline; the one that hears the proof is on either side of it."""
    for number, slot in enumerate(slots):
        pending = unproved(slot, now)
        until = pending.hold_expires_at
        rival = ask(slot, adults=2, now=until - SECOND)
        confirmed = confirm(booking=rival, contact=make_contact(), consent=True, now=until - SECOND)
        assert confirmed.status == BookingStatus.CONFIRMED

        def book_the_last(slot=slot, until=until):
            held = ask(slot, adults=2, now=until + SECOND)
            return confirm(booking=held, contact=make_contact(), consent=True, now=until + SECOND)

        heard = until + (SECOND if number % 2 else -SECOND)
        proof, late = all_at_once([partial(word, booking=pending, now=heard), book_the_last])
        won = status_of(pending) == BookingStatus.CONFIRMED
        assert [isinstance(answer, Booking) for answer in (proof, late)] == [won, not won]
        assert won or isinstance(proof, HoldOver | TooFewLeft)
        assert told(pending, MessageKind.CONFIRMED) == won
        assert taken_of(slot) == 4
        all_is_well(slot, until + SECOND)


def test_a_proof_and_another_who_confirms_a_hold_that_ran_out(slots, now):
    """Both come late, for the same two seats."""
    for slot in slots:
        make_booking(slot, adults=2, now=now)
        pending = unproved(slot, now)
        until = pending.hold_expires_at
        held = ask(slot, adults=2, now=until)
        late = held.hold_expires_at
        rival = partial(confirm, booking=held, contact=make_contact(), consent=True, now=late)
        answers = crowd(partial(prove, booking=pending, now=late), rival)
        assert {type(error) for error in errors(answers)} == {HoldOver}
        winners = {booking.pk for booking in booked(answers)}
        assert len(winners) == 1
        for booking in (pending, held):
            won = booking.pk in winners
            assert (status_of(booking) == BookingStatus.CONFIRMED) == won
            assert told(booking, MessageKind.CONFIRMED) == won
        assert taken_of(slot) == 4
        all_is_well(slot, late)
