"""A quote keeps its seats or not, stands until its time, and becomes the bookings that it says."""

import uuid

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.domain.booking.expire import expire_holds
from bookings.domain.groups import answer, quote
from bookings.domain.groups.accept import PlacesGone, QuoteOver, accept
from bookings.domain.groups.deposit import DepositMissing, deposit_came
from bookings.domain.groups.quote import Besides, Guests, NewTime, send_quote
from bookings.domain.groups.states import ChangedMeanwhile, NotAskedAnyMore, newest_quote, state_at
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import BookingStatus, GroupNews, GroupState, GuestSource, PaidBy, SlotCancelReason
from bookings.models import Booking, Quote, QuoteLine, Slot
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_user
from tests.factories.groups import DAY, group_slot, make_accepted, make_quote, make_request, offer_of

pytestmark = pytest.mark.django_db


def taken(slot: Slot) -> int:
    return Slot.objects.get(pk=slot.pk).taken


def faults(now) -> list:
    """At a moment when no mail went out since."""
    return [finding for finding in audit(now=now) if finding.invariant != "message-overdue"]


def test_a_quote_keeps_its_seats_until_it_ends_and_no_longer(request_of_school, slot, now):
    made = make_quote(request_of_school, slot, now=now)
    assert made.total_vnd == 3 * 100_000 + 30 * 90_000 + 33 * 60_000
    held = Booking.objects.get(quoted__quote=made)
    assert (held.status, held.source, held.seats, held.total_vnd) == ("ON_HOLD", GuestSource.GROUP, 33, made.total_vnd)
    with pytest.raises(NotEnoughSeats):
        make_booking(slot, adults=8, now=now)
    assert faults(now) == []
    assert make_booking(slot, adults=8, now=made.valid_until)
    assert expire_holds(now=made.valid_until) in (0, 1)
    assert faults(made.valid_until) == []


def test_a_quote_that_keeps_nothing_takes_its_seats_when_it_is_accepted(request_of_school, slot, now):
    make_quote(request_of_school, slot, now=now, keeps_seats=False)
    assert taken(slot) == 0
    accept(request=request_of_school, version=1, now=now)
    assert taken(slot) == 33
    assert faults(now) == []


@pytest.mark.parametrize("keeps", [True, False])
def test_accepting_books_every_line_once_at_the_quoted_price(request_of_school, experience, slot, now, keeps):
    other = group_slot(experience, now=now, hour=14)
    made = make_quote(request_of_school, slot, other, now=now, keeps_seats=keeps)
    for _time in range(2):
        accepted = accept(request=request_of_school, version=1, now=now)
    assert accepted.state == GroupState.CONFIRMED
    bookings = Booking.objects.filter(quoted__quote=made).order_by("slot__starts_at")
    assert [booking.status for booking in bookings] == ["CONFIRMED"] * 2
    assert sum(booking.total_vnd for booking in bookings) == made.total_vnd
    assert [line.name for line in bookings[0].extras.all()] == ["Cơm trưa"]
    assert bookings[0].contact_name == request_of_school.contact_name
    assert (taken(slot), taken(other)) == (33, 33)
    assert OutboxMessage.objects.filter(kind=GroupNews.ACCEPTED, audience="host").count() == 1
    # A ticket for each visit.
    assert OutboxMessage.objects.filter(kind="confirmed", audience="guest").count() == 2
    assert faults(now) == []


def test_where_others_took_the_seats_nothing_is_booked_and_the_house_is_told_once(
    request_of_school, experience, slot, now
):
    other = group_slot(experience, now=now, hour=14)
    make_quote(request_of_school, other, slot, now=now, keeps_seats=False)
    make_booking(slot, adults=8, now=now)
    for _time in range(2):
        with pytest.raises(PlacesGone):
            accept(request=request_of_school, version=1, now=now)
    assert not Booking.objects.filter(quoted__isnull=False).exists()
    assert taken(other) == 0
    request_of_school.refresh_from_db()
    assert (request_of_school.state, request_of_school.turn) == ("QUOTED", "house")
    assert OutboxMessage.objects.filter(kind=GroupNews.FULL, audience="host").count() == 1
    assert faults(now) == []


