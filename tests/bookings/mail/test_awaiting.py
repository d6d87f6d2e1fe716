"""A host hears of every party that waits for a word, and of none more than once an hour."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.proof import prove
from bookings.enums import BookingStatus, MessageKind
from bookings.models import Booking
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_booking, make_experience, make_slot
from tests.factories.clock import number

pytestmark = pytest.mark.django_db
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def start() -> dt.datetime:
    """Mails are written by the real clock."""
    return timezone.now()


@pytest.fixture
def hour_over(start) -> dt.datetime:
    return start.replace(minute=0, second=0, microsecond=0) + HOUR


@pytest.fixture
def book(start):
    experience = make_experience()

    def make(now: dt.datetime = start) -> Booking:
        return make_booking(make_slot(experience, now=start, days=30 + number()), BookingStatus.PENDING, now=now)

    return make


@pytest.fixture
def told(mailoutbox):
    """Subjects of what the host was told by then."""

    def send(now: dt.datetime) -> list[str]:
        send_due(now=now, deliver=deliver)
        return [mail.subject for mail in mailoutbox if "khach" not in mail.to[0]]

    return send


def test_of_those_that_come_after_the_first_mail_the_host_hears_when_the_hour_is_over(book, told, start, hour_over):
    book()
    assert len(told(start)) == 1
    for _ in range(2):
        book()
    assert len(told(start)) == 1
    assert "3 đoàn" in told(hour_over)[1]
    # Of the hour that begins then, that was the mail.
    book(hour_over)
    assert len(told(hour_over + MINUTE)) == 2
    assert "4 đoàn" in told(hour_over + HOUR)[2]
    assert list(audit(now=start, only=["message-once"])) == []


def test_those_that_come_before_the_mail_is_written_are_in_it(book, told, start, hour_over):
    for _ in range(3):
        book()
    (only,) = told(start)
    assert "3 đoàn" in only
    assert len(told(hour_over)) == 1


def test_one_that_comes_while_the_mail_is_under_way_is_told_too(book, told, start, hour_over):
    book()
    send_due(now=start, deliver=lambda message: book() if message.kind == MessageKind.AWAITING else None)
    assert len(told(hour_over)) == 1


def test_whoever_was_confirmed_by_then_is_no_news(book, told, start, hour_over):
    book()
    told(start)
    prove(booking=book(), now=start)
    prove(booking=Booking.objects.awaiting(start).get(), now=start)
    OutboxMessage.objects.exclude(kind=MessageKind.AWAITING).delete()
    assert len(told(hour_over)) == 1
