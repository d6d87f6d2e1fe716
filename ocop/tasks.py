"""Celery's part of the register: ids in, one domain call. May run twice, or beside itself, without harm."""

import contextlib

from django.db import transaction
from django.utils import timezone

from common.work.periodic import periodic
from common.work.sweep import each
from ocop.domain.imports.work import due, work


@periodic("ocop.tasks.do_imports")
def do_imports() -> int:
    """Read and write the spreadsheets that wait."""
    return each("import", due(now=timezone.now()), lambda pk: work(pk, now=timezone.now()))


def import_soon() -> None:
    """Ask a worker at once; where the broker is down, beat's next run does it."""

    def ask() -> None:
        with contextlib.suppress(Exception):
            do_imports.apply_async(retry=False)

    transaction.on_commit(ask)
