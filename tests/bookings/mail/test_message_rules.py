"""Slow and overtaken workers: whose claim counts, how long it lasts, and when a batch ends."""

import datetime as dt

import pytest

from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import BATCH_SECONDS, LEASE, send_due
from tests.factories import make_booking, make_slot

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


class Clock:
    """The process's own clock, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("time.monotonic", clock)
    return clock


@pytest.fixture(autouse=True)
def messages(now) -> None:
    """Two of them, one to the guest and one to the host."""
    make_booking(make_slot(now=now), now=now)


def rows() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.order_by("pk"))


def test_a_late_no_does_not_end_the_claim_of_the_worker_that_took_the_message_over(now):
    later = now + LEASE + SECOND

    def killed(message):
        raise SystemExit

    def overtaken(message):
        with pytest.raises(SystemExit):
            send_due(now=later, deliver=killed, limit=1)
        raise TimeoutError

    assert send_due(now=now, deliver=overtaken, limit=1) == (0, 1)
    message = rows()[0]
    assert (message.state, message.attempts, message.error) == (MessageState.SENDING, 2, "")
    assert later + LEASE <= message.leased_until < later + LEASE + SECOND


def test_each_lease_runs_from_its_own_claim_and_not_from_the_beginning_of_the_batch(now, clock, monkeypatch):
    monkeypatch.setattr("outbox.sending.BATCH_SECONDS", 150)
    leases = []

    def deliver(message):
        leases.append(message.leased_until)
        clock.seconds += 100

    assert send_due(now=now, deliver=deliver) == (2, 0)
    assert leases == [now + LEASE, now + LEASE + 100 * SECOND]


@pytest.mark.parametrize(("seconds", "sent"), [(BATCH_SECONDS, 2), (BATCH_SECONDS + 1, 1)])
def test_a_batch_that_took_too_long_leaves_the_rest_unclaimed(now, clock, seconds, sent):
    def deliver(message):
        clock.seconds += seconds

    assert send_due(now=now, deliver=deliver) == (sent, 0)
    states = [(MessageState.SENT, 1)] * sent + [(MessageState.PENDING, 0)] * (2 - sent)
    assert [(row.state, row.attempts) for row in rows()] == states
