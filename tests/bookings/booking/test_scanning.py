"""What a code at the gate means, row by row; what it does, and what it does when it comes twice."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.attendance import EARLIEST, check_in, mark_no_show
from bookings.domain.booking.scanning import ABOUT_NOW, Ask, Kind, meaning, scan, undo_scan
from bookings.domain.history import acting
from bookings.domain.seats.reference import ALPHABET, misheard
from bookings.enums import Act, ActBy, BookingStatus
from bookings.models import Booking, BookingAct, Slot
from tests.factories import make_booking, make_host, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TICK = dt.timedelta(microseconds=1)
GONE_BAD = {
    BookingStatus.CANCELLED: Kind.CANCELLED,
    BookingStatus.REJECTED: Kind.CANCELLED,
    BookingStatus.EXPIRED: Kind.RAN_OUT,
}


@shared
def slot(now) -> Slot:
    """Two hours long, at 14:30 of a day next week."""
    return make_slot(now=now, hour=14)


@shared
def booking(slot, now) -> Booking:
    return make_booking(slot, now=now)


def read(booking: Booking, now: dt.datetime, *, signed: bool = True):
    fresh = Booking.objects.with_party().get(pk=booking.pk)
    return meaning(fresh, host=fresh.slot.experience.host, signed=signed, now=now)


def scanned(booking: Booking, now: dt.datetime, *, signed: bool = True, sure: bool = False):
    host = booking.slot.experience.host
    return scan(reference=booking.reference, host=host, signed=signed, sure=sure, now=now)


def set_status(booking: Booking, status: BookingStatus, **fields) -> None:
    times = {"cancelled_at": booking.created_at} if status == BookingStatus.CANCELLED else {}
    Booking.objects.filter(pk=booking.pk).update(status=status, **times | fields)


def test_a_party_that_comes_about_now_is_ready_without_a_question(slot, booking):
    for now in (slot.starts_at - ABOUT_NOW, slot.starts_at, slot.ends_at - TICK):
        found = read(booking, now)
        assert (found.kind, found.ask, found.booking) == (Kind.READY, None, booking)


def test_letters_are_asked_about(slot, booking):
    found = read(booking, slot.starts_at, signed=False)
    assert (found.kind, found.ask) == (Kind.READY, Ask.LETTERS)


@pytest.mark.parametrize("signed", [True, False])
def test_another_time_of_the_same_day_is_asked_about(slot, booking, signed):
    for now, ask in ((slot.starts_at - ABOUT_NOW - TICK, Ask.EARLY), (slot.ends_at, Ask.LATE)):
        found = read(booking, now, signed=signed)
        assert (found.kind, found.ask) == (Kind.READY, ask)


def test_who_was_noted_as_not_come_is_asked_about(slot, booking):
    mark_no_show(booking=booking, now=slot.starts_at)
    assert read(booking, slot.starts_at + HOUR).ask == Ask.MISSED


def test_before_check_in_opens_it_is_too_early_on_the_day_itself(slot, booking):
    midnight = timezone.localtime(slot.starts_at).replace(hour=0, minute=0)
    assert read(booking, midnight).kind == Kind.TOO_EARLY
    assert read(booking, slot.starts_at - EARLIEST - TICK).kind == Kind.TOO_EARLY
    assert read(booking, slot.starts_at - EARLIEST).kind == Kind.READY


def test_another_day_is_not_today(slot, booking):
    midnight = timezone.localtime(slot.starts_at).replace(hour=0, minute=0)
    assert read(booking, midnight - TICK).kind == Kind.NOT_TODAY
    assert read(booking, midnight + dt.timedelta(days=1)).kind == Kind.NOT_TODAY


def test_a_visit_over_midnight_is_of_now_on_both_days(now):
    slot = make_slot(now=now, hour=23)
    booking = make_booking(slot, now=now)
    assert read(booking, slot.ends_at - TICK).kind == Kind.READY
    assert read(booking, slot.ends_at).kind == Kind.NOT_TODAY
    Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at + HOUR)
    assert read(booking, slot.starts_at + HOUR / 2).kind == Kind.READY


def test_who_is_here_already_is_named_with_who_let_them_in(slot, booking):
    tam, hoa = make_user(full_name="Tâm"), make_user(full_name="Hoa")
    for user in (tam, hoa):
        with acting(ActBy.HOST, user):
            assert scanned(booking, slot.starts_at).kind == Kind.CHECKED_IN
        found = read(booking, slot.starts_at + HOUR)
        assert (found.kind, found.act.user_name, found.booking.redeemed_at) == (
            Kind.ALREADY,
            str(user),
            slot.starts_at,
        )
        undo_scan(reference=booking.reference, host=slot.experience.host, now=slot.starts_at)


def test_who_was_let_in_before_anybody_wrote_that_down_is_here_already(slot, booking):
    check_in(booking=booking, now=slot.starts_at)
    BookingAct._base_manager.all().delete()
    found = read(booking, slot.starts_at)
    assert (found.kind, found.act) == (Kind.ALREADY, None)


@pytest.mark.parametrize("status", GONE_BAD)
def test_a_booking_that_does_not_stand_says_why(slot, booking, status):
    set_status(booking, status)
    assert read(booking, slot.starts_at).kind == GONE_BAD[status]


def test_a_booking_that_nobody_confirmed_says_so_and_that_it_ran_out(slot, booking):
    set_status(booking, BookingStatus.PENDING, awaits="proof", hold_expires_at=slot.starts_at)
    assert read(booking, slot.starts_at - TICK).kind == Kind.UNPROVED
    assert read(booking, slot.starts_at).kind == Kind.RAN_OUT


def test_a_ticket_of_another_house_says_that_and_nothing_else(slot, booking, now):
    other = make_host()
    for signed, kind in ((True, Kind.OTHER_HOUSE), (False, Kind.UNKNOWN)):
        found = scan(reference=booking.reference, host=other, signed=signed, sure=True, now=slot.starts_at)
        assert (found.kind, found.booking) == (kind, None)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert undo_scan(reference=booking.reference, host=other, now=now).kind == Kind.UNKNOWN


def test_no_booking_and_a_hold_that_is_nobodys_yet_are_unknown(slot, now):
    held = make_booking(slot, BookingStatus.ON_HOLD, now=now)
    assert scanned(held, slot.starts_at).kind == Kind.UNKNOWN
    assert scan(reference="", host=slot.experience.host, signed=False, sure=True, now=now).kind == Kind.UNKNOWN


def test_a_scan_checks_in_and_the_same_again_changes_nothing(slot, booking):
    first = scanned(booking, slot.starts_at)
    assert (first.kind, first.booking.status) == (Kind.CHECKED_IN, BookingStatus.REDEEMED)
    again = scanned(booking, slot.starts_at + HOUR, sure=True)
    assert (again.kind, again.booking.redeemed_at) == (Kind.ALREADY, slot.starts_at)
    assert list(BookingAct.objects.filter(act=Act.CHECKED_IN).values_list("at", flat=True)) == [slot.starts_at]


def test_what_is_asked_about_waits_for_the_hosts_word(slot, booking):
    early = slot.starts_at - 3 * HOUR
    for now, signed in ((early, True), (slot.starts_at, False)):
        assert scanned(booking, now, signed=signed).kind == Kind.READY
        booking.refresh_from_db()
        assert booking.status == BookingStatus.CONFIRMED
    assert scanned(booking, early, signed=False, sure=True).kind == Kind.CHECKED_IN


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.REJECTED, BookingStatus.EXPIRED])
def test_no_word_of_the_host_lets_in_what_does_not_stand(slot, booking, status):
    set_status(booking, status)
    scanned(booking, slot.starts_at, sure=True)
    booking.refresh_from_db()
    assert booking.status == status


def test_no_word_of_the_host_lets_in_who_comes_on_another_day(slot, booking):
    assert scanned(booking, slot.starts_at - dt.timedelta(days=2), sure=True).kind == Kind.NOT_TODAY
    assert scanned(booking, slot.starts_at + dt.timedelta(days=2), sure=True).kind == Kind.NOT_TODAY
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_a_slip_is_taken_back_once(slot, booking):
    scanned(booking, slot.starts_at)
    host, now = slot.experience.host, slot.starts_at
    assert undo_scan(reference=booking.reference, host=host, now=now).kind == Kind.UNDONE
    again = undo_scan(reference=booking.reference, host=host, now=now)
    assert (again.kind, again.booking.status) == (Kind.READY, BookingStatus.CONFIRMED)
    assert BookingAct.objects.filter(act=Act.CHECK_IN_UNDONE).count() == 1


def test_letters_that_no_reference_has_stand_for_any():
    assert misheard("A0DEFG") == f"^A[{ALPHABET}]DEFG$"
    assert misheard("ACDEFG") == misheard("A0DEF") == misheard("A0DEFGH") == ""


def test_letters_are_no_pattern():
    assert misheard("A.*EFG") == f"^A[{ALPHABET}][{ALPHABET}]EFG$"
