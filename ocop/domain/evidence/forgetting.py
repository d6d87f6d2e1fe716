"""Files that were taken out of a dossier long ago and that no version of it was handed in with."""

import datetime as dt

from django.db.models import Exists, F, OuterRef
from django.db.models.query import QuerySet

from common.data.db import atomic_with_retry
from common.work.sweep import each
from ocop.models import Dossier, Evidence, SubmittedFile

# So long whoever took it out may change their mind.
KEPT = dt.timedelta(days=30)


def forget_removed(*, now: dt.datetime) -> int:
    """Remove them with their rows. Returns how many. What a version holds stays, in the dossier's own folder too."""
    return each("evidence removed long ago", list(_old(now)), lambda row: _forget(row, now))


def _old(now: dt.datetime) -> QuerySet[Evidence]:
    handed_in = SubmittedFile.objects.filter(submission__dossier=OuterRef("dossier"), sha256=OuterRef("sha256"))
    return Evidence.objects.filter(~Exists(handed_in), removed_at__lt=now - KEPT).exclude(file="").order_by("pk")


@atomic_with_retry
def _forget(row: Evidence, now: dt.datetime) -> int:
    """Under the dossier's lock, which bringing it back and handing it in take too."""
    Dossier.objects.filter(pk=row.dossier_id).update(changed_at=F("changed_at"))
    if not _old(now).filter(pk=row.pk).exists():
        return 0
    # The file first: where it cannot be removed, the row still knows of it tomorrow.
    row.file.storage.delete(str(row.file.name))
    row.delete()
    return 1
