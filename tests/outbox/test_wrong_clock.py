"""A clock that was wrong once ends no mail: they go out by themselves once it is right, and readiness tells of it."""

import datetime as dt

import pytest
from django.utils import timezone
from health_check.exceptions import ServiceWarning

from outbox.enums import MessageState
from outbox.models import LONGEST_DELAY, OutboxMessage
from outbox.sending import GIVE_UP_AFTER, GIVE_UP_TRIES, LEASE, send_due
from pages.checks.work import Mails
from tests.factories import make_village
from tests.outbox.test_kinds import owe_about

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(days=40)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def now() -> dt.datetime:
    """Readiness asks for the time by itself."""
    return timezone.now()


@pytest.fixture
def message(now) -> OutboxMessage:
    return owe_about(make_village(), now, kind="new-village")


def takes(message: OutboxMessage) -> None:
    pass


def refuses(message: OutboxMessage) -> None:
    raise ConnectionRefusedError("451 hộp thư bận")


def is_killed(message: OutboxMessage) -> None:
    raise SystemExit


def change(message: OutboxMessage, **fields) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(**fields)


def ready_says() -> str:
    try:
        Mails().run()
    except ServiceWarning as warning:
        return str(warning)
    return "OK"


def sent(message: OutboxMessage) -> bool:
    message.refresh_from_db()
    return message.state == MessageState.SENT


def test_what_was_refused_while_the_clock_ran_ahead_goes_out_once_it_is_right(message, now):
    assert send_due(now=now + AHEAD, deliver=refuses) == (0, 1)
    assert send_due(now=now, deliver=takes) == (1, 0)
    assert sent(message)


def test_what_was_given_up_while_the_clock_ran_ahead_goes_out_once_it_is_right(message, now):
    change(message, attempts=GIVE_UP_TRIES)
    send_due(now=now + AHEAD, deliver=refuses)
    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert "put off to a time that no delay reaches, was the clock wrong?" in ready_says()
    assert send_due(now=now, deliver=takes) == (1, 0)
    assert sent(message)
    assert ready_says() == "OK"


def test_what_a_worker_claimed_while_the_clock_ran_ahead_is_taken_over(message, now):
    with pytest.raises(SystemExit):
        send_due(now=now + AHEAD, deliver=is_killed)
    assert "was the clock wrong?" in ready_says()
    assert send_due(now=now, deliver=takes) == (1, 0)
    assert sent(message)


def test_what_was_written_while_the_clock_ran_ahead_goes_out_once_it_is_right(now):
    message = owe_about(make_village(), now + AHEAD, kind="new-village")
    assert send_due(now=now, deliver=takes) == (1, 0)
    assert sent(message)


def test_what_was_written_before_the_clock_was_set_is_not_given_up_at_the_first_refusal(message, now):
    change(message, created_at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    for _ in range(3):
        send_due(now=now, deliver=refuses)
        now += LONGEST_DELAY
    message.refresh_from_db()
    assert message.state == MessageState.PENDING


@pytest.mark.parametrize(("tries", "state"), [(2, MessageState.PENDING), (1, MessageState.FAILED)])
def test_it_is_given_up_after_so_many_tries(message, now, tries, state):
    change(message, attempts=GIVE_UP_TRIES - tries)
    send_due(now=now + GIVE_UP_AFTER + SECOND, deliver=refuses)
    message.refresh_from_db()
    assert message.state == state


@pytest.mark.parametrize(("beyond", "taken"), [(0 * SECOND, 0), (SECOND, 1)])
def test_what_a_delay_does_reach_waits_for_its_time(message, now, beyond, taken):
    change(message, due_at=now + LONGEST_DELAY + beyond)
    assert send_due(now=now, deliver=takes) == (taken, 0)
    change(message, state=MessageState.SENDING, leased_until=now + LONGEST_DELAY + beyond, due_at=now)
    assert send_due(now=now, deliver=takes) == (taken, 0)
    assert LEASE < LONGEST_DELAY


def test_readiness_tells_of_a_mail_that_was_given_up_for_a_week(message, now):
    change(message, state=MessageState.FAILED, due_at=now - dt.timedelta(days=6))
    assert "1 mails were given up within 7 days" in ready_says()
    change(message, due_at=now - dt.timedelta(days=8))
    assert ready_says() == "OK"
