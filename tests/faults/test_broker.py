"""The broker is down: guests do not notice, and their mails come once it is back."""

import time

import pytest

from bookings.enums import BookingStatus
from bookings.models import Booking
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.factories import make_slot
from tests.faults.guest import Guest
from tests.faults.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# A busy machine's seconds; a broker that hangs would cost its time-outs.
QUICK = 1.5


def test_bookings_go_on_without_a_broker_and_mails_follow(site, experience):
    slot = make_slot(experience, capacity=20)
    broker = site.broker()
    site.worker()
    site.web()
    Guest(site.url, slot, 1).book_stubbornly()
    site.wait_for_mails()
    broker.kill()
    for number in range(2, 6):
        guest = Guest(site.url, slot, number)
        guest.hold()
        began = time.monotonic()
        guest.confirm()
        assert time.monotonic() - began < QUICK
    assert Booking.objects.filter(status=BookingStatus.CONFIRMED).count() == 5
    assert OutboxMessage.objects.filter(state=MessageState.PENDING).count() == 8
    site.broker()
    # The same worker and beat find it again by themselves.
    site.wait_for_mails()
    wait_until(lambda: site.mail.taken.total() == 10, "both readers of five bookings have their mail")
