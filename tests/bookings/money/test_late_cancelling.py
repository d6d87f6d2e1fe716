"""What terms keep of the money paid ahead when a guest cancels late or does not come."""

import datetime as dt
import uuid as uuids

import pytest
from django.utils import translation

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in, mark_no_show, undo_no_show
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.money import ledger
from bookings.domain.money.if_cancelled import IfCancelled, if_cancelled
from bookings.domain.money.owing import account_of, with_account
from bookings.enums import CancelledBy, PaidBy
from bookings.models import Booking
from bookings.texts import cancel_text
from experiences.models import Experience
from tests.factories import NOW, make_booking, make_experience, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
START = NOW + 100 * HOUR
GUEST, HOST = CancelledBy.GUEST, CancelledBy.HOST


@shared
def booking():
    """Two adults at 350.000 ₫: free until 72 hours before, 60 % back until 48, 25 % until 6, then nothing."""
    experience = make_experience(free_cancel_hours=72, cancel_steps="48:60 6:25")
    return make_booking(make_slot(experience, starts_at=START, closes_at=START), adults=2, now=NOW)


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


def pay(booking, owner, amount):
    due = account_of(booking).due
    ledger.take_payment(
        key=uuids.uuid4(), booking=booking, method=PaidBy.CASH, amount_vnd=amount, due_vnd=due, by=owner, now=NOW
    )


def account(booking):
    """As one booking, and as one of a list: the same."""
    found = account_of(booking)
    assert with_account(Booking.objects.filter(pk=booking.pk)).get().due_vnd == found.due
    return found


@pytest.mark.parametrize(
    ("before", "percent", "kept"),
    [
        (72 * HOUR, 100, 0),
        (72 * HOUR - MINUTE, 60, 280_000),
        (48 * HOUR, 60, 280_000),
        (48 * HOUR - MINUTE, 25, 525_000),
        (6 * HOUR, 25, 525_000),
        (6 * HOUR - MINUTE, 0, 700_000),
        (MINUTE, 0, 700_000),
    ],
)
def test_each_step_holds_until_its_last_moment(booking, owner, before, percent, kept):
    pay(booking, owner, 700_000)
    asked = if_cancelled(booking, now=START - before)
    assert asked == IfCancelled(percent, kept, 700_000 - kept)
    cancel(booking=booking, by=GUEST, now=START - before)
    assert (account(booking).charged, account(booking).due) == (kept, kept - 700_000)


def test_nobody_is_asked_for_more_than_they_paid_ahead(booking, owner):
    pay(booking, owner, 200_000)
    cancel(booking=booking, by=GUEST, now=START - HOUR)
    assert (account(booking).charged, account(booking).due) == (200_000, 0)


def test_who_paid_nothing_owes_nothing(booking):
    cancel(booking=booking, by=GUEST, now=START - HOUR)
    assert (account(booking).charged, account(booking).due) == (0, 0)


def test_the_rest_goes_back_once_and_then_nothing_is_open(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=GUEST, now=START - 48 * HOUR)
    back = {"booking": booking, "method": PaidBy.CASH, "by": owner, "now": NOW}
    with pytest.raises(ledger.MoreThanDue):
        ledger.give_back(key=uuids.uuid4(), amount_vnd=420_001, **back)
    ledger.give_back(key=uuids.uuid4(), amount_vnd=420_000, **back)
    assert account(booking).due == 0
    with pytest.raises(ledger.NothingToReturn):
        ledger.give_back(key=uuids.uuid4(), amount_vnd=1, **back)


def test_a_host_may_forgive_what_the_terms_keep(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=GUEST, now=START - HOUR)
    ledger.waive(key=uuids.uuid4(), booking=booking, amount_vnd=700_000, by=owner, now=NOW)
    assert account(booking).due == -700_000
    ledger.give_back(key=uuids.uuid4(), booking=booking, method=PaidBy.CASH, amount_vnd=700_000, by=owner, now=NOW)
    assert account(booking).due == 0


def test_a_host_who_cancels_keeps_nothing_at_any_hour(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=HOST, now=START - HOUR)
    assert account(booking).due == -700_000


def test_whose_visit_the_host_changed_leaves_free_of_charge_until_it_begins(booking, owner):
    pay(booking, owner, 700_000)
    Booking.objects.update(changed_by_host_at=NOW)
    cancel(booking=Booking.objects.get(), by=GUEST, now=START - MINUTE)
    assert account(booking).due == -700_000


