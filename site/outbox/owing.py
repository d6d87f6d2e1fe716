"""Write what is owed to a reader, in the transaction that made it true."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from common.data.compiled import Insert
from outbox.models import OutboxMessage

_ADD = Insert(OutboxMessage, ignore_conflicts=True)


def owe(
    *, key: str, subject: Model, kind: str, audience: str, to: str, language: str, now: dt.datetime, sequence: int = 0
) -> None:
    """Owe the reader `to` one message; the same `key` owes nothing more. Both the news and this happen, or neither."""
    _ADD.run(
        OutboxMessage(
            key=key,
            subject_type_id=ContentType.objects.get_for_model(subject).pk,
            subject_id=subject.pk,
            kind=kind,
            audience=audience,
            sequence=sequence,
            to=to,
            language=language,
            created_at=now,
            due_at=now,
        )
    )
