"""A worker is killed in the middle of its work; another one finishes it."""

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from bookings.models import Slot
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import LEASE
from tests.factories import local_time, make_booking, make_experience, make_schedule, make_slot
from tests.faults.processes import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PARTIES = 6


def test_killed_in_the_middle_of_a_batch_of_mails(site, experience):
    slot = make_slot(experience, capacity=20)
    for _ in range(PARTIES):
        make_booking(slot)
    site.broker()
    site.mail.fall_silent_after(3)
    worker = site.worker()
    assert site.mail.fell_silent.wait(PATIENCE), worker.log.read_text()[-3000:]
    worker.kill()
    states = Counter(OutboxMessage.objects.values_list("state", flat=True))
    assert states == {MessageState.SENT: 3, MessageState.SENDING: 1, MessageState.PENDING: 2 * PARTIES - 4}
    site.mail.speak_again()
    # Its lease is five minutes; they pass.
    OutboxMessage.objects.filter(state=MessageState.SENDING).update(leased_until=timezone.now() - LEASE)
    site.worker()
    site.wait_for_mails()
    assert site.mail.taken.total() == 2 * PARTIES


def test_killed_in_the_middle_of_making_slots(site):
    experiences = [make_experience(extras=()) for _ in range(3)]
    for experience in experiences:
        make_schedule(experience, times=["08:30", "13:30"], valid_from=timezone.localdate())
    site.broker()
    held_up = experiences[1]
    start = local_time(timezone.localdate() + dt.timedelta(days=9))
    with transaction.atomic():
        # A row that nobody sees yet: whoever inserts the same slot waits for us.
        make_slot(held_up, start, planned_at=start)
        worker = site.worker()
        wait_until(site.waits_for_lock, "the worker is in the middle of it")
        worker.kill()
        transaction.set_rollback(True)
    wait_until(lambda: site.connections() == 0, "nothing is left of the worker")
    made = Counter(Slot.objects.values_list("experience", flat=True))
    assert set(made) == {experiences[0].pk}
    site.worker()
    wait_until(lambda: set(Counter(Slot.objects.values_list("experience", flat=True))) == _ids(experiences), "slots")
    number = made[experiences[0].pk]
    assert Counter(Slot.objects.values_list("experience", flat=True)) == dict.fromkeys(_ids(experiences), number)
    site.audit()


def _ids(experiences) -> set[int]:
    return {experience.pk for experience in experiences}
