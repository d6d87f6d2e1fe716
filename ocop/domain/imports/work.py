"""An import's way: sent by an officer, read by a worker, decided by the officer, written by a worker.

Each step is claimed by a compare-and-swap, so that two workers, or two taps, do it once.
"""

import datetime as dt
import hashlib
import logging
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry, one_at_a_time
from common.data.refusal import Refused
from ocop.domain.imports.entry import Entry, read_entry
from ocop.domain.imports.judging import Judge, Judged
from ocop.domain.imports.land import Land
from ocop.domain.imports.notes import is_no_product
from ocop.domain.imports.opening import check_size
from ocop.domain.imports.progress import tell_writing
from ocop.domain.imports.reading import by_column, find_table
from ocop.domain.imports.register import Register
from ocop.domain.imports.writing import write_rows
from ocop.enums import ImportState, RowOutcome
from ocop.models import ImportRow, Office, RegisterImport

logger = logging.getLogger(__name__)

# A worker lives no longer (CELERY_TASK_TIME_LIMIT), so what it held since is nobody's.
LEASE = dt.timedelta(minutes=6)
# A file on which workers die is not tried for ever.
ATTEMPTS = 2
# Rows after which the page hears how far it is.
STEP = 500
BATCH = 500
# Of 100, what reading has done before rows are judged, and before they are kept.
READ, JUDGED = 60, 80
# Of 100, what writing has done once its rows are judged again, and before what became of each is kept.
JUDGED_AGAIN, WRITTEN = 20, 90


class NotReady(Refused):
    message = _("This import does not wait for a decision: look at how it stands now.")


class NothingGood(Refused):
    message = _("No row of this file is new or changed, so there is nothing to write.")


def send(*, office: Office, content: bytes, name: str, language: str, by: User, now: dt.datetime) -> RegisterImport:
    """Keep a file to be read. The same file, sent again while it waits or is read, is the same import.

    Raises Empty, TooLarge (`opening.check_size`).
    """
    check_size(len(content))
    mark = hashlib.sha256(content).hexdigest()
    under_way = (ImportState.WAITING, ImportState.READING, ImportState.READY)
    known = office.imports.filter(sha256=mark, state__in=under_way, by=by).first()
    if known:
        return known
    row = RegisterImport(office=office, by=by, name=name[-200:], sha256=mark, language=language, created_at=now)
    row.file.save(name[-80:], ContentFile(content), save=False)
    row.save()
    return row


def decide(*, row: RegisterImport, now: dt.datetime) -> None:
    """All good rows are to be written. A second tap changes nothing. Raises NotReady, NothingGood."""
    if not any(row.counts.get(outcome) for outcome in RowOutcome.written()):
        raise NothingGood
    waiting = RegisterImport.objects.filter(pk=row.pk, state=ImportState.READY)
    if waiting.update(state=ImportState.CONFIRMED, percent=0, attempts=0):
        return
    row.refresh_from_db()
    if row.state not in (ImportState.CONFIRMED, ImportState.WRITING, ImportState.DONE):
        raise NotReady


def due(*, now: dt.datetime) -> list[int]:
    """Keys of the imports that wait for a worker, or whose worker died; the oldest first."""
    _free_the_dead(now)
    return list(
        RegisterImport.objects.filter(state__in=ImportState.for_worker()).order_by("pk").values_list("pk", flat=True)
    )


def _free_the_dead(now: dt.datetime) -> None:
    dead = RegisterImport.objects.filter(state__in=ImportState.at_work(), claimed_at__lt=now - LEASE)
    for row in dead.defer("counts"):
        again = {ImportState.READING: ImportState.WAITING, ImportState.WRITING: ImportState.CONFIRMED}
        state = again[ImportState(row.state)] if row.attempts < ATTEMPTS else ImportState.FAILED
        RegisterImport.objects.filter(pk=row.pk, state=row.state, claimed_at=row.claimed_at).update(state=state)


