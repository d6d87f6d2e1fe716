"""From the button to the letter box: through the outbox and the task, whatever the broker does."""

import time

import pytest
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from bookings.enums import BookingStatus
from bookings.mail import render
from bookings.models import Booking
from bookings.tasks import expire_holds, make_slots
from config.celery import app
from outbox import tasks
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.tasks import drain_outbox
from tests.factories import make_booking, make_experience, make_host, make_schedule, make_slot
from tests.pages.guest import confirm, url
from tests.pages.reading import soup

QUICK = 6.0


@pytest.fixture(autouse=True)
def the_broker_is_up(monkeypatch):
    """What an earlier test found of the broker is forgotten."""
    monkeypatch.setattr(tasks, "_broker_down_until", 0.0)
    monkeypatch.setattr(tasks, "_covered_until", 0.0)


@pytest.fixture
def asked(monkeypatch):
    """How often a worker was asked to drain the outbox."""
    calls = []
    monkeypatch.setattr(drain_outbox, "apply_async", lambda *args, **kwargs: calls.append(kwargs))
    return calls


@pytest.fixture
def broker_down():
    """A Redis that nobody listens at, as seen by the real Celery client."""
    before = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}
    forget()
    app.conf.update(
        broker_url="redis://127.0.0.1:1/0",
        broker_transport_options={"socket_timeout": 3, "socket_connect_timeout": 3, "max_retries": 1},
    )
    yield
    app.conf.update(before)
    forget()


def forget() -> None:
    """Drop the connections and producers that Celery keeps."""
    app.pool.force_close_all()
    app._pool = None
    app.amqp._producer_pool = None


def states() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_booking_asks_a_worker_and_the_task_sends_one_mail_to_each_reader(client, asked):
    booking = make_booking(make_slot(), BookingStatus.ON_HOLD)
    confirm(client, booking, email="ha@example.com")
    assert len(asked) == 1
    assert not mail.outbox
    assert drain_outbox() == "sent 2, put off 0"
    host = booking.slot.experience.host
    assert sorted(item.to[0] for item in mail.outbox) == sorted(["ha@example.com", host.email])
    assert states() == [MessageState.SENT] * 2
    assert drain_outbox() == "sent 0, put off 0"
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_cancelling_and_undoing_ask_a_worker_too(client, asked):
    booking = make_booking(make_slot())
    client.post(url("cancel", booking))
    client.post(url("restore", booking))
    assert len(asked) == 2
    # Only the last of the three news is true still.
    assert drain_outbox() == "sent 2, put off 0"


@pytest.mark.django_db(transaction=True)
def test_giving_a_hold_back_writes_to_nobody(client, asked):
    booking = make_booking(make_slot(), BookingStatus.ON_HOLD)
    client.post(url("cancel", booking))
    assert not asked
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_nobody_writes_to_a_guest_without_an_address_nor_to_a_host_without_one():
    slot = make_slot(make_experience(make_host(email="")))
    booking = make_booking(slot, BookingStatus.ON_HOLD)
    from bookings.domain.booking.confirm import confirm as book
    from bookings.domain.seats.contact import Contact

    book(booking=booking, contact=Contact("Hà", "+84912345678", ""), consent=True, now=timezone.now())
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("no broker"), ConnectionRefusedError(), OSError(28, "disk full")])
def test_a_broker_that_refuses_costs_the_guest_nothing(client, monkeypatch, error):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(drain_outbox, "apply_async", refuse)
    booking = make_booking(make_slot(), BookingStatus.ON_HOLD)
    answer = confirm(client, booking)
    assert answer["Location"] == url("booking", booking)
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
    assert states() == [MessageState.PENDING] * 2


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_refused_is_left_alone_for_a_while(client, monkeypatch):
    asked = []

    def refuse(*args, **kwargs):
        asked.append(kwargs)
        raise ConnectionRefusedError

    monkeypatch.setattr(drain_outbox, "apply_async", refuse)
    for _ in range(3):
        confirm(client, make_booking(make_slot(), BookingStatus.ON_HOLD))
    assert len(asked) == 1
    monkeypatch.setattr(tasks, "BROKER_PAUSE", 0)
    monkeypatch.setattr(tasks, "GATHER", 0)
    monkeypatch.setattr(tasks, "_broker_down_until", 0.0)
    for _ in range(2):
        confirm(client, make_booking(make_slot(), BookingStatus.ON_HOLD))
    assert len(asked) == 3


