"""An attempt of which no word came is asked about, over real HTTP, until its end is known."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.money.online.asking import SILENT, ask, ask_due
from bookings.domain.money.owing import account_of
from bookings.enums import BookingStatus, OnlineState
from bookings.gateway_posts import over_http
from bookings.models import LedgerEntry, OnlineNotice
from tests.factories.online import make_attempt, page_of

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
DUE = 210_000


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def begun(vnpay, booking, now):
    payment = make_attempt(booking, now=now)
    vnpay.open(page_of(payment, language="en"))
    return payment


def due(now) -> int:
    return ask_due(post=over_http, now=now)


def state(payment) -> str:
    payment.refresh_from_db()
    return payment.state


def test_nobody_is_asked_in_the_first_minutes(vnpay, begun, now):
    vnpay.decide(begun.reference)
    assert due(now + 4 * MINUTE) == 0
    assert vnpay.asked == []


def test_money_that_nobody_told_of_is_found(vnpay, begun, now, booking):
    vnpay.decide(begun.reference)
    assert due(now + 6 * MINUTE) == 1
    booking.refresh_from_db()
    assert (state(begun), booking.status, account_of(booking).received) == ("received", BookingStatus.CONFIRMED, DUE)
    assert OnlineNotice.objects.get().payment == begun
    assert due(now + HOUR) == 0
    assert LedgerEntry.objects.count() == 1


def test_a_guest_who_is_back_has_it_asked_at_once_and_not_with_each_look(vnpay, begun, now):
    assert not ask(payment_id=begun.pk, post=over_http, now=now + MINUTE)
    assert not ask(payment_id=begun.pk, post=over_http, now=now + MINUTE)
    assert len(vnpay.asked) == 1
    vnpay.decide(begun.reference)
    assert ask(payment_id=begun.pk, post=over_http, now=now + 2 * MINUTE)
    assert state(begun) == OnlineState.RECEIVED


def test_one_that_failed_says_so(vnpay, begun, now):
    vnpay.decide(begun.reference, "24", "02")
    assert due(now + 6 * MINUTE) == 1
    assert (state(begun), begun.said) == (OnlineState.FAILED, "02")


def test_what_is_not_at_its_end_or_not_known_there_lapses_after_its_time(vnpay, begun, now):
    assert due(now + 6 * MINUTE) == 0
    vnpay.decide(begun.reference, "00", "01")
    assert due(now + 30 * MINUTE) == 0
    assert state(begun) == OnlineState.STARTED
    assert due(now + 2 * HOUR) == 1
    assert (state(begun), LedgerEntry.objects.count()) == (OnlineState.LAPSED, 0)


@pytest.mark.parametrize("mood", ["silent", "rubbish", "unsigned", "busy"])
def test_an_answer_that_says_nothing_decides_nothing_and_is_given_up_after_days(vnpay, begun, now, mood):
    vnpay.decide(begun.reference)
    vnpay.mood = mood
    assert due(now + 6 * MINUTE) == 0
    assert due(now + DAY) == 0
    assert state(begun) == OnlineState.STARTED
    assert due(now + 4 * DAY) == 1
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.LAPSED, SILENT, 0)


def test_another_sum_is_for_a_person(vnpay, begun, now):
    vnpay.decide(begun.reference, vnp_Amount="100")
    assert due(now + 6 * MINUTE) == 0
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.STARTED, "sum", 0)
