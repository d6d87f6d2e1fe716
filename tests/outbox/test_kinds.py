"""Any app owes messages about its own rows, and says who renders them."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from outbox import kinds
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.owing import owe
from outbox.sending import send_due
from tests.factories import make_village

pytestmark = pytest.mark.django_db


def owe_about(village, now, *, kind: str) -> OutboxMessage:
    owe(
        key=f"village:{village.pk}:{kind}",
        subject=village,
        kind=kind,
        audience="office",
        to="van-hoa@example.org",
        language="vi",
        now=now,
    )
    return OutboxMessage.objects.get(kind=kind)


@pytest.fixture
def new_village(monkeypatch) -> str:
    """A kind that an app below bookings registers."""
    monkeypatch.setattr(kinds, "_renderers", dict(kinds._renderers))
    kinds.register(["new-village"], lambda message: EmailMessage(f"Làng mới: {message.subject}", "…", to=[message.to]))
    return "new-village"


def test_a_village_s_message_is_rendered_by_whoever_registered_its_kind(now, new_village):
    village = make_village()
    message = owe_about(village, now, kind=new_village)
    assert (message.subject, message.is_about(type(village))) == (village, True)
    assert send_due(now=now, deliver=kinds.deliver) == (1, 0)
    assert [(sent.subject, sent.to) for sent in mail.outbox] == [(f"Làng mới: {village}", ["van-hoa@example.org"])]


def test_the_same_news_is_owed_once(now, new_village):
    village = make_village()
    assert owe_about(village, now, kind=new_village) == owe_about(village, now, kind=new_village)


def test_a_kind_that_nobody_renders_waits_and_says_why(now):
    message = owe_about(make_village(), now, kind="of-a-later-release")
    assert send_due(now=now, deliver=kinds.deliver) == (0, 1)
    message.refresh_from_db()
    assert (message.state, "of-a-later-release" in message.error) == (MessageState.PENDING, True)
