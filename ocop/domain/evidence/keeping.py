"""Putting evidence into a dossier, taking it out, and bringing it back."""

import datetime as dt
import hashlib
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.text import single_line
from ocop.domain.evidence.contents import LARGEST_DOSSIER, take
from ocop.domain.evidence.places import Place, check_place
from ocop.domain.unsent import lock_unsent
from ocop.enums import EvidenceKind
from ocop.models import Dossier, Evidence

LONGEST_TITLE, LONGEST_NAME, LONGEST_LINK = 200, 200, 500
# In one dossier, also of what was taken out of it again.
MOST_STANDING, MOST_EVER = 300, 1_000
_is_address = URLValidator(schemes=["https"])


class NoRoom(Refused):
    message = _("This dossier holds 100 MB already. Remove what it does not need, or send smaller files.")


class TooMuch(Refused):
    message = _("This dossier holds more pieces of evidence than anybody reads. Put several pages into one PDF.")


class Forgotten(Refused):
    message = _("This was taken out so long ago that it is kept no more. Add it again.")


class NotAnAddress(Refused):
    message = _("Write the whole address as the browser shows it: it begins with https://.")


def add_file(
    *, dossier: Dossier, place: Place, data: bytes, name: str, title: str, by: User, now: dt.datetime
) -> Evidence:
    """Keep a file, as an Evidence. The same again in the same place is the one that is there.

    Raises NoSuchPlace, NoRoom, TooMuch, and what `contents.take` raises.
    """
    check_place(dossier, place)
    content = take(data)
    called = single_line(PurePath(name.replace("\\", "/")).name)[-LONGEST_NAME:]
    title = single_line(title) or single_line(PurePath(called).stem) or str(_("File"))
    row = Evidence(
        kind=content.kind,
        title=title[:LONGEST_TITLE],
        original_name=called,
        media_type=content.media_type,
        size=len(content.data),
        sha256=content.sha256,
    )
    # Written before any lock is held; nobody has the name of what is left behind.
    row.dossier = dossier
    row.file.save(f"x{content.suffix}", ContentFile(content.data), save=False)
    kept: Evidence | None = None
    try:
        kept = _put(dossier=dossier, place=place, row=row, by=by, now=now)
    finally:
        if kept is not row:
            row.file.storage.delete(str(row.file.name))
    return kept


def add_link(*, dossier: Dossier, place: Place, link: str, title: str, by: User, now: dt.datetime) -> Evidence:
    """Keep the address of a page, which is never opened from here. The same again is the one that is there.

    Raises NoSuchPlace, NotAnAddress, TooMuch.
    """
    check_place(dossier, place)
    link = single_line(link)
    try:
        _is_address(link)
    except ValidationError as error:
        raise NotAnAddress from error
    if len(link) > LONGEST_LINK or "@" in link.split("/")[2]:
        raise NotAnAddress
    mark = hashlib.sha256(link.encode()).hexdigest()
    title = single_line(title) or link.split("/")[2]
    row = Evidence(dossier=dossier, kind=EvidenceKind.LINK, title=title[:LONGEST_TITLE], link=link, sha256=mark)
    return _put(dossier=dossier, place=place, row=row, by=by, now=now)


@atomic_with_retry
def remove(*, evidence: Evidence, now: dt.datetime) -> None:
    """Out of the dossier; `bring_back` undoes it. Again changes nothing. Raises WithOffices."""
    lock_unsent(evidence.dossier_id)
    if Evidence.objects.standing().filter(pk=evidence.pk).update(removed_at=now):
        _changed(evidence.dossier_id, now)


@atomic_with_retry
def bring_back(*, evidence: Evidence, now: dt.datetime) -> None:
    """As it was, where it was; nothing where the same was put there meanwhile.

    Raises WithOffices, Forgotten, NoRoom, TooMuch.
    """
    lock_unsent(evidence.dossier_id)
    if not Evidence.objects.filter(pk=evidence.pk).exists():
        raise Forgotten
    evidence.refresh_from_db()
    if evidence.removed_at is None or _same(evidence) is not None:
        return
    _check_room(evidence.dossier_id, evidence.size)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=None)
    _changed(evidence.dossier_id, now)


@atomic_with_retry
def _put(*, dossier: Dossier, place: Place, row: Evidence, by: User, now: dt.datetime) -> Evidence:
    lock_unsent(dossier.pk)
    row.code, row.paper = place.code, place.paper
    return _same(row) or put(row, by=by, now=now)


def put(row: Evidence, *, by: User, now: dt.datetime) -> Evidence:
    """Write `row` as the last in its place, under the dossier's lock. Raises NoRoom, TooMuch."""
    _check_room(row.dossier_id, row.size)
    there = Evidence.objects.filter(dossier=row.dossier_id, code=row.code, paper=row.paper)
    row.pk = None
    row.position = (there.aggregate(last=Max("position"))["last"] or 0) + 1
    row.added_at, row.added_by = now, by
    row.save()
    _changed(row.dossier_id, now)
    return row


def _same(row: Evidence) -> Evidence | None:
    told = {"dossier": row.dossier_id, "code": row.code, "paper": row.paper, "sha256": row.sha256}
    return Evidence.objects.standing().filter(**told).first()


def _check_room(dossier_id: int, size: int) -> None:
    rows = Evidence.objects.filter(dossier=dossier_id)
    standing = rows.standing()
    if standing.count() >= MOST_STANDING or rows.count() >= MOST_EVER:
        raise TooMuch
    if (standing.aggregate(total=Sum("size"))["total"] or 0) + size > LARGEST_DOSSIER:
        raise NoRoom


def _changed(dossier_id: int, now: dt.datetime) -> None:
    Dossier.objects.filter(pk=dossier_id).update(changed_at=now)
