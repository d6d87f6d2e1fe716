"""A request follows its bookings and its money: visits that are cancelled one by one, a deposit that is taken back."""

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.groups.deposit import confirm_paid, take_back_unpaid
from bookings.domain.groups.visits import follow_cancelled
from bookings.domain.money.bank.deciding import accept as accept_notice
from bookings.domain.money.bank.deciding import undo
from bookings.domain.money.group_deposit import deposit_of, deposit_transfer, stands_at
from bookings.enums import Audience, CancelledBy, GroupActKind, GroupNews, GroupState, GroupTurn, NoticeState
from bookings.mail.groups import letter_of_group
from bookings.models import Booking, GroupRequest
from bookings.models.booking import UNDO_WINDOW
from outbox.models import OutboxMessage
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import make_experience, make_host, make_user
from tests.factories.bank import make_matched
from tests.factories.groups import DAY, group_slot, make_accepted, make_request

pytestmark = pytest.mark.django_db
DEPOSIT = 4_000_000


@pytest.fixture
def house():
    return make_experience(make_host(owner=make_user(), **ACCOUNT), capacity=40)


def coming(house, *, now, days=(14, 15), deposit_vnd=0, **changes) -> GroupRequest:
    """Visits of 3.000.000 ₫ each, the first with a lunch of 1.980.000 ₫ besides."""
    request = make_request(house.host, house, now=now)
    slots = [group_slot(house, now=now, days=day) for day in days]
    return make_accepted(request, *slots, now=now, deposit_vnd=deposit_vnd, **changes)


def visits(request) -> list[Booking]:
    return list(Booking.objects.filter(quoted__quote__request=request).order_by("slot__starts_at"))


def faults(now) -> list:
    return [finding for finding in audit(now=now) if finding.invariant != "message-overdue"]


def test_a_group_comes_to_what_is_left_and_its_end_is_that_of_the_last_visit(house, now):
    request = coming(house, now=now)
    first, second = visits(request)
    later = now + UNDO_WINDOW + DAY / 24
    cancel(booking=second, by=CancelledBy.GUEST, now=now)
    assert follow_cancelled(now=now) == 0
    assert [follow_cancelled(now=later) for _time in range(2)] == [1, 0]
    request.refresh_from_db()
    assert (request.state, request.ends_at) == (GroupState.CONFIRMED, first.slot.ends_at)
    assert request.acts.filter(act=GroupActKind.VISIT).get().after["reference"] == second.reference
    assert stands_at(request, now=later) == first.total_vnd
    assert faults(later) == []


def test_what_was_followed_is_not_looked_at_again(house, now, django_assert_num_queries):
    request = coming(house, now=now)
    cancel(booking=visits(request)[1], by=CancelledBy.GUEST, now=now)
    follow_cancelled(now=now + DAY)
    with django_assert_num_queries(1):
        assert follow_cancelled(now=now + DAY) == 0
    cancel(booking=visits(request)[0], by=CancelledBy.GUEST, now=now + DAY)
    assert follow_cancelled(now=now + 2 * DAY) == 1


def test_a_guest_who_takes_it_back_in_time_has_cancelled_nothing(house, now):
    request = coming(house, now=now, days=(14,))
    [booking] = visits(request)
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    restore(booking=booking, by=CancelledBy.GUEST, now=now)
    assert follow_cancelled(now=now + DAY) == 0


def test_whoever_cancels_all_of_it_has_withdrawn_and_the_house_is_told_once(house, now):
    request = coming(house, now=now)
    for booking in visits(request):
        cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    for _time in range(2):
        follow_cancelled(now=now + DAY)
    request.refresh_from_db()
    assert (request.state, request.turn) == (GroupState.WITHDRAWN, GroupTurn.NOBODY)
    told = OutboxMessage.objects.filter(kind=GroupNews.WITHDRAWN)
    assert [message.audience for message in told] == [Audience.HOST]
    assert faults(now + DAY) == []


