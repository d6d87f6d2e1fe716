"""Many workers drain one outbox: every message is sent, and sent once."""

import datetime as dt
from collections import Counter
from functools import partial

import pytest

from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_booking, make_experience, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
WORKERS = 6


@pytest.fixture
def keys(isolation, now) -> set[str]:
    slot = make_slot(make_experience(), capacity=40, now=now)
    for _ in range(15):
        make_booking(slot, now=now)
    return set(OutboxMessage.objects.values_list("key", flat=True))


def test_workers_at_once_send_each_message_once(keys, now):
    assert len(keys) == 30
    sent: Counter[str] = Counter()
    answers = all_at_once(
        [partial(send_due, now=now, deliver=lambda message: sent.update([message.key])) for _ in range(WORKERS)]
    )
    assert errors(answers) == []
    assert sent == Counter(keys)
    assert sum(count for count, _delayed in answers) == 30
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.SENT}


def test_workers_at_once_take_over_from_a_dead_one_once(keys, now):
    def killed(message):
        raise SystemExit

    for _ in range(5):
        with pytest.raises(SystemExit):
            send_due(now=now, deliver=killed)
    sent: Counter[str] = Counter()
    later = now + dt.timedelta(minutes=6)
    all_at_once([partial(send_due, now=later, deliver=lambda message: sent.update([message.key]))] * WORKERS)
    assert sent == Counter(keys)
