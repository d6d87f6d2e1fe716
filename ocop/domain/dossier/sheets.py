"""One member's sheet of points: saved, signed, and closed with its session. Nobody else reads it before that."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.criteria.edition import CriteriaSet
from ocop.domain.criteria.reading import read
from ocop.domain.criteria.score import Choice, NoSuchLevel, points_of
from ocop.domain.dossier.path import locked, step
from ocop.enums import DossierAct, DossierState
from ocop.models import AgendaItem, CouncilMember, CouncilSession, ScoreSheet, Submission


class SessionClosed(Refused):
    message = _("The session is closed: its sheets stand as they were signed.")


class SheetSigned(Refused):
    message = _("This sheet is signed. The office can open it again while the session is not closed.")


class NotComplete(Refused):
    """`lacking` are codes of criteria without a level."""

    def __init__(self, lacking: list[str]) -> None:
        self.lacking = lacking
        super().__init__(
            _("Choose a level for every criterion before you sign. Still open: %(codes)s.")
            % {"codes": ", ".join(lacking)}
        )


class NoSeat(Refused):
    message = _("Who has no seat that gives points on this council cannot fill in a sheet.")


class ChangedElsewhere(Refused):
    message = _("This sheet was saved in another window meanwhile. Look at what stands, and save again.")


class OffAgenda(Refused):
    message = _("This dossier was taken off the agenda meanwhile.")


class WrongLevel(Refused):
    message = _("A criterion has no such level. Load the page anew and choose again.")


@dataclass(frozen=True)
class Filled:
    """What a member filled in: levels and words by criterion, rules found to hold, an opinion on the whole."""

    levels: Mapping[str, Choice] = field(default_factory=dict)
    opinions: Mapping[str, str] = field(default_factory=dict)
    stopped_by: tuple[str, ...] = ()
    opinion: str = ""


def sheet_for(submission: Submission) -> CriteriaSet:
    """The set by which it is judged: that of the edition under which it was handed in, for ever."""
    content = submission.content
    return read(content["edition"]).sets[content["criteria_set"]]


def seat_of(session: CouncilSession, user: User) -> CouncilMember | None:
    """The seat that gives points, of a member who has not left."""
    return session.council.members.filter(user=user, scores=True, left_on__isnull=True).first()


@atomic_with_retry
def save_sheet(
    *, item: AgendaItem, user: User, filled: Filled, seen: int, sign: bool = False, now: dt.datetime
) -> ScoreSheet:
    """Keep what is filled in, and sign it where asked: then it stands. The same again changes nothing.

    `seen` is the version the form was opened with.

    Raises SessionClosed, OffAgenda, SheetSigned, NoSeat, ChangedElsewhere, WrongLevel, NotComplete.
    """
    session = locked_session(item.session)
    if session.closed_at is not None:
        raise SessionClosed
    if not AgendaItem.objects.filter(pk=item.pk, session=session).exists():
        raise OffAgenda
    member = seat_of(session, user)
    if member is None:
        raise NoSeat
    sheet = ScoreSheet.objects.filter(item=item, member=member).first() or ScoreSheet(item=item, member=member)
    wanted = _values(item, filled)
    same = all(getattr(sheet, name) == value for name, value in wanted.items())
    if sheet.signed_at is not None:
        if same and sign:
            return sheet
        raise SheetSigned
    if not same and sheet.version != seen:
        raise ChangedElsewhere
    points = _points(item, filled)
    if sign:
        lacking = [code for code in sheet_for(item.submission).by_code if code not in points]
        if lacking:
            raise NotComplete(lacking)
        sheet.signed_at, sheet.total = now, sum(points.values())
    if same and not sign and sheet.pk:
        return sheet
    for name, value in wanted.items():
        setattr(sheet, name, value)
    sheet.version, sheet.saved_at = sheet.version + 1, now
    sheet.save()
    return sheet


@atomic_with_retry
def open_again(*, sheet: ScoreSheet, by: User, now: dt.datetime) -> None:
    """The office lets a member think again, before the session is closed; written down with the member's name.

    Again changes nothing. Raises SessionClosed.
    """
    submission, session = sheet.item.submission, sheet.item.session
    dossier = locked(submission.dossier)
    if locked_session(session).closed_at is not None:
        raise SessionClosed
    if not ScoreSheet.objects.filter(pk=sheet.pk, signed_at__isnull=False).update(signed_at=None, total=None):
        return
    step(
        dossier,
        DossierAct.OPEN_SHEET,
        begins=[DossierState.COUNCIL],
        ends=DossierState.COUNCIL,
        by=by,
        now=now,
        office=session.council.office,
        submission=submission,
        note=str(sheet.member.user),
    )


def choices_in(sheet: ScoreSheet) -> dict[str, Choice]:
    return {code: Choice(level, case) for code, (case, level) in sheet.levels.items()}


def locked_session(session: CouncilSession) -> CouncilSession:
    """Whoever closes it waits for who signs, and the other way round."""
    CouncilSession.objects.filter(pk=session.pk).update(place=session.place)
    session.refresh_from_db()
    return session


def _values(item: AgendaItem, filled: Filled) -> dict:
    known = {rule.key for rule in sheet_for(item.submission).stops}
    return {
        "levels": {code: [choice.case, choice.level] for code, choice in sorted(filled.levels.items())},
        "opinions": {code: text.strip() for code, text in sorted(filled.opinions.items()) if text.strip()},
        "stopped_by": [key for key in filled.stopped_by if key in known],
        "opinion": filled.opinion.strip(),
    }


def _points(item: AgendaItem, filled: Filled) -> dict[str, int]:
    try:
        return points_of(sheet_for(item.submission), filled.levels)
    except NoSuchLevel as error:
        raise WrongLevel from error
