"""A message is a row of the transaction that made it true; it is sent once, late perhaps, lost never."""

import datetime as dt

import pytest
from django.db import transaction

from bookings.domain import messages
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.enums import BookingStatus, CancelledBy, MessageKind
from bookings.models import Booking
from outbox.enums import MessageState
from outbox.models import LONGEST_DELAY, OutboxMessage
from outbox.sending import GIVE_UP_AFTER, GIVE_UP_TRIES, LEASE, send_due
from tests.factories import ask, make_booking, make_contact, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


class MailServer:
    """Notes what it took; refuses while `refuses`."""

    def __init__(self, refuses: bool = False) -> None:
        self.refuses, self.tries, self.taken = refuses, [], []

    def __call__(self, message: OutboxMessage) -> None:
        self.tries.append(message.key)
        if self.refuses:
            raise ConnectionRefusedError("451 hộp thư bận")
        self.taken.append(message.key)


@pytest.fixture
def server() -> MailServer:
    return MailServer()


@shared
def booking(now):
    return make_booking(now=now, slot=make_slot(now=now))


def keys() -> list[str]:
    return list(OutboxMessage.objects.values_list("key", flat=True))


def states() -> set[str]:
    return set(OutboxMessage.objects.values_list("state", flat=True))


class Crash(Exception):
    pass


def test_a_message_is_undone_with_the_transaction_that_wrote_it(now):
    held = ask(make_slot(now=now), adults=1, now=now)

    def crash_after_confirming():
        confirm(booking=held, contact=make_contact(), consent=True, now=now)
        assert OutboxMessage.objects.count() == 2
        raise Crash

    with pytest.raises(Crash), transaction.atomic():
        crash_after_confirming()
    assert not OutboxMessage.objects.exists()
    assert Booking.objects.get().status == BookingStatus.ON_HOLD


def test_a_message_that_cannot_be_written_undoes_the_confirmation(now, monkeypatch):
    held = ask(make_slot(now=now), adults=1, now=now)

    def crash(**kwargs):
        raise Crash

    monkeypatch.setattr(messages, "owe", crash)
    with pytest.raises(Crash), transaction.atomic():
        confirm(booking=held, contact=make_contact(), consent=True, now=now)
    held.refresh_from_db()
    assert held.status == BookingStatus.ON_HOLD


def test_owing_the_same_news_twice_is_one_message(booking, now):
    before = keys()
    messages.owe(booking=booking, kind=MessageKind.CONFIRMED, now=now)
    assert keys() == before


def test_keys_tell_version_news_and_reader_apart(booking, now):
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    assert keys() == [
        f"{booking.uuid}:{version}:{kind}:{reader}"
        for version, kind in ((1, "confirmed"), (2, "cancelled"))
        for reader in ("guest", "host")
    ]


def test_due_messages_are_sent_once_oldest_first(booking, now, server):
    assert send_due(now=now, deliver=server) == (2, 0)
    assert server.taken == keys()
    for message in OutboxMessage.objects.all():
        assert (message.state, message.sent_at, message.leased_until) == (MessageState.SENT, now, None)
        assert (message.attempts, message.error) == (1, "")
    assert send_due(now=now + dt.timedelta(days=9), deliver=server) == (0, 0)
    assert len(server.tries) == 2


def test_nothing_is_sent_before_it_is_due(booking, now, server):
    assert send_due(now=now - SECOND, deliver=server) == (0, 0)


def test_a_run_takes_no_more_than_its_limit(booking, now, server):
    assert send_due(now=now, deliver=server, limit=1) == (1, 0)
    assert send_due(now=now, deliver=server, limit=1) == (1, 0)
    assert server.taken == keys()


def test_a_server_that_refuses_gets_them_all_later(booking, now):
    server = MailServer(refuses=True)
    assert send_due(now=now, deliver=server) == (0, 2)
    for message in OutboxMessage.objects.all():
        assert (message.state, message.leased_until) == (MessageState.PENDING, None)
        assert message.error == "ConnectionRefusedError: 451 hộp thư bận"
        assert message.due_at == now + dt.timedelta(seconds=30)
    server.refuses = False
    assert send_due(now=now + 29 * SECOND, deliver=server) == (0, 0)
    assert send_due(now=now + 30 * SECOND, deliver=server) == (2, 0)
    assert server.taken == keys()
    assert set(OutboxMessage.objects.values_list("error", flat=True)) == {""}


