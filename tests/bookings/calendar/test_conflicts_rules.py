"""What the host decided about a party holds for the time it was decided on."""

import pytest

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.move import move
from bookings.domain.calendar import conflicts
from bookings.domain.calendar.closures import close_day
from bookings.enums import BookingStatus, CancelledBy
from tests.factories import make_booking, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def booking(now):
    """A party on a day that was closed after it had booked."""
    slot = make_slot(now=now)
    booking = make_booking(slot, now=now)
    close_day(host=slot.experience.host, day=slot.starts_at.date(), by=make_user(), now=now)
    return booking


@pytest.fixture
def meanwhile(monkeypatch):
    """Somebody else does something between the look at the conflicts and the decision."""

    def before_the_decision(act) -> None:
        look = conflicts.open_conflicts

        def seen_before(host, *, now):
            found = look(host, now=now)
            act()
            return found

        monkeypatch.setattr(conflicts, "open_conflicts", seen_before)

    return before_the_decision


def test_a_party_that_is_moved_meanwhile_is_not_kept(booking, now, meanwhile):
    other = make_slot(booking.slot.experience, now=now, days=8)
    meanwhile(lambda: move(booking=booking, slot_id=other.pk, now=now))
    assert conflicts.keep(booking=booking, now=now).kept_at is None
    booking.refresh_from_db()
    assert (booking.slot, booking.kept_at) == (other, None)


def test_a_party_that_cancels_meanwhile_is_not_kept(booking, now, meanwhile):
    meanwhile(lambda: cancel(booking=booking, by=CancelledBy.GUEST, now=now))
    found = conflicts.keep(booking=booking, now=now)
    assert (found.status, found.kept_at) == (BookingStatus.CANCELLED, None)


def test_a_party_that_nobody_touched_is_kept(booking, now, meanwhile):
    meanwhile(lambda: None)
    assert conflicts.keep(booking=booking, now=now).kept_at == now
