"""The web process is killed while a guest books; the guest presses the same button again."""

import socket
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bookings.enums import Audience, BookingStatus, MessageKind
from bookings.models import Booking, Slot
from outbox.kinds import deliver
from outbox.sending import send_due
from tests.factories import make_booking, make_slot
from tests.faults.guest import Guest
from tests.faults.processes import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def status() -> str:
    return Booking.objects.get().status


def end_well(site, guest: Guest) -> None:
    """The site is back, and the guest repeats all of it: one booking, one mail to each side."""
    site.broker()
    site.web()
    ticket = guest.ticket
    assert guest.book_stubbornly()
    assert guest.ticket == ticket
    booking = Booking.objects.get()
    assert (booking.status, booking.contact_email, booking.seats) == (BookingStatus.CONFIRMED, guest.email, 2)
    send_due(now=timezone.now(), deliver=deliver)
    assert {reader for _name, reader in site.mail.taken} == {guest.email, "chunha@example.com"}
    site.wait_for_mails()


def test_killed_between_hold_and_confirm_and_while_the_seats_are_taken(site, experience):
    slot = make_slot(experience, capacity=2)
    guest = Guest(site.url, slot, 1, seats=2)
    web = site.web()
    guest.hold()
    web.kill()
    with pytest.raises(ConnectionError):
        guest.confirm()
    assert status() == BookingStatus.ON_HOLD
    web = site.web()
    with ThreadPoolExecutor() as pool, transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(taken=F("taken"))
        pressed = pool.submit(guest.confirm)
        wait_until(site.waits_for_lock, "the request waits for the slot")
        web.kill()
        with pytest.raises((OSError, HTTPException)):
            pressed.result(PATIENCE)
    wait_until(lambda: site.connections() == 0, "nothing is left of the request")
    assert status() == BookingStatus.ON_HOLD
    end_well(site, guest)


def test_killed_while_a_guest_proves_who_they_are_the_same_link_again_books_once(site, experience):
    slot = make_slot(experience, capacity=2)
    booking = make_booking(slot, BookingStatus.PENDING)
    # The link is made here, and read by the site.
    (site.folder / "secret_key").write_text(settings.SECRET_KEY)
    guest, web = Guest(site.url, slot, 1), site.web()
    with ThreadPoolExecutor() as pool, transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(taken=F("taken"))
        pressed = pool.submit(guest.prove, booking)
        wait_until(site.waits_for_lock, "the request waits for the slot")
        web.kill()
        with pytest.raises((OSError, HTTPException)):
            pressed.result(PATIENCE)
    wait_until(lambda: site.connections() == 0, "nothing is left of the request")
    assert status() == BookingStatus.PENDING

    site.broker()
    site.web()
    for _ in range(2):
        guest.prove(booking)
    assert status() == BookingStatus.CONFIRMED
    assert Booking.objects.get().awaits == ""
    told = booking.messages.filter(kind=MessageKind.CONFIRMED).values_list("audience", flat=True)
    assert sorted(told) == [Audience.GUEST, Audience.HOST]
    site.audit()


def test_killed_after_it_was_booked_and_before_the_guest_heard_of_it(site, experience):
    """The broker takes the call and says nothing, so the request is still at it when the booking stands."""
    slot = make_slot(experience, capacity=2)
    guest = Guest(site.url, slot, 1, seats=2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        web = site.web(CELERY_BROKER_URL=site.broker_url(silent.getsockname()[1]))
        guest.hold()
        with ThreadPoolExecutor() as pool:
            pressed = pool.submit(guest.confirm)
            wait_until(lambda: status() == BookingStatus.CONFIRMED, "the booking stands")
            web.kill()
            with pytest.raises((OSError, HTTPException)):
                pressed.result(PATIENCE)
    end_well(site, guest)
