"""The day's closing: what was counted, what the ledger said, and what was written down since."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import closing, ledger
from bookings.domain.money.closing import Till, close_till, closed_days, till_of
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, LedgerState, PaidBy
from bookings.models import DayClosing
from common.words.dates import local
from tests.factories import NOW, local_time, make_booking, make_experience, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = local(NOW).date()
EVENING = local_time(TODAY, 18)


@shared
def host():
    return make_host()


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


def pay(host, by, amount, method=PaidBy.CASH, now=NOW):
    slot = make_slot(make_experience(host, cutoff_minutes=0), starts_at=NOW + DAY, closes_at=NOW + DAY)
    booking = make_booking(slot, adults=2, now=NOW - DAY)
    due = account_of(booking).due
    return ledger.take_payment(
        key=uuids.uuid4(), booking=booking, method=method, amount_vnd=amount, due_vnd=due, by=by, now=now
    )


def close(host, by, counted, *, day=TODAY, now=EVENING, **fields):
    till = till_of(host, day)
    asked = {"key": uuids.uuid4(), "float_vnd": 0, "cash_vnd": till.cash, "seen": 0, "note": ""} | fields
    return close_till(host=host, day=day, counted_vnd=counted, by=by, now=now, **asked)


def test_what_was_counted_is_kept_beside_what_the_ledger_said_by_method(host, owner):
    pay(host, owner, 300_000)
    pay(host, owner, 200_000)
    pay(host, owner, 100_000, PaidBy.TRANSFER)
    pay(make_host(), owner, 50_000)
    pay(host, owner, 70_000, now=NOW - DAY)

    kept = close(host, owner, 560_000, float_vnd=100_000, note="Thối nhầm")

    assert (kept.expected_cash_vnd, kept.expected_transfer_vnd) == (500_000, 100_000)
    assert (kept.difference_vnd, kept.by_name, kept.note) == (-40_000, "Bùi Thị Linh", "Thối nhầm")


def test_more_given_back_than_taken_is_counted_from_what_was_there_for_change(host, owner):
    taken = pay(host, owner, 300_000, now=NOW - DAY)
    cancel(booking=taken.booking, by=CancelledBy.HOST, now=NOW)
    ledger.give_back(
        key=uuids.uuid4(), booking=taken.booking, method=PaidBy.CASH, amount_vnd=300_000, by=owner, now=NOW
    )

    kept = close(host, owner, 200_000, float_vnd=500_000)

    assert (kept.expected_cash_vnd, kept.difference_vnd) == (-300_000, 0)


def test_a_correction_is_a_new_row_and_the_last_one_holds(host, owner):
    pay(host, owner, 300_000)
    first = close(host, owner, 250_000)
    second = close(host, owner, 300_000, seen=1, now=EVENING + dt.timedelta(minutes=5))

    assert [row.pk for row in closing.closings_of(host, TODAY)] == [second.pk, first.pk]
    assert closed_days(host, TODAY, TODAY)[TODAY].closing.difference_vnd == 0
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(TypeError):
        first.delete()


def test_the_same_tap_and_the_same_count_again_write_nothing(host, owner):
    key = uuids.uuid4()
    first = close(host, owner, 50_000, key=key)
    assert close(host, owner, 50_000, key=key) == first
    assert close(host, owner, 50_000, seen=1) == first
    assert DayClosing.objects.count() == 1


def test_the_same_count_is_a_closing_of_its_own_once_the_ledger_has_changed(host, owner):
    close(host, owner, 300_000)
    pay(host, owner, 300_000, now=EVENING + dt.timedelta(hours=1))
    assert close(host, owner, 300_000, seen=1).difference_vnd == 0
    assert DayClosing.objects.count() == 2


def test_who_did_not_see_the_last_closing_or_the_last_money_is_told(host, owner):
    close(host, owner, 0)
    with pytest.raises(closing.ClosedSince, match="Bùi Thị Linh"):
        close(host, make_user(), 10_000)
    pay(host, owner, 300_000)
    with pytest.raises(closing.LedgerMoved, match="300"):
        close(host, owner, 10_000, seen=1, cash_vnd=0)
    assert DayClosing.objects.count() == 1


def test_one_key_does_not_close_two_days(host, owner):
    key = uuids.uuid4()
    close(host, owner, 0, key=key)
    with pytest.raises(ledger.OldPage):
        close(host, owner, 0, key=key, day=TODAY - DAY)


@pytest.mark.parametrize(("day", "may"), [(TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)])
def test_a_day_is_closed_when_it_has_come(host, owner, day, may):
    if may:
        assert close(host, owner, 0, day=day).day == day
    else:
        with pytest.raises(closing.NotYet):
            close(host, owner, 0, day=day)


def test_the_day_ends_at_midnight_in_viet_nam(host, owner):
    midnight = local_time(TODAY + DAY, 0, 0)
    pay(host, owner, 100_000, now=midnight - dt.timedelta(minutes=1))
    pay(host, owner, 200_000, now=midnight)
    assert till_of(host, TODAY) == Till(100_000, 0)
    with pytest.raises(closing.NotYet):
        close(host, owner, 0, day=TODAY + DAY, now=midnight - dt.timedelta(minutes=1))


def test_money_written_after_the_closing_is_told_by_method_and_a_new_closing_settles_it(host, owner):
    close(host, owner, 0)
    assert not closed_days(host, TODAY, TODAY)[TODAY].changed
    late = EVENING + dt.timedelta(hours=1)
    pay(host, owner, 300_000, now=late)
    pay(host, owner, 100_000, PaidBy.TRANSFER, now=late)
    assert closed_days(host, TODAY, TODAY)[TODAY].since == Till(300_000, 100_000)
    close(host, owner, 300_000, seen=1, now=late + dt.timedelta(minutes=1))
    assert not closed_days(host, TODAY, TODAY)[TODAY].changed


def test_a_slip_that_is_noticed_the_next_day_changes_nothing_of_the_closed_one(host, owner):
    entry = pay(host, owner, 300_000)
    close(host, owner, 300_000)
    ledger.reverse(entry=entry, by=owner, now=NOW + DAY)
    assert not closed_days(host, TODAY, TODAY)[TODAY].changed


def test_a_transfer_back_that_bounced_later_is_a_change_of_its_day(host, owner):
    taken = pay(host, owner, 300_000, PaidBy.TRANSFER, now=NOW - DAY)
    cancel(booking=taken.booking, by=CancelledBy.HOST, now=NOW)
    sent = ledger.give_back(
        key=uuids.uuid4(), booking=taken.booking, method=PaidBy.TRANSFER, amount_vnd=300_000, by=owner, now=NOW
    )
    close(host, owner, 0)
    ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=owner, now=NOW + DAY)
    assert closed_days(host, TODAY, TODAY)[TODAY].since == Till(0, 300_000)


def test_many_days_are_read_in_two_queries(host, owner, django_assert_num_queries):
    for number in range(3):
        pay(host, owner, 100_000, now=NOW - number * DAY)
        close(host, owner, 100_000, day=TODAY - number * DAY)
    with django_assert_num_queries(2):
        found = closed_days(host, TODAY - 9 * DAY, TODAY)
    assert list(found) == [TODAY - 2 * DAY, TODAY - DAY, TODAY]
