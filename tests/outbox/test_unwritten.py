"""A mail that our own template breaks is no refusal by the mail server: it waits for us, and others go on."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import OperationalError
from health_check.exceptions import ServiceWarning

from outbox import kinds
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import FIRST_DELAY, GIVE_UP_AFTER, UNWRITTEN_DELAY, send_due
from pages.checks.work import Mails
from tests.factories import make_village
from tests.outbox.test_kinds import owe_about

pytestmark = pytest.mark.django_db
LONG = 4 * GIVE_UP_AFTER


class Template:
    """Renders while it is whole."""

    broken = True

    def render(self, message: OutboxMessage) -> EmailMessage:
        if self.broken:
            raise KeyError("tên làng")
        return EmailMessage("Làng mới", "…", to=[message.to])


@pytest.fixture
def template(monkeypatch) -> Template:
    template = Template()
    monkeypatch.setattr(kinds, "_renderers", {"new-village": template.render, "whole": lambda message: Whole})
    return template


class Whole:
    @staticmethod
    def send() -> None:
        pass


@pytest.fixture
def message(now, template) -> OutboxMessage:
    return owe_about(make_village(), now, kind="new-village")


def refuse(message: OutboxMessage) -> None:
    raise ConnectionRefusedError("451 hộp thư bận")


def ready_says() -> str:
    try:
        Mails().run()
    except ServiceWarning as warning:
        return str(warning)
    return "OK"


def test_it_is_no_attempt_says_why_and_the_next_mail_goes_out(message, now, caplog):
    owe_about(make_village(), now, kind="whole")
    with caplog.at_level(logging.ERROR):
        assert send_due(now=now, deliver=kinds.deliver) == (1, 1)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.unwritten_at) == (MessageState.PENDING, 0, now)
    assert message.error == "KeyError: 'tên làng'"
    assert message.due_at == now + UNWRITTEN_DELAY
    (told,) = caplog.records
    assert "new-village" in told.getMessage()
    assert "KeyError" in caplog.text


def test_it_is_not_given_up_and_goes_out_once_the_template_is_whole(message, now, template):
    moment = now
    while moment < now + LONG:
        assert send_due(now=moment, deliver=kinds.deliver) == (0, 1)
        moment += dt.timedelta(hours=9)
    template.broken = False
    assert send_due(now=moment, deliver=kinds.deliver) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.unwritten_at) == (MessageState.SENT, 1, None)
    assert len(mail.outbox) == 1


def test_the_days_without_a_template_are_not_held_against_the_mail_server(message, now, template):
    send_due(now=now + LONG, deliver=kinds.deliver)
    template.broken = False
    moment = now + LONG + UNWRITTEN_DELAY
    assert send_due(now=moment, deliver=refuse) == (0, 1)
    message.refresh_from_db()
    assert (message.state, message.due_at) == (MessageState.PENDING, moment + FIRST_DELAY)


def test_readiness_tells_it_from_a_mail_server_that_refuses(message, now, template):
    send_due(now=now, deliver=refuse)
    assert "fault of ours" not in ready_says()
    send_due(now=now + FIRST_DELAY, deliver=kinds.deliver)
    assert "1 mails cannot be written by a fault of ours" in ready_says()
    template.broken = False
    send_due(now=now + FIRST_DELAY + UNWRITTEN_DELAY, deliver=kinds.deliver)
    assert ready_says() == "OK"


def test_readiness_says_how_long_the_oldest_mail_has_waited(message):
    OutboxMessage.objects.update(created_at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=7, minutes=1))
    assert "the oldest mail has waited 7 hours" in ready_says()


def test_a_mail_that_is_set_for_later_does_not_wait_before(message):
    now, hour = dt.datetime.now(dt.UTC), dt.timedelta(hours=1)
    OutboxMessage.objects.update(created_at=now - 7 * hour, due_at=now + hour)
    assert ready_says() == "OK"
    OutboxMessage.objects.update(due_at=now - hour)
    assert "the oldest mail has waited 60 minutes" in ready_says()


def test_a_database_that_did_not_answer_is_no_broken_template(now, monkeypatch, message):
    """A blink of it must not put a confirmation off for as long as a template that waits for a release."""

    def blinks(_message: OutboxMessage) -> EmailMessage:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(kinds, "_renderers", {"new-village": blinks})
    send_due(now=now, deliver=kinds.deliver)
    message.refresh_from_db()
    assert (message.state, message.due_at, message.unwritten_at) == (MessageState.PENDING, now + FIRST_DELAY, None)