def test_it_waits_longer_each_time_but_an_hour_at_most(booking, now):
    server, waits, moment = MailServer(refuses=True), [], now
    for _ in range(10):
        send_due(now=moment, deliver=server)
        due = OutboxMessage.objects.first().due_at
        waits.append((due - moment).total_seconds())
        moment = due
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_one_mail_that_fails_does_not_hold_up_the_next(booking, now, server):
    first, second = keys()

    def deliver(message):
        if message.key == first:
            raise ValueError("địa chỉ sai")
        server(message)

    assert send_due(now=now, deliver=deliver) == (1, 1)
    assert server.taken == [second]


def test_a_dead_worker_s_message_is_taken_over_after_its_lease(booking, now, server):
    def killed(message):
        raise SystemExit

    with pytest.raises(SystemExit):
        send_due(now=now, deliver=killed)
    first, second = keys()
    assert OutboxMessage.objects.get(key=first).state == MessageState.SENDING
    assert send_due(now=now + LEASE - SECOND, deliver=server) == (1, 0)
    assert server.taken == [second]
    assert send_due(now=now + LEASE + SECOND, deliver=server) == (1, 0)
    assert server.taken == [second, first]
    assert states() == {MessageState.SENT}


def test_a_second_worker_leaves_alone_what_the_first_is_sending(booking, now, server):
    other = MailServer()

    def slow(message):
        send_due(now=now, deliver=other)
        server(message)

    assert send_due(now=now, deliver=slow) == (1, 0)
    assert sorted(server.taken + other.taken) == sorted(keys())


def test_a_slow_mail_server_does_not_let_a_second_worker_send_again(booking, now, monkeypatch):
    """Each mail takes 200 s; by the third of the batch the time at which the batch began is ten minutes old."""
    for _ in range(2):
        make_booking(make_slot(booking.slot.experience, now=now, days=8 + _), now=now)
    clock = [0.0]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + dt.timedelta(seconds=clock[0]))
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    delivered = []

    def fast(message):
        delivered.append(message.key)

    def slow(message):
        clock[0] += 100
        send_due(now=now + dt.timedelta(seconds=clock[0]), deliver=fast, limit=1)
        clock[0] += 100
        delivered.append(message.key)

    send_due(now=now, deliver=slow)
    send_due(now=now + dt.timedelta(seconds=clock[0]) + LEASE + SECOND, deliver=fast)
    assert sorted(delivered) == sorted(keys())


def test_a_late_no_from_a_worker_that_lost_its_lease_does_not_send_a_sent_mail_again(booking, now, server):
    def overtaken(message):
        send_due(now=now + LEASE + SECOND, deliver=server)
        raise TimeoutError

    send_due(now=now, deliver=overtaken, limit=1)
    send_due(now=now + dt.timedelta(days=1), deliver=server)
    assert sorted(server.taken) == sorted(keys())


def test_it_gives_up_after_three_days_and_says_why(booking, now, server):
    refusing = MailServer(refuses=True)
    OutboxMessage.objects.update(attempts=GIVE_UP_TRIES)
    send_due(now=now + GIVE_UP_AFTER, deliver=refusing)
    assert states() == {MessageState.PENDING}
    send_due(now=now + GIVE_UP_AFTER + LONGEST_DELAY, deliver=refusing)
    assert states() == {MessageState.FAILED}
    assert all("451" in message.error for message in OutboxMessage.objects.all())
    assert send_due(now=now + dt.timedelta(days=30), deliver=server) == (0, 0)


def test_an_error_of_any_length_is_kept_shortened(booking, now):
    def deliver(message):
        raise ValueError("x" * 5000)

    send_due(now=now, deliver=deliver)
    assert max(map(len, OutboxMessage.objects.values_list("error", flat=True))) == 1000