def test_the_next_version_lets_the_seats_of_the_last_one_go(request_of_school, experience, slot, now):
    make_quote(request_of_school, slot, now=now)
    other = group_slot(experience, now=now, hour=14)
    second = make_quote(request_of_school, other, now=now, seen=1)
    assert second.version == 2
    assert (taken(slot), taken(other)) == (0, 33)
    with pytest.raises(ChangedMeanwhile):
        accept(request=request_of_school, version=1, now=now)
    with pytest.raises(ChangedMeanwhile):
        make_quote(request_of_school, slot, now=now, seen=1)
    assert faults(now) == []


def test_the_same_seats_can_be_quoted_anew(request_of_school, slot, now):
    make_quote(request_of_school, slot, now=now)
    make_quote(request_of_school, slot, now=now, seen=1, children=25)
    assert taken(slot) == 28


def test_a_version_that_finds_no_seats_leaves_the_last_one_as_it_was(request_of_school, experience, slot, now):
    first = make_quote(request_of_school, slot, now=now)
    small = group_slot(experience, now=now, hour=14, capacity=10)
    with pytest.raises(NotEnoughSeats):
        make_quote(request_of_school, small, now=now, seen=1)
    assert list(Quote.objects.all()) == [first]
    assert taken(slot) == 33
    assert accept(request=request_of_school, version=1, now=now).state == GroupState.CONFIRMED


def test_the_same_key_sends_one_quote(request_of_school, slot, now):
    key, offer, by = uuid.uuid4(), offer_of(slot, now=now), make_user()
    sent = [send_quote(key=key, request=request_of_school, offer=offer, by=by, now=now) for _time in range(2)]
    assert sent[0] == sent[1]
    assert OutboxMessage.objects.filter(kind=GroupNews.QUOTED).count() == 1


def test_a_time_is_made_for_a_group_that_no_rule_withdraws(request_of_school, experience, slot, now):
    units = {unit.type: unit for unit in experience.units.all()}
    time = NewTime(experience, slot.starts_at.replace(hour=9), 35)
    guests = [Guests(time, units["ADULT"], 3, 100_000), Guests(time, units["CHILD"], 30, 90_000)]
    make_quote(request_of_school, slot, now=now, guests=guests)
    made = Slot.objects.exclude(pk=slot.pk).get()
    assert (made.starts_at, made.capacity, made.taken, made.planned_at) == (time.starts_at, 35, 33, None)


def test_what_is_sent_never_changes(request_of_school, slot, now):
    made = make_quote(request_of_school, slot, now=now)
    with pytest.raises(TypeError):
        Quote.objects.filter(pk=made.pk).update(total_vnd=1)
    with pytest.raises(TypeError):
        QuoteLine.objects.update(quantity=1)
    with pytest.raises(TypeError):
        made.save()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"adults": 0, "children": 0}, quote.NoVisit),
        ({"besides": [Besides("Bớt", 1, 90_000_000, discount=True)]}, quote.BadSum),
        ({"deposit_vnd": 90_000_000}, quote.BadSum),
        ({"valid_until": "past"}, quote.BadUntil),
        ({"valid_until": "late"}, quote.BadUntil),
        ({"freeze_at": "late"}, quote.BadUntil),
    ],
)
def test_what_makes_no_sense_is_not_sent(request_of_school, slot, now, changes, refusal):
    moments = {"past": now, "late": now + 30 * DAY}
    told = {name: moments[value] if isinstance(value, str) else value for name, value in changes.items()}
    with pytest.raises(refusal):
        make_quote(request_of_school, slot, now=now, **told)
    assert not Quote.objects.exists()
    assert taken(slot) == 0


def test_a_quote_ends_by_the_clock_and_can_be_asked_for_again(request_of_school, slot, now):
    made = make_quote(request_of_school, slot, now=now)
    request_of_school.refresh_from_db()
    assert state_at(request_of_school, made, now=made.valid_until) == GroupState.LAPSED
    with pytest.raises(QuoteOver):
        accept(request=request_of_school, version=1, now=made.valid_until)
    again = answer.ask_for_change(request=request_of_school, words="Cho thêm vài hôm", now=made.valid_until)
    assert (again.state, again.turn) == ("NEW", "house")
    late = made.valid_until
    second = make_quote(again, slot, now=late, seen=1, freeze_at=late + DAY, valid_until=late + DAY)
    assert accept(request=again, version=second.version, now=late).state == GroupState.CONFIRMED


