"""Write what is owed to a reader, in the transaction that made it true."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from common.data.compiled import Insert
from outbox.enums import MessageState
from outbox.models import OutboxMessage

_ADD = Insert(OutboxMessage, ignore_conflicts=True)


def owe(
    *,
    key: str,
    subject: Model,
    kind: str,
    audience: str,
    language: str,
    now: dt.datetime,
    to: str = "",
    reader_id: int | None = None,
    sequence: int = 0,
    due: dt.datetime | None = None,
) -> None:
    """Owe a reader, named by the address `to` or by `reader_id`, one message; the same `key` owes nothing more.

    Both the news and this happen, or neither. It goes out at once, or when it is `due`.
    """
    _ADD.run(
        OutboxMessage(
            key=key,
            subject_type_id=ContentType.objects.get_for_model(subject).pk,
            subject_id=subject.pk,
            kind=kind,
            audience=audience,
            sequence=sequence,
            to=to,
            reader_id=reader_id,
            language=language,
            created_at=now,
            due_at=due or now,
        )
    )


def still_owed(key: str) -> bool:
    """Whether the message of this key has yet to be written, so that it will tell what is written now.

    No worker takes it before the transaction ends: what one takes just then does not count.
    """
    return bool(OutboxMessage.objects.filter(key=key, state=MessageState.PENDING).update(state=MessageState.PENDING))


def is_owed(key: str) -> bool:
    """Whether the message of this key was ever written, whatever became of it."""
    return OutboxMessage.objects.filter(key=key).exists()


def owe_refused(key: str, *, now: dt.datetime) -> bool:
    """Whether the message of this key was refused, put off or given up: it is due at once then."""
    refused = OutboxMessage.objects.filter(key=key, state__in=[MessageState.PENDING, MessageState.FAILED])
    return bool(refused.exclude(error="").update(state=MessageState.PENDING, due_at=now, error=""))


def owe_dropped(*, subject: Model, kind: str, now: dt.datetime) -> None:
    """Owe again what was not sent because later news had taken it back, now that it is true again."""
    of_subject = OutboxMessage.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk, kind=kind
    )
    of_subject.filter(state=MessageState.OVERTAKEN).update(state=MessageState.PENDING, due_at=now)
