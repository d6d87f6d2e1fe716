"""Which papers stand beside a dossier or a session for one reader: to be saved, and their signed scans."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.data.refusal import Refused
from ocop.domain.papers.decision import centre_of, result_of
from ocop.domain.papers.signed import standing
from ocop.enums import PaperKind
from ocop.models import AgendaItem, CouncilSession, Office, ScoreSheet, SignedPaper, Submission
from ocop.web.office.access import May

# `text`, `kind`, `url` of the Word file or "", `scan` (row, url, before) or None, `keep`: where a scan is sent, or "".
Row = dict[str, Any]


def of_dossier(office: Office, submission: Submission, item: AgendaItem | None) -> list[Row]:
    scans = {row.kind: (row, n) for row, n in standing(submission.signed_papers.filter(sheet__isnull=True))}
    at = [office.slug, submission.dossier_id]
    rows = []
    for kind in PaperKind.of_dossier():
        mine = kind in PaperKind.of_host() or issues(office, submission, kind)
        row, before = scans.get(kind, (None, 0))
        scan = _scan(row, before, reverse("office:dossier_signed", args=[*at, row.pk])) if row else None
        if not mine and scan is None:
            continue
        rows.append(
            {
                "kind": kind,
                "text": kind.label,
                "url": reverse(f"office:dossier_{kind}", args=at) if mine else "",
                "scan": scan,
                "keep": reverse("office:dossier_sign", args=at) if mine and kind not in PaperKind.of_host() else "",
            }
        )
    return rows


def issues(office: Office, submission: Submission, kind: PaperKind) -> bool:
    """Whether this office signs that paper, and it stands."""
    if kind == PaperKind.FORM03:
        return bool(office.commune_id) and hasattr(submission, "commune_report")
    stands = {PaperKind.DECISION: result_of, PaperKind.CENTRE: centre_of}.get(kind)
    if stands is None or not office.province_id:
        return False
    try:
        stands(submission)
    except Refused:
        return False
    return True


def of_session(office: Office, may: May, session: CouncilSession) -> list[Row]:
    """The minutes: drafted by officers, read by all of the council."""
    if session.closed_at is None:
        return []
    at = [office.slug, session.pk]
    found = standing(session.signed_papers.all())
    row, before = found[0] if found else (None, 0)
    scan = _scan(row, before, reverse("office:session_signed", args=[*at, row.pk])) if row else None
    if not may.decide and scan is None:
        return []
    return [
        {
            "kind": PaperKind.MINUTES,
            "text": PaperKind.MINUTES.label,
            "url": reverse("office:session_paper", args=at) if may.decide else "",
            "scan": scan,
            "keep": reverse("office:session_sign", args=at) if may.decide and session.minutes_at else "",
        }
    ]


def of_item(office: Office, may: May, user: User, item: AgendaItem, *, closed: bool) -> list[Row]:
    """Sheets that `user` may read: one's own, and once the session is closed an officer all of them."""
    rows = []
    for sheet in item.sheets.all():
        own = sheet.member.user_id == user.pk
        if may_read(sheet, may, user, closed=closed):
            at = [office.slug, item.session_id, sheet.pk]
            rows.append(
                {
                    "kind": PaperKind.SHEET,
                    "text": _("Score sheet of %(name)s") % {"name": sheet.member.user},
                    "url": reverse("office:sheet_paper", args=at),
                    "scan": _newest(sheet.signed_papers.all(), office, item.session_id),
                    "keep": reverse("office:sheet_sign", args=at) if own and closed and sheet.signed_at else "",
                }
            )
    return rows


def may_read(sheet: ScoreSheet, may: May, user: User, *, closed: bool) -> bool:
    """Nobody reads the points of another before the session is closed; afterwards officers do, where it was signed."""
    if sheet.member.user_id == user.pk:
        return True
    return may.decide and closed and sheet.signed_at is not None


def _newest(found: Iterable[SignedPaper], office: Office, session: int) -> dict | None:
    rows = list(found)
    if not rows:
        return None
    return _scan(rows[0], len(rows) - 1, reverse("office:session_signed", args=[office.slug, session, rows[0].pk]))


def _scan(row: SignedPaper, before: int, url: str) -> dict:
    return {"row": row, "before": before, "url": url}
