"""PostgreSQL is restarted, as after a power cut, while guests book and mails go out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from bookings.enums import BookingStatus
from bookings.models import Booking
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import LEASE
from tests.factories import make_slot
from tests.faults.guest import Guest
from tests.faults.processes import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

GUESTS, CROWD, SLOTS, CAPACITY = 64, 8, 4, 12


def test_restarted_under_load(site, experience):
    slots = [make_slot(experience, capacity=CAPACITY, hour=6 + 3 * number) for number in range(SLOTS)]
    guests = [Guest(site.url, slots[number % SLOTS], number) for number in range(GUESTS)]
    site.broker()
    site.worker()
    site.web()
    confirmed = Booking.objects.filter(status=BookingStatus.CONFIRMED)
    with ThreadPoolExecutor(CROWD) as pool:
        booking = [pool.submit(guest.book_stubbornly) for guest in guests]
        wait_until(lambda: confirmed.count() >= GUESTS // 6, "some have booked")
        connection.close()
        site.cluster.restart_at_once()
        connection.close()
        answers = [future.result(2 * PATIENCE) for future in booking]
    told = {guest.email for guest, said in zip(guests, answers, strict=True) if said}
    assert Counter(confirmed.values_list("contact_email", flat=True)) == dict.fromkeys(told, 1)
    # Nobody was turned away while there were seats.
    assert len(told) == SLOTS * CAPACITY
    # A worker that lost its connection between the server's yes and its note may send that one mail again: see 0004.
    OutboxMessage.objects.filter(state=MessageState.SENDING).update(leased_until=timezone.now() - LEASE)
    wait_until(lambda: not OutboxMessage.objects.exclude(state=MessageState.SENT).exists(), "every message is sent")
    assert Counter(reader for _name, reader in site.mail.taken if reader in told) == dict.fromkeys(told, 1)
    assert len(site.mail.taken) == OutboxMessage.objects.count() == 2 * len(told)
    assert site.mail.taken.total() <= len(site.mail.taken) + 1
    site.audit()
