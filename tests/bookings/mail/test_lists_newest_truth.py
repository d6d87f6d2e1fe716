"""Of a place in a waiting list, too, only what is still so is told."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.minimum import decide_due
from bookings.domain.waiting.entries import leave, rejoin
from bookings.enums import MessageKind
from bookings.models import Booking, Slot
from outbox.kinds import deliver
from outbox.sending import send_due
from tests.bookings.web.waiting_helpers import lapse
from tests.factories import cancel_for_good, make_booking, make_contact, make_slot
from tests.factories.waiting import wait

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EMAIL = "thu.ha@example.com"


@pytest.fixture
def now():
    """Mails are written by the real clock."""
    return timezone.now()


@pytest.fixture
def entry(now):
    slot = make_slot(capacity=2)
    make_booking(slot, adults=2)
    return wait(slot, now=now, email=EMAIL)


@pytest.fixture
def offered(entry, now):
    send_due(now=now, deliver=lambda message: None)
    cancel_for_good(Booking.objects.get(), now=now)
    entry.refresh_from_db()
    return entry


@pytest.fixture
def told(mailoutbox, now):
    """Subjects of what the waiting guest was sent."""

    def send(at: dt.datetime = now) -> list[str]:
        send_due(now=at, deliver=deliver)
        return [mail.subject for mail in mailoutbox if mail.to == [EMAIL]]

    return send


def test_whoever_left_the_list_is_not_told_that_they_wait(entry, told, now):
    leave(entry=entry, now=now)
    assert told() == []


def test_whoever_comes_back_to_the_list_is_told_after_all(entry, told, now):
    leave(entry=entry, now=now)
    assert told() == []
    rejoin(entry=entry, now=now)
    assert len(told()) == 1


def test_whoever_is_offered_places_is_not_told_that_they_wait(entry, told, now):
    cancel_for_good(Booking.objects.get(), now=now)
    (subject,) = told()
    assert "Có chỗ cho bạn" in subject


def test_an_offer_that_was_declined_is_not_made_by_mail(offered, told, now):
    leave(entry=offered, now=now)
    assert told() == []
    rejoin(entry=offered, now=now)
    assert len(told()) == 1


def test_an_offer_that_was_taken_is_followed_by_the_ticket_alone(offered, told, now):
    confirm(booking=offered.booking, contact=make_contact(email=EMAIL), consent=True, now=now)
    (subject,) = told()
    assert subject.startswith("Bạn đã đặt chỗ")


def test_an_offer_of_a_visit_that_was_called_off_is_not_made(offered, told):
    slot = offered.slot
    Slot.objects.filter(pk=slot.pk).update(min_to_run=9, decide_at=slot.starts_at - DAY)
    # Beyond the patience for whoever fills in the form.
    late = slot.starts_at - DAY / 2
    decide_due(now=late)
    (subject,) = told(late)
    assert "Không còn chỗ trống" in subject


@pytest.mark.parametrize("marked", [False, True])
def test_an_offer_that_ran_out_before_its_mail_went_is_told_as_such(offered, told, now, marked):
    lapse(offered)
    if marked:
        expire_holds(now=now)
    (subject,) = told()
    assert "Có chỗ cho bạn" not in subject
    assert offered.booking.messages.get(kind=MessageKind.OFFERED).sent_at
