"""A host's money by day, method, experience and person: it adds up to the đồng."""

import datetime as dt
import random
import uuid as uuids

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger, statement
from bookings.domain.money.owing import account_of
from bookings.enums import BY_HAND, CancelledBy, LedgerState, PaidBy
from tests.factories import NOW, local_time, make_booking, make_experience, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = NOW.date()


@shared
def host():
    return make_host()


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


def party(host, **fields):
    slot = make_slot(make_experience(host, cutoff_minutes=0), starts_at=NOW + DAY, closes_at=NOW + DAY)
    return make_booking(slot, adults=2, now=NOW - DAY, **fields)


def pay(booking, by, amount, method=PaidBy.CASH, now=NOW):
    due = account_of(booking).due
    return ledger.take_payment(
        key=uuids.uuid4(), booking=booking, method=method, amount_vnd=amount, due_vnd=due, by=by, now=now
    )


def give_back(booking, by, amount, method=PaidBy.CASH, now=NOW):
    return ledger.give_back(key=uuids.uuid4(), booking=booking, method=method, amount_vnd=amount, by=by, now=now)


def test_a_day_ends_at_midnight_in_viet_nam(host, owner):
    booking = party(host)
    late, early = local_time(TODAY, 23, 59), local_time(TODAY + DAY, 0, 1)
    pay(booking, owner, 100_000, now=late)
    pay(booking, owner, 200_000, now=early)
    by_day = statement.sums_by_day(statement.money_between(host, TODAY, TODAY + DAY))
    assert {day: found.taken for day, found in by_day.items()} == {TODAY: 100_000, TODAY + DAY: 200_000}
    assert statement.sums(statement.money_between(host, TODAY, TODAY)).net == 100_000


def test_what_was_taken_back_stands_on_the_day_of_the_noticing(host, owner):
    booking = party(host)
    entry = pay(booking, owner, 100_000)
    ledger.reverse(entry=entry, by=owner, now=NOW + DAY)
    by_day = statement.sums_by_day(statement.money_between(host, TODAY, TODAY + DAY))
    assert {day: found.net for day, found in by_day.items()} == {TODAY: 100_000, TODAY + DAY: -100_000}


def test_what_bounced_and_what_was_agreed_is_no_money(host, owner):
    booking = party(host)
    ledger.waive(key=uuids.uuid4(), booking=booking, amount_vnd=100_000, by=owner, now=NOW)
    pay(booking, owner, 600_000)
    cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
    sent = give_back(booking, owner, 600_000, PaidBy.TRANSFER)
    ledger.refund_ends(entry=sent, state=LedgerState.BOUNCED, by=owner, now=NOW)
    assert statement.sums(statement.money_between(host, TODAY, TODAY)) == statement.Sums(600_000, 0)


def test_another_host_is_another_book(host, owner):
    pay(party(make_host()), owner, 100_000)
    assert statement.sums(statement.money_between(host, TODAY, TODAY)) == statement.Sums(0, 0)


def test_every_way_of_adding_up_gives_the_same(host, owner, django_assert_num_queries):
    dice = random.Random(7)
    helper = make_user(full_name="Nguyễn Văn Ba")
    held = 0
    for _ in range(12):
        booking = party(host)
        for _ in range(dice.randint(1, 3)):
            amount = dice.randint(1, account_of(booking).due // 2)
            now = NOW + dice.randint(0, 5) * DAY
            entry = pay(booking, dice.choice([owner, helper]), amount, dice.choice(BY_HAND), now)
            held += amount
            if dice.random() < 0.3:
                ledger.reverse(entry=entry, by=owner, now=now)
                held -= amount
        if dice.random() < 0.4:
            cancel(booking=booking, by=CancelledBy.HOST, now=NOW)
            owed = -account_of(booking).due
            if owed:
                give_back(booking, owner, owed)
                held -= owed
    rows = statement.money_between(host, TODAY, TODAY + 5 * DAY)
    with django_assert_num_queries(5):
        whole = statement.sums(rows)
        ways = [
            statement.sums_by_day(rows),
            statement.sums_by(rows, "method"),
            statement.sums_by(rows, "by_name"),
            statement.sums_by(rows, "booking__slot__experience"),
        ]
    assert whole.net == held
    for way in ways:
        assert sum(found.taken for found in way.values()) == whole.taken
        assert sum(found.given_back for found in way.values()) == whole.given_back
    assert sum(rows.annotate(flow=statement.flow()).values_list("flow", flat=True)) == held