def test_a_discount_is_what_the_house_does_not_ask_for(request_of_school, slot, now):
    besides = [Besides("Giảm cho trường học", 1, 300_000, discount=True)]
    made = make_quote(request_of_school, slot, now=now, besides=besides)
    accept(request=request_of_school, version=1, now=now)
    booking = Booking.objects.get(quoted__quote=made)
    assert account_of(booking).due == made.total_vnd == 2_700_000
    assert faults(now) == []


def test_a_deposit_is_here_when_the_books_say_so(request_of_school, slot, now):
    user = make_user()
    accepted = make_accepted(request_of_school, slot, now=now, deposit_vnd=1_000_000)
    assert (accepted.state, accepted.turn) == ("ACCEPTED", "guest")
    with pytest.raises(DepositMissing):
        deposit_came(request=accepted, now=now)
    booking = Booking.objects.get(quoted__isnull=False)
    due = account_of(booking).due
    pay = {"method": PaidBy.TRANSFER, "amount_vnd": 1_000_000, "due_vnd": due}
    take_payment(key=uuid.uuid4(), booking=booking, by=user, now=now, **pay)
    for _time in range(2):
        assert deposit_came(request=accepted, now=now).state == GroupState.CONFIRMED


def test_declining_says_why_and_frees_what_was_kept(request_of_school, slot, now):
    make_quote(request_of_school, slot, now=now)
    with pytest.raises(answer.ReasonMissing):
        answer.decline(request=request_of_school, reason=" ", now=now)
    for _time in range(2):
        declined = answer.decline(request=request_of_school, reason="Hôm đó nhà có giỗ", now=now)
    assert (declined.state, declined.decline_reason, taken(slot)) == ("DECLINED", "Hôm đó nhà có giỗ", 0)
    assert OutboxMessage.objects.filter(kind=GroupNews.DECLINED).count() == 1
    with pytest.raises(QuoteOver):
        accept(request=request_of_school, version=1, now=now)
    with pytest.raises(NotAskedAnyMore):
        make_quote(request_of_school, slot, now=now, seen=1)
    assert faults(now) == []


def test_withdrawing_cancels_what_was_booked(request_of_school, slot, now):
    accepted = make_accepted(request_of_school, slot, now=now)
    with pytest.raises(NotAskedAnyMore):
        answer.decline(request=accepted, reason="Hết chỗ", now=now)
    for _time in range(2):
        gone = answer.withdraw(request=accepted, words="Trường đổi lịch", now=now)
    assert gone.state == GroupState.WITHDRAWN
    assert Booking.objects.get(quoted__isnull=False).status == BookingStatus.CANCELLED
    assert taken(slot) == 0
    assert faults(now) == []


def test_another_quote_is_asked_for_in_words_and_the_one_that_stands_still_does(request_of_school, slot, now):
    with pytest.raises(answer.NotQuoted):
        answer.ask_for_change(request=request_of_school, words="Rẻ hơn?", now=now)
    make_quote(request_of_school, slot, now=now)
    with pytest.raises(answer.NothingSaid):
        answer.ask_for_change(request=request_of_school, words=" ", now=now)
    for _time in range(2):
        asked = answer.ask_for_change(request=request_of_school, words="Bỏ cơm trưa được không?", now=now)
    assert (asked.state, asked.turn) == ("QUOTED", "house")
    assert OutboxMessage.objects.filter(kind=GroupNews.CHANGE, audience="host").count() == 1
    assert accept(request=asked, version=newest_quote(asked).version, now=now).state == GroupState.CONFIRMED


def test_two_requests_never_keep_the_same_seats(request_of_school, experience, slot, now):
    make_quote(request_of_school, slot, now=now)
    other = make_request(experience.host, now=now)
    with pytest.raises(NotEnoughSeats):
        make_quote(other, slot, now=now)
    assert taken(slot) == 33


def test_a_time_that_was_cancelled_is_not_accepted_and_is_once_it_is_open_again(request_of_school, slot, now):
    made, user = make_quote(request_of_school, slot, now=now), make_user()
    cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=user, now=now)
    with pytest.raises(SlotClosed):
        accept(request=request_of_school, version=1, now=now)
    open_again(slot_id=slot.pk, by=user, now=now)
    accept(request=request_of_school, version=1, now=now)
    booking = Booking.objects.get(quoted__quote=made)
    assert (booking.status, booking.cancelled_at, taken(slot)) == ("CONFIRMED", None, 33)
    assert [finding for finding in faults(now) if finding.invariant.startswith(("slot", "quote", "booking"))] == []
