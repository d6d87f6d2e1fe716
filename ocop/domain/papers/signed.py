"""Keeping the scan of a paper that was printed and signed. Of each paper the newest counts; none ever changes."""

import datetime as dt
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.text import single_line
from ocop.domain.evidence.contents import Content, take
from ocop.domain.papers.decision import centre_of, result_of
from ocop.enums import PaperKind
from ocop.models import CouncilSession, Dossier, ScoreSheet, SignedPaper, Submission

# Of one paper, with those that a newer one has replaced.
MOST, LONGEST_NAME = 20, 200


class NotIssuedYet(Refused):
    message = _("This paper does not stand yet on the site, so nobody can have signed it.")


class TooManyScans(Refused):
    message = _("This paper was scanned twenty times already. The newest counts; nothing is added any more.")


def keep_of_dossier(
    *, submission: Submission, kind: PaperKind, data: bytes, name: str, by: User, now: dt.datetime
) -> SignedPaper:
    """A scan of form 01, 02 or 03, or of a decision. The same again, while it is the newest, is the same row.

    Raises NotIssuedYet, NoResultYet, NothingToDecide, NotAfterCentre, TooManyScans, and what `evidence.contents.take`
    raises.
    """
    _check(submission, kind)
    return _keep(SignedPaper(kind=kind, submission=submission), take(data), name, by, now)


def keep_of_sheet(*, sheet: ScoreSheet, data: bytes, name: str, by: User, now: dt.datetime) -> SignedPaper:
    """A scan of a member's sheet, once its session is closed: until then it can be opened again.

    Raises NotIssuedYet, TooManyScans, and what `take` raises.
    """
    if sheet.signed_at is None or sheet.item.session.closed_at is None:
        raise NotIssuedYet
    row = SignedPaper(kind=PaperKind.SHEET, submission=sheet.item.submission, sheet=sheet)
    return _keep(row, take(data), name, by, now)


def keep_of_session(*, session: CouncilSession, data: bytes, name: str, by: User, now: dt.datetime) -> SignedPaper:
    """A scan of the minutes. Raises NotIssuedYet, TooManyScans, and what `take` raises."""
    if session.minutes_at is None:
        raise NotIssuedYet
    return _keep(SignedPaper(kind=PaperKind.MINUTES, session=session), take(data), name, by, now)


def _check(submission: Submission, kind: PaperKind) -> None:
    if kind == PaperKind.DECISION:
        result_of(submission)
    elif kind == PaperKind.CENTRE:
        centre_of(submission)
    elif kind == PaperKind.FORM03 and not hasattr(submission, "commune_report"):
        raise NotIssuedYet


def _keep(row: SignedPaper, content: Content, name: str, by: User, now: dt.datetime) -> SignedPaper:
    """Written to the disk before any lock is held; nobody has the name of what is left behind."""
    called = single_line(PurePath(name.replace("\\", "/")).name)[-LONGEST_NAME:]
    row.name = called or str(row.get_kind_display())
    row.media_type, row.size, row.sha256 = content.media_type, len(content.data), content.sha256
    row.at, row.by = now, by
    row.file.save(f"{content.sha256}{content.suffix}", ContentFile(content.data), save=False)
    kept: SignedPaper | None = None
    try:
        kept = _put(row)
    finally:
        if kept is not row:
            row.file.storage.delete(str(row.file.name))
    return kept


@atomic_with_retry
def _put(row: SignedPaper) -> SignedPaper:
    _lock(row)
    of_it = SignedPaper.objects.filter(
        kind=row.kind, submission=row.submission_id, session=row.session_id, sheet=row.sheet_id
    )
    last = of_it.first()
    if last is not None and last.sha256 == row.sha256:
        return last
    if of_it.count() >= MOST:
        raise TooManyScans
    # Tried again after a conflict, it was not written before.
    row.pk, row._state.adding = None, True
    row.save()
    return row


def _lock(row: SignedPaper) -> None:
    """Two who send at once come one after the other: the later one is the newest."""
    if row.submission is not None:
        Dossier.objects.filter(pk=row.submission.dossier_id).update(edition=F("edition"))
    elif row.session is not None:
        CouncilSession.objects.filter(pk=row.session.pk).update(place=F("place"))


def standing(rows: QuerySet[SignedPaper]) -> list[tuple[SignedPaper, int]]:
    """Of each paper the newest with how many it replaced, in one query."""
    found: dict[tuple, list[SignedPaper]] = {}
    for row in rows.select_related("by").order_by("-at", "-pk"):
        found.setdefault((row.kind, row.submission_id, row.session_id, row.sheet_id), []).append(row)
    return [(of_it[0], len(of_it) - 1) for of_it in found.values()]
