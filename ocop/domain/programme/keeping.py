"""Rows of the programme's books: written once, corrected with history, put away. Never edited silently.

The history is Wagtail's log, as for products: who, when, and what each field said before.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.once import KeyReused, fingerprint_of
from ocop.enums import ProgrammeAct
from ocop.models.programme.kept import Kept

Row = TypeVar("Row", bound=Kept)
# Looks at a row as it is to be kept, within the transaction that keeps it, and raises Refused.
Check = Callable[[Any], None]


class ThereAlready(Refused):
    message = _("This is written down already. Correct what is there.")


class ChangedMeanwhile(Refused):
    message = _("Somebody has changed this meanwhile. Look at what it says now, and correct it again.")


@atomic_with_retry
def write(*, row: Row, by: User | None, now: dt.datetime, check: Check | None = None) -> Row:
    """Keep a new row. Sent again with the same key and the same words, it is the row that is there.

    Raises KeyReused where the words are others, ThereAlready, and what `check` raises.
    """
    row.fingerprint = _fingerprint(row)
    known = _same(row)
    if known:
        return known
    if check:
        check(row)
    row.made_at, row.made_by = now, by
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        known = _same(row)
        if known is None:
            raise ThereAlready from error
        return known
    log(row, ProgrammeAct.WRITTEN, user=by, data={"row": str(row)})
    return row


@atomic_with_retry
def correct(*, row: Row, version: int, values: Mapping[str, Any], by: User | None, check: Check | None = None) -> Row:
    """Change fields of a row that its reader saw as `version`. What it says already changes nothing.

    Raises ChangedMeanwhile, ThereAlready, and what `check` raises.
    """
    model = type(row)
    # An UPDATE first: whoever else corrects this row waits, on SQLite as on PostgreSQL.
    model._default_manager.filter(pk=row.pk).update(version=F("version"))
    row = model._default_manager.get(pk=row.pk)
    before = {name: getattr(row, name) for name in values}
    told = {name: [_plain(before[name]), _plain(value)] for name, value in values.items() if value != before[name]}
    if not told:
        return row
    if row.version != version or row.put_away_at:
        raise ChangedMeanwhile
    for name in told:
        setattr(row, name, values[name])
    if check:
        check(row)
    row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=[*told, "version"])
    except IntegrityError as error:
        raise ThereAlready from error
    labels = {str(model._meta.get_field(name).verbose_name): pair for name, pair in told.items()}  # type: ignore[union-attr]
    log(row, ProgrammeAct.CORRECTED, user=by, data={"row": str(row), "changes": labels})
    return row


@atomic_with_retry
def put_away(*, row: Row, by: User | None, now: dt.datetime) -> None:
    """Take a row out of all sums. Again changes nothing."""
    if type(row)._default_manager.filter(pk=row.pk, put_away_at__isnull=True).update(put_away_at=now):
        log(row, ProgrammeAct.PUT_AWAY, user=by, data={"row": str(row)})


def _same(row: Row) -> Row | None:
    """What the row's key has written already. Raises KeyReused."""
    known = type(row)._default_manager.filter(key=row.key, province=row.province_id).first()
    # A row of before fingerprints is compared by what it says now.
    if known and (known.fingerprint or _fingerprint(known)) != row.fingerprint:
        raise KeyReused
    return known


def _fingerprint(row: Kept) -> str:
    kept = {field.name for field in Kept._meta.fields if field.name != "province"}
    own = {field.name for field in row._meta.concrete_fields if not field.primary_key}
    return fingerprint_of(row, own - kept)


def _plain(value: Any) -> str | int | None:
    """As a history can keep it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return str(value)
