"""Which app turns which kind of message into a mail."""

from collections.abc import Callable, Iterable

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError

from common.words.site import sender
from outbox.models import OutboxMessage
from outbox.sending import Later, Overtaken, Unwritten

Render = Callable[[OutboxMessage], EmailMessage]

_renderers: dict[str, Render] = {}


def register(kinds: Iterable[str], render: Render) -> None:
    """Called where an app gets ready, so that every process knows all kinds."""
    _renderers.update(dict.fromkeys(map(str, kinds), render))


def deliver(message: OutboxMessage) -> None:
    """Render and send one message.

    Raises Overtaken where it is no longer true, Later where it waits, Unwritten where there is nothing to send, and
    what the server raises.
    """
    try:
        mail = _renderers[message.kind](message)
        mail.from_email = sender(message.language)
    except (Overtaken, Later, OperationalError, InterfaceError):
        # A database that does not answer is no fault of the mail's: it is tried again as soon as any other.
        raise
    except Exception as error:
        raise Unwritten from error
    mail.send()
