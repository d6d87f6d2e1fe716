"""One tap that comes twice at once, on two workers, and two phones that do the same at the same moment."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.history import acting
from bookings.domain.money.owing import account_of
from bookings.domain.taps.taps import Answer, Tap, take
from bookings.enums import Act, ActBy, BookingStatus, DeskTapKind
from bookings.models import BookingAct, DeskTap, LedgerEntry
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_booking, make_slot, make_user

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 12
CASH = {"amount": 700_000, "method": "cash"}


@pytest.fixture
def booking(experience, now):
    soon = now + dt.timedelta(hours=1)
    return make_booking(make_slot(experience, starts_at=soon, closes_at=soon, capacity=10, now=now), adults=2, now=now)


def sending(booking, by, now, what, value=None, *, key=None):
    def job():
        tap = Tap(key or uuids.uuid4(), DeskTapKind(what), booking.reference, value or {}, now)
        with acting(ActBy.HOST, by):
            return take(tap=tap, host=booking.slot.experience.host, by=by, now=now)

    return job


@pytest.mark.parametrize(("what", "value"), [("check_in", {}), ("pay", CASH)])
def test_one_tap_sent_many_times_at_once_is_done_once_and_always_answered_the_same(booking, now, what, value):
    me, key = make_user(), uuids.uuid4()
    answers = all_at_once([sending(booking, me, now, what, value, key=key)] * CROWD)
    assert errors(answers) == []
    assert answers == [Answer("done")] * CROWD
    assert DeskTap.objects.count() == 1
    assert BookingAct.objects.filter(act=Act.CHECKED_IN).count() + LedgerEntry.objects.count() == 1


def test_of_two_phones_one_does_it_and_the_other_is_told_who_did(booking, now):
    linh, long = make_user(full_name="Bùi Thị Linh"), make_user(full_name="Trần Văn Long")
    for what, value in (("check_in", {}), ("pay", CASH)):
        answers = all_at_once([sending(booking, who, now, what, value) for who in (linh, long)])
        done, told = sorted(answers, key=lambda answer: answer.result, reverse=True)
        assert (done.result, told.result) == ("done", "already")
        assert told.by == str(linh if answers[1] is told else long)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.REDEEMED
    assert account_of(booking).received == 700_000


def test_what_was_killed_between_the_payment_and_its_answer_is_paid_once_when_it_comes_again(booking, now, monkeypatch):
    me, key, create = make_user(), uuids.uuid4(), DeskTap.objects.create

    def killed(**fields):
        raise SystemExit

    monkeypatch.setattr(DeskTap.objects, "create", killed)
    with pytest.raises(SystemExit):
        sending(booking, me, now, "pay", CASH, key=key)()
    assert not LedgerEntry.objects.exists()
    monkeypatch.setattr(DeskTap.objects, "create", create)
    # Once it is written it may be killed before the answer is out: the next one gets that answer.
    assert sending(booking, me, now, "pay", CASH, key=key)() == Answer("done")
    assert sending(booking, me, now, "pay", CASH, key=key)() == Answer("done")
    assert LedgerEntry.objects.get().amount_vnd == 700_000
