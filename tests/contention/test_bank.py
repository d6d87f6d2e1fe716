"""A bank's notice that comes many times at once is one; many notices of one sum pay a booking once."""

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.money import ledger
from bookings.domain.money.bank import deciding
from bookings.domain.money.bank.matching import match
from bookings.domain.money.owing import account_of
from bookings.enums import NoticeState
from bookings.models import BankNotice, LedgerEntry
from tests.contention.crowd import all_at_once, errors
from tests.contention.test_money import paying
from tests.factories import make_booking, make_slot, make_user
from tests.factories.bank import make_notice

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 12
DUE = 700_000


@pytest.fixture
def booking(experience, now):
    return make_booking(make_slot(experience, capacity=10, now=now), adults=2, now=now)


@pytest.fixture
def host(booking):
    return booking.slot.experience.host


def faults(now) -> list:
    return [item for item in audit(now=now) if item.invariant.startswith(("bank", "money")) and not item.open_decision]


def test_one_notice_that_comes_many_times_at_once_is_kept_and_paid_once(booking, host, now):
    def come():
        notice = make_notice(host, DUE, f"VELANG {booking.reference}", number="92704", now=now)
        return match(notice_id=notice.pk, now=now)

    answers = all_at_once([come] * CROWD)
    assert errors(answers) == []
    assert sum(map(bool, answers)) == 1
    assert (BankNotice.objects.count(), LedgerEntry.objects.count(), account_of(booking).due) == (1, 1, 0)
    assert faults(now) == []


def test_many_notices_and_hands_at_once_take_what_is_due_once(booking, host, now):
    owner = make_user()
    notices = [make_notice(host, DUE, f"VELANG {booking.reference}", now=now) for _ in range(CROWD)]
    jobs = [lambda pk=notice.pk: match(notice_id=pk, now=now) for notice in notices]
    answers = all_at_once([*jobs, *[paying(booking, owner, now) for _ in range(3)]])
    assert {type(error) for error in errors(answers)} <= {ledger.NothingDue}
    assert account_of(booking).received == DUE
    assert BankNotice.objects.filter(state=NoticeState.MATCHED).count() <= 1
    assert faults(now) == []


def test_two_people_who_decide_a_notice_at_once_write_one_of_their_words(booking, host, now):
    owner, notice = make_user(), make_notice(host, DUE, "chuyen tien", now=now)
    match(notice_id=notice.pk, now=now)
    other = make_booking(booking.slot, adults=2, now=now)

    def take(pk):
        return lambda: deciding.accept(notice=notice, parts={pk: DUE}, by=owner, now=now)

    def aside():
        return deciding.set_aside(notice=notice, reason="Tiền điện", by=owner, now=now)

    answers = all_at_once([take(booking.pk), take(other.pk), aside] * 3)
    assert {type(error) for error in errors(answers)} == {deciding.DecidedMeanwhile}
    assert account_of(booking).received + account_of(other).received in (0, DUE)
    assert faults(now) == []