@pytest.mark.django_db(transaction=True)
def test_a_crowd_asks_once_a_second_and_the_last_of_them_is_never_left_out(client, asked, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(tasks.time, "monotonic", lambda: clock[0])
    written, carried_out = [], []
    for pause in (0.0, 0.1, 0.4, 0.45, 0.1, 0.9, 5.0, 0.01):
        clock[0] += pause
        before = len(asked)
        confirm(client, make_booking(make_slot(), BookingStatus.ON_HOLD))
        written.append(clock[0])
        carried_out += [clock[0] + (call["countdown"] or 0) for call in asked[before:]]
    assert carried_out == pytest.approx([1000.0, 1001.1, 1002.95, 1006.95, 1007.96])
    for moment in written:
        assert any(moment <= drained <= moment + tasks.GATHER for drained in carried_out)


@pytest.mark.django_db(transaction=True)
def test_with_no_broker_at_all_the_page_answers_quickly_and_the_mail_waits(client, broker_down):
    booking = make_booking(make_slot(), BookingStatus.ON_HOLD)
    started = time.monotonic()
    answer = confirm(client, booking)
    assert time.monotonic() - started < QUICK
    assert answer.status_code == 302
    assert soup(client.get(answer["Location"])).select_one(".ticket")
    assert states() == [MessageState.PENDING] * 2
    assert drain_outbox() == "sent 2, put off 0"


@pytest.mark.django_db
def test_a_mail_server_that_refuses_one_reader_does_not_keep_the_other_waiting(monkeypatch):
    booking = make_booking(make_slot())
    host = booking.slot.experience.host
    send = render.EmailMultiAlternatives.send

    def refuse(self, *args, **kwargs):
        if self.to == [host.email]:
            raise ConnectionRefusedError("mail server")
        return send(self, *args, **kwargs)

    monkeypatch.setattr(render.EmailMultiAlternatives, "send", refuse)
    assert drain_outbox() == "sent 1, put off 1"
    assert [item.to for item in mail.outbox] == [[booking.contact_email]]
    waiting = OutboxMessage.objects.get(audience="host")
    assert (waiting.state, waiting.attempts) == (MessageState.PENDING, 1)
    assert waiting.due_at > timezone.now()
    monkeypatch.undo()
    OutboxMessage.objects.update(due_at=timezone.now())
    assert drain_outbox() == "sent 1, put off 0"


@pytest.mark.django_db
def test_one_letter_that_cannot_be_written_does_not_stop_the_rest(monkeypatch):
    first, second = make_booking(make_slot()), make_booking(make_slot())
    real = render.booking_calendar

    def break_one(booking, **kwargs):
        if booking.pk == first.pk:
            raise ValueError("broken")
        return real(booking, **kwargs)

    monkeypatch.setattr(render, "booking_calendar", break_one)
    assert drain_outbox() == "sent 2, put off 2"
    assert {item.to[0] for item in mail.outbox} == {second.contact_email, second.slot.experience.host.email}


@pytest.mark.django_db
def test_the_other_tasks_may_run_twice():
    slot = make_slot()
    make_booking(slot, BookingStatus.ON_HOLD)
    Booking.objects.update(hold_expires_at=timezone.now() - timezone.timedelta(seconds=1))
    assert [expire_holds(), expire_holds()] == [1, 0]
    make_schedule(slot.experience, valid_from=timezone.localdate())
    assert make_slots() > 0
    assert make_slots() == 0


def test_the_schedule_names_tasks_that_exist(settings):
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