def test_taken_back_all_of_it_is_as_before(booking, owner):
    pay(booking, owner, 700_000)
    cancelled = cancel(booking=booking, by=GUEST, now=START - HOUR)
    restore(booking=cancelled, by=GUEST, now=START - HOUR + MINUTE)
    assert (account(booking).charged, account(booking).due) == (700_000, 0)
    assert Booking.objects.get().cancel_fee_vnd == 0


def test_who_did_not_come_loses_what_was_paid_and_gets_it_counted_again_if_they_came_late(booking, owner):
    pay(booking, owner, 300_000)
    mark_no_show(booking=booking, now=START + HOUR)
    assert (account(booking).charged, account(booking).due) == (300_000, 0)
    undo_no_show(booking=booking, now=START + HOUR)
    assert account(booking).due == 400_000
    mark_no_show(booking=booking, now=START + HOUR)
    check_in(booking=Booking.objects.get(), now=START + 2 * HOUR)
    assert account(booking).due == 400_000
    assert Booking.objects.get().cancel_fee_vnd == 0


def test_a_party_that_changed_since_the_page_was_read_is_kept_to_its_price_of_now(booking):
    stale = Booking.objects.select_related("slot").get()
    Booking.objects.update(total_vnd=350_000)
    mark_no_show(booking=stale, now=START + HOUR)
    assert Booking.objects.get().cancel_fee_vnd == 350_000


def test_without_steps_late_money_is_a_matter_between_the_two(owner):
    experience = make_experience(free_cancel_hours=72)
    booking = make_booking(make_slot(experience, starts_at=START, closes_at=START), adults=2, now=NOW)
    pay(booking, owner, 700_000)
    assert if_cancelled(booking, now=START - HOUR) == IfCancelled(None, 0, 700_000)
    cancel(booking=booking, by=GUEST, now=START - HOUR)
    assert account(booking).due == -700_000


def test_terms_that_are_changed_later_change_nothing_for_who_has_booked(booking, owner):
    pay(booking, owner, 700_000)
    Experience.objects.update(free_cancel_hours=500, cancel_steps="1:1")
    assert if_cancelled(Booking.objects.get(), now=START - 72 * HOUR).kept_vnd == 0
    assert if_cancelled(Booking.objects.get(), now=START - 48 * HOUR).kept_vnd == 280_000


def test_what_the_terms_keep_is_not_to_be_given_back_and_more_than_that_is(booking, owner):
    pay(booking, owner, 700_000)
    cancel(booking=booking, by=GUEST, now=START - 48 * HOUR)
    (found,) = [item for item in audit(now=START) if item.invariant == "money-to-give-back"]
    assert "420000 ₫" in found.text
    ledger.give_back(key=uuids.uuid4(), booking=booking, method=PaidBy.CASH, amount_vnd=420_000, by=owner, now=NOW)
    assert not [item for item in audit(now=START) if item.invariant.startswith("money-")]


@pytest.mark.parametrize(
    "planted",
    [{"status": "CONFIRMED"}, {"cancelled_by": "host"}, {"cancel_steps": ""}, {"cancel_fee_vnd": 700_001}],
)
def test_audit_finds_what_no_terms_keep(booking, planted):
    cancel(booking=booking, by=GUEST, now=START - HOUR)
    assert "money-kept-by-terms" not in {item.invariant for item in audit(now=START)}
    Booking.objects.update(**planted)
    assert "money-kept-by-terms" in {item.invariant for item in audit(now=START)}


def test_the_terms_are_said_with_their_moments_and_sums_and_none_that_has_passed(monkeypatch, booking):
    def said(now):
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        with translation.override("en"):
            return cancel_text(booking).replace("\xa0", " ")

    first = said(NOW)
    assert first.startswith("Free of charge until ")
    assert "60% of the price comes back: ₫420,000." in first
    assert "25% of the price comes back: ₫175,000." in first
    second = said(START - 48 * HOUR + MINUTE)
    assert "Free of charge" not in second
    assert "60%" not in second
    assert "25%" in second
    last = said(START - HOUR)
    assert last == "Nothing of the price comes back any more. Never more than you have paid ahead is kept."
