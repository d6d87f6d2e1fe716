"""Of a party of four, three came: written down, charged as the host says, and taken back."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import (
    MoreThanBooked,
    NobodyCame,
    NotExpected,
    check_in,
    check_in_some,
    undo_check_in,
)
from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.enums import BookingStatus, CancelledBy, PaidBy
from bookings.models import Booking
from tests.factories import make_booking, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def booking(now):
    """Two adults and two children, in an hour."""
    slot = make_slot(starts_at=now + HOUR, closes_at=now + HOUR)
    return make_booking(slot, adults=2, children=2, now=now - HOUR)


def some(booking, now, *numbers, charge_all=False) -> Booking:
    came = dict(zip([unit.pk for unit in booking.units.all()], numbers, strict=True))
    return check_in_some(booking=booking, came=came, charge_all=charge_all, now=now)


def came(booking) -> list[int | None]:
    return list(booking.units.order_by("pk").values_list("came", flat=True))


def child_price(booking) -> int:
    return booking.units.order_by("pk")[1].price_vnd


def test_who_came_is_checked_in_and_nothing_is_asked_for_the_others(booking, now):
    found = some(booking, now, 2, 1)
    assert (found.status, came(booking)) == (BookingStatus.REDEEMED, [2, 1])
    assert account_of(booking).due == booking.total_vnd - child_price(booking)
    booking.slot.refresh_from_db()
    assert booking.slot.taken == 4


def test_the_host_may_charge_all_the_same(booking, now):
    some(booking, now, 1, 0, charge_all=True)
    assert account_of(booking).due == booking.total_vnd


def test_a_later_number_mends_it_and_all_of_them_are_a_whole_party(booking, now):
    some(booking, now, 1, 0)
    some(booking, now, 2, 1)
    assert account_of(booking).due == booking.total_vnd - child_price(booking)
    some(booking, now, 2, 2)
    assert (came(booking), account_of(booking).due) == ([None, None], booking.total_vnd)


def test_the_same_again_changes_nothing(booking, now):
    first = some(booking, now, 2, 1).redeemed_at
    assert some(booking, now + HOUR, 2, 1).redeemed_at == first


def test_what_was_paid_in_advance_for_the_missing_is_to_be_given_back(booking, now):
    ledger.take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=now,
    )
    some(booking, now, 2, 1)
    assert account_of(booking).due == -child_price(booking)


def test_undo_forgets_who_came(booking, now):
    some(booking, now, 2, 1)
    undo_check_in(booking=booking, now=now)
    assert (came(booking), account_of(booking).due) == ([None, None], booking.total_vnd)


def test_nobody_and_too_many_are_refused_and_change_nothing(booking, now):
    with pytest.raises(NobodyCame):
        some(booking, now, 0, 0)
    with pytest.raises(MoreThanBooked):
        some(booking, now, 3, 1)
    booking.refresh_from_db()
    assert (booking.status, came(booking)) == (BookingStatus.CONFIRMED, [None, None])


def test_a_cancelled_party_does_not_come_in_part(booking, now):
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    with pytest.raises(NotExpected):
        some(booking, now, 1, 1)
    assert came(booking) == [None, None]


def test_a_check_in_of_all_after_some_keeps_who_came(booking, now):
    """A second phone's tap on "check in" of an old page does not bring the missing."""
    some(booking, now, 2, 1)
    check_in(booking=booking, now=now)
    assert came(booking) == [2, 1]


def test_a_sum_left_out_for_nobody_is_found(booking, now):
    some(booking, now, 2, 1)
    assert [item for item in audit(now=now) if item.invariant == "money-of-the-missing"] == []
    Booking.objects.filter(pk=booking.pk).update(missing_vnd=1)
    assert "money-of-the-missing" in {item.invariant for item in audit(now=now)}
