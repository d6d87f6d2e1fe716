"""A mail server that takes calls and never answers keeps one worker from its other work for seconds, not minutes."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage

from outbox import kinds
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_village
from tests.outbox.test_kinds import owe_about

pytestmark = pytest.mark.django_db
# What is scheduled goes live within so many seconds.
A_MINUTE = 60
KINDS = [f"news {number}" for number in range(12)]


def render(message: OutboxMessage) -> EmailMessage:
    return EmailMessage("Làng mới", "…", to=[message.to])


@pytest.fixture
def silent_server(settings) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield


def test_what_is_scheduled_is_not_kept_waiting_by_mails(now, silent_server, settings, monkeypatch):
    monkeypatch.setattr(kinds, "_renderers", dict.fromkeys(KINDS, render))
    for kind in KINDS:
        owe_about(make_village(), now, kind=kind)
    started = time.monotonic()
    sent, put_off = send_due(now=now, deliver=kinds.deliver)
    held = time.monotonic() - started
    assert sent == 0
    assert 1 <= put_off < len(KINDS)
    assert held + settings.CELERY_BEAT_SCHEDULE["publish scheduled"]["schedule"] < A_MINUTE
    # The others wait for their turn, unclaimed.
    waiting = OutboxMessage.objects.filter(state=MessageState.PENDING, attempts=0)
    assert waiting.count() == len(KINDS) - put_off