def test_where_the_house_cancelled_a_part_it_decides_what_becomes_of_the_request(house, now):
    request = coming(house, now=now)
    for booking, by in zip(visits(request), (CancelledBy.GUEST, CancelledBy.HOST), strict=True):
        cancel(booking=booking, by=by, now=now)
    follow_cancelled(now=now + DAY)
    request.refresh_from_db()
    assert (request.state, request.turn) == (GroupState.CONFIRMED, GroupTurn.HOUSE)


def test_never_more_is_asked_ahead_than_what_is_left_costs(house, now):
    request = coming(house, now=now, deposit_vnd=DEPOSIT)
    first, second = visits(request)
    cancel(booking=first, by=CancelledBy.GUEST, now=now)
    found = deposit_of(request, now=now)
    assert (found.asked_by, found.left_vnd) == (second, second.total_vnd)
    assert second.total_vnd < DEPOSIT
    make_matched(house.host, second.total_vnd, f"VELANG {second.reference}", now=now)
    assert confirm_paid(now=now) == 1


def test_a_group_without_a_visit_is_not_confirmed(house, now):
    request = coming(house, now=now, days=(14,), deposit_vnd=DEPOSIT)
    cancel(booking=visits(request)[0], by=CancelledBy.GUEST, now=now)
    assert confirm_paid(now=now) == 0


def paid(house, request, now):
    notice = make_matched(house.host, DEPOSIT, deposit_transfer(request, now=now).note, now=now)
    assert confirm_paid(now=now) == 1
    return notice


def test_a_deposit_that_is_taken_back_is_asked_for_again_and_the_house_looks(house, now):
    request = coming(house, now=now, deposit_vnd=DEPOSIT)
    notice = paid(house, request, now)
    later = now + DAY
    undo(notice=notice, by=make_user(), now=later)
    notice.refresh_from_db()
    assert notice.state == NoticeState.TO_LOOK_AT
    assert [take_back_unpaid(now=later) for _time in range(2)] == [1, 0]
    request.refresh_from_db()
    assert (request.state, request.turn) == (GroupState.ACCEPTED, GroupTurn.HOUSE)
    assert deposit_of(request, now=later).left_vnd == DEPOSIT
    told = OutboxMessage.objects.get(kind=GroupNews.UNDONE)
    assert told.audience == Audience.HOST
    assert letter_of_group(told).to == [house.host.email]
    # A person decides of the notice again, and the group is confirmed again.
    accept_notice(notice=notice, parts={visits(request)[0].pk: DEPOSIT}, by=make_user(), now=later)
    assert [take_back_unpaid(now=later), confirm_paid(now=later)] == [0, 1]
    request.refresh_from_db()
    assert (request.state, request.turn) == (GroupState.CONFIRMED, GroupTurn.NOBODY)
    assert faults(later) == []


def test_once_its_numbers_are_settled_it_waits_for_the_house_and_no_more(house, now):
    request = coming(house, now=now, deposit_vnd=DEPOSIT)
    notice = paid(house, request, now)
    later = now + 11 * DAY
    undo(notice=notice, by=make_user(), now=later)
    assert [take_back_unpaid(now=later) for _time in range(2)] == [1, 0]
    request.refresh_from_db()
    assert (request.state, request.turn) == (GroupState.FROZEN, GroupTurn.HOUSE)
    assert confirm_paid(now=later) == 0
    accept_notice(notice=notice, parts={visits(request)[0].pk: DEPOSIT}, by=make_user(), now=later)
    assert [confirm_paid(now=later) for _time in range(2)] == [1, 0]
    request.refresh_from_db()
    assert (request.state, request.turn) == (GroupState.FROZEN, GroupTurn.NOBODY)


def test_money_given_back_for_a_visit_that_was_cancelled_takes_no_confirmation(house, now):
    request = coming(house, now=now, deposit_vnd=DEPOSIT)
    paid(house, request, now)
    cancel(booking=visits(request)[0], by=CancelledBy.GUEST, now=now)
    assert take_back_unpaid(now=now + DAY) == 0
