"""Which app turns which kind of message into a mail, or into a push to a phone."""

from collections.abc import Callable, Iterable
from typing import Protocol

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError

from common.words.site import sender
from outbox.models import OutboxMessage
from outbox.sending import Later, Overtaken, Unwritten


class Sendable(Protocol):
    """What is rendered. `send` raises what a server raises, or Busy; Overtaken where its reader is gone."""

    def send(self) -> object: ...


Render = Callable[[OutboxMessage], Sendable]

_renderers: dict[str, Render] = {}
# Those of one audience alone, by kind and audience.
_for_audience: dict[tuple[str, str], Render] = {}


def register(kinds: Iterable[str], render: Render, *, audience: str = "") -> None:
    """Called where an app gets ready, so that every process knows all kinds. For one `audience`, or for all others."""
    if audience:
        _for_audience.update({(str(kind), audience): render for kind in kinds})
    else:
        _renderers.update(dict.fromkeys(map(str, kinds), render))


def deliver(message: OutboxMessage) -> None:
    """Render and send one message.

    Raises Overtaken where it is no longer true, Later where it waits, Unwritten where there is nothing to send, and
    what the server raises.
    """
    try:
        mail = _renderer(message)(message)
        if isinstance(mail, EmailMessage):
            mail.from_email = sender(message.language)
    except (Overtaken, Later, OperationalError, InterfaceError):
        # A database that does not answer is no fault of the mail's: it is tried again as soon as any other.
        raise
    except Exception as error:
        raise Unwritten from error
    mail.send()


def _renderer(message: OutboxMessage) -> Render:
    return _for_audience.get((message.kind, message.audience)) or _renderers[message.kind]