def work(pk: int, *, now: dt.datetime) -> bool:
    """Do the step that one import waits for, in its officer's language; False where another worker has it."""
    for waits, works, do in (
        (ImportState.WAITING, ImportState.READING, _read),
        (ImportState.CONFIRMED, ImportState.WRITING, _write),
    ):
        claim = RegisterImport.objects.filter(pk=pk, state=waits)
        row = claim.first()
        if row is None or not claim.update(state=works, claimed_at=now, attempts=row.attempts + 1):
            continue
        row.refresh_from_db()
        with translation.override(row.language):
            _guarded(row, do)
        return True
    return False


def _guarded(row: RegisterImport, do: Any) -> None:
    try:
        do(row)
    except Refused as refused:
        _leave(row, state=ImportState.REFUSED, said=str(refused.message))
    except SoftTimeLimitExceeded:
        # No fault of this file: its lease runs out, and another run takes it.
        raise
    except Exception:
        _leave(row, state=ImportState.FAILED)
        raise


def _leave(row: RegisterImport, **fields: Any) -> None:
    RegisterImport.objects.filter(pk=row.pk, state=row.state).update(**fields)


def _read(row: RegisterImport) -> None:
    with row.file.open("rb") as file:
        table = find_table(file.read())
    kept: list[tuple[int, list[str]]] = []
    for number, cells in table.rows():
        kept.append((number, cells))
        if len(kept) % STEP == 0:
            _tell(row, min(READ, len(kept) * READ // 10_000))
    _tell(row, READ)
    columns = list(table.heading.columns)
    judged = _judge([(number, by_column(cells, columns)) for number, cells in kept], row.office)
    _tell(row, JUDGED)
    with transaction.atomic():
        _keep(row, judged, [cells for _number, cells in kept])
        _leave(
            row,
            state=ImportState.READY,
            percent=100,
            sheet=table.sheet.title[:120],
            others=list(table.others),
            heading=list(table.heading.texts),
            columns=columns,
            counts=_counts(judged),
        )


def _keep(row: RegisterImport, judged: list[Judged], cells: list[list[str]]) -> None:
    """All rows afresh: they are made faster than changed."""
    row.rows.all().delete()
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                register_import=row,
                number=one.number,
                cells=texts,
                outcome=one.outcome,
                reasons=one.reasons,
                told=one.told,
                product=one.product if one.product and one.product.pk else None,
            )
            for one, texts in zip(judged, cells, strict=True)
        ],
        batch_size=BATCH,
    )


def _tell(row: RegisterImport, percent: int) -> None:
    RegisterImport.objects.filter(pk=row.pk).update(percent=percent)


def _judge(rows: list[tuple[int, dict[str, str]]], office: Office) -> list[Judged]:
    land, register = Land(), Register()
    entries: list[tuple[int, Entry | None]] = [
        (number, None if is_no_product(cells) else read_entry(cells, land)) for number, cells in rows
    ]
    return Judge(register, office).judge(entries)


def _counts(judged: list[Judged]) -> dict[str, int]:
    counts = {outcome.value: 0 for outcome in RowOutcome}
    for one in judged:
        counts[one.outcome] += 1
    return counts


@atomic_with_retry
def _write(row: RegisterImport) -> None:
    """Judged again as the register stands now: what somebody wrote meanwhile is not made twice."""
    tell_writing(row, 0)
    one_at_a_time("ocop register import")
    kept = list(row.rows.order_by("number"))
    judged = _judge([(one.number, by_column(one.cells, row.columns)) for one in kept], row.office)
    tell_writing(row, JUDGED_AGAIN)
    now = timezone.now()

    def tell(done: float) -> None:
        tell_writing(row, JUDGED_AGAIN + (WRITTEN - JUDGED_AGAIN) * done)

    write_rows(judged, by=row.by, now=now, source=row.name, tell=tell)
    tell(1)
    _keep(row, judged, [one.cells for one in kept])
    _leave(row, state=ImportState.DONE, percent=100, counts=_counts(judged), done_at=now)
