"""A notice is kept first, whole and once, and its state moves by compare-and-swap with a line in its log."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from accounts.models import User
from bookings.enums import BankFlow, BankProvider, LookWhy, NoticeState
from bookings.models import BankNotice, BankNoticeEntry, BankNoticeMove, LedgerEntry
from common.data.db import atomic_with_retry
from common.words.text import single_line
from villages.models import Host

# In the bank's own words more would be no note.
LONGEST_NOTE, LONGEST_ID, LONGEST_ACCOUNT, LONGEST_REFERENCE = 500, 100, 40, 100


@dataclass(frozen=True)
class Told:
    """One movement as it was read. `amount_vnd` in đồng, 0 where none could be read; `number` is the notice's own."""

    number: str
    flow: BankFlow
    amount_vnd: int
    happened_at: dt.datetime
    account: str = ""
    note: str = ""
    bank_reference: str = ""


@atomic_with_retry
def keep(*, host: Host, provider: BankProvider, told: Told, raw: Any, now: dt.datetime) -> tuple[BankNotice, bool]:
    """The notice, and whether it is new. The same number with the same words is the one that was kept already; with
    other words it is kept beside it, for a person to look at.
    """
    number = told.number if len(told.number) <= LONGEST_ID else f"sha256 {_digest(told.number)}"
    first = BankNotice.objects.filter(host=host, provider=provider, provider_id=number).first()
    if first is None:
        return _write(host, provider, number, told, raw, now)
    if _says(first) == _says_of(told):
        return first, False
    notice, is_new = _write(host, provider, f"{number}~{_digest(raw)[:12]}", told, raw, now)
    # Whoever kept it at the same moment may have moved it already.
    if is_new and notice.state == NoticeState.NEW:
        move(notice, NoticeState.TO_LOOK_AT, why=LookWhy.OTHERWISE, now=now)
    return notice, is_new


def move(
    notice: BankNotice,
    after: NoticeState,
    *,
    now: dt.datetime,
    why: str = "",
    note: str = "",
    by: User | None = None,
) -> bool:
    """From the state that `notice` was read in; False where somebody was quicker."""
    before = notice.state
    standing = BankNotice.objects.filter(pk=notice.pk, state=before)
    if not standing.update(state=after, why=why):
        return False
    BankNoticeMove.objects.create(
        notice=notice, before=before, after=after, why=why, note=note[:200], by=by, by_name=str(by or "")[:120], at=now
    )
    notice.state, notice.why = after, why
    return True


def link(notice: BankNotice, entries: Iterable[LedgerEntry], *, wrote: bool, now: dt.datetime) -> None:
    for entry in entries:
        BankNoticeEntry.objects.create(notice=notice, entry=entry, wrote=wrote, at=now)


def _write(
    host: Host, provider: BankProvider, number: str, told: Told, raw: Any, now: dt.datetime
) -> tuple[BankNotice, bool]:
    fields = {
        "flow": told.flow,
        "amount_vnd": told.amount_vnd,
        "account": told.account[:LONGEST_ACCOUNT],
        "note": single_line(told.note)[:LONGEST_NOTE],
        "bank_reference": told.bank_reference[:LONGEST_REFERENCE],
        "happened_at": told.happened_at,
        "raw": raw,
        "kept_at": now,
    }
    same = BankNotice.objects.filter(host=host, provider=provider, provider_id=number)
    if standing := same.first():
        return standing, False
    # Where another request keeps it just now, that one's row is read; under REPEATABLE READ this begins again.
    written = BankNotice(host=host, provider=provider, provider_id=number, **fields)
    BankNotice.objects.bulk_create([written], ignore_conflicts=True)  # type: ignore[no-untyped-call]
    return same.get(), True


def _says(notice: BankNotice) -> tuple[str, int, str, str, str]:
    return notice.flow, notice.amount_vnd, notice.account, notice.note, notice.bank_reference


def _says_of(told: Told) -> tuple[str, int, str, str, str]:
    note = single_line(told.note)[:LONGEST_NOTE]
    return told.flow, told.amount_vnd, told.account[:LONGEST_ACCOUNT], note, told.bank_reference[:LONGEST_REFERENCE]


def _digest(what: Any) -> str:
    return sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()
