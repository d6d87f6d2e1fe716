"""A statement file becomes notices: kept as texts until a person has said which column is which, then row by row,
once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.money.bank import sheets
from bookings.domain.money.bank.keeping import Told, keep
from bookings.domain.money.bank.sheets import Movement
from bookings.enums import BankProvider
from bookings.models import BankFile
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.models import Host


class ColumnsUnclear(Refused):
    message = _("Say which column has the date and which the sums; each column is one thing.")


class FileGone(Refused):
    message = _("This file was taken in already, or is older than a day. Send it again.")


@dataclass(frozen=True)
class Filed:
    """How many rows are new notices, how many were known, and which rows could not be read."""

    new: int
    known: int
    unread: tuple[int, ...]


@atomic_with_retry
def send(*, host: Host, content: bytes, name: str, by: User, now: dt.datetime) -> BankFile:
    """Keep a file until its columns are named; the same file again is the same. Raises what `sheets.read_table`
    does.
    """
    rows = sheets.read_table(content)
    told = {"name": name[:120] or "sao-ke", "rows": rows, "sent_at": now, "by_name": str(by)[:120]}
    told |= {"taken_at": None}
    return BankFile.objects.update_or_create(host=host, digest=sha256(content).hexdigest(), defaults=told)[0]


@atomic_with_retry
def take_in(*, host: Host, file_id: int, columns: Mapping[str, int], now: dt.datetime) -> Filed:
    """Make a notice of each row; a row that was kept before, from this file or another one, is known.

    Raises FileGone, ColumnsUnclear.
    """
    file = BankFile.objects.filter(host=host, pk=file_id).first()
    if file is None:
        raise FileGone
    if not sheets.is_enough(columns):
        raise ColumnsUnclear
    if not BankFile.objects.filter(pk=file.pk, taken_at__isnull=True).update(taken_at=now):
        raise FileGone
    read, unread = sheets.movements(file.rows[1:], columns)
    heading, seen, new = file.rows[0], Counter[str](), 0
    for one in read:
        words = _words(one)
        seen[words] += 1
        # What a day has twice with the same words is two; the second is the second in every file.
        told = _told(one, f"{sha256(words.encode()).hexdigest()} {seen[words]}")
        raw = dict(zip(heading, file.rows[one.number], strict=False)) | {"": file.name}
        new += keep(host=host, provider=BankProvider.FILE, told=told, raw=raw, now=now)[1]
    return Filed(new, len(read) - new, tuple(unread))


def _told(one: Movement, number: str) -> Told:
    return Told(
        number=number,
        flow=one.flow,
        amount_vnd=one.amount_vnd,
        happened_at=one.happened_at,
        note=one.note,
        bank_reference=one.bank_reference,
    )


def _words(one: Movement) -> str:
    """What a row is known by in any file of this bank: its number there, or else its words."""
    known_by = one.bank_reference or one.note
    return "\n".join([one.happened_at.isoformat(), one.flow, str(one.amount_vnd), known_by])
