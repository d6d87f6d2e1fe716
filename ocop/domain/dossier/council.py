"""A session of the council: its agenda, closing it, what each product came to, its minutes.

Decision 26/2026/QĐ-TTg asks for the average of the evaluators and for levels that a star needs (art. 7, Appendix II).
It does not say how many must score, what is done with totals far apart, whether the average is rounded, or what a
rule that ends the assessment needs: quorum, distance and rounding stand in the council's regulation; a rule must be
found by all who score or by none, and until then the session stays open.
"""

import datetime as dt
import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import local_day
from ocop.domain.criteria.reading import read
from ocop.domain.criteria.score import Points, Score, points_of, score
from ocop.domain.dossier.path import locked, step
from ocop.domain.dossier.sheets import SessionClosed, choices_in, locked_session, sheet_for
from ocop.domain.once import says
from ocop.enums import DossierAct, DossierState, EvaluationKind, Outcome, SessionMode
from ocop.models import AgendaItem, Council, CouncilMember, CouncilSession, EvaluationRound, ScoreSheet, Submission


class NoAgenda(Refused):
    message = _("Put a dossier on the agenda first.")


class OutOfRound(Refused):
    message = _("This request came too late for the round of the session.")


class NoReport(Refused):
    message = _("The advisory team reports on a dossier before it comes before the council.")


class NotAllWrote(Refused):
    """`product` lacks sheets: `has` are signed, `needs` must be."""

    def __init__(self, product: str, has: int, needs: int) -> None:
        super().__init__(
            _("“%(product)s” has %(has)s signed sheets of %(needs)s that the regulation asks for.")
            % {"product": product, "has": has, "needs": needs}
        )


class TooFarApart(Refused):
    def __init__(self, product: str, spread: int, largest: int) -> None:
        super().__init__(
            _("“%(product)s”: totals lie %(spread)s points apart, and the regulation allows %(largest)s. Talk again.")
            % {"product": product, "spread": spread, "largest": largest}
        )


class NotOfOneMind(Refused):
    def __init__(self, product: str) -> None:
        super().__init__(
            _("“%(product)s”: some sheets name a rule that ends the assessment, others do not. Settle that first.")
            % {"product": product}
        )


class NotHeldYet(Refused):
    message = _("The session is held on a day that lies ahead: it is closed then.")


class SignedSheets(Refused):
    message = _("Members have signed for this dossier. Open their sheets again first, or close the session.")


class MustMeet(Refused):
    message = _("A first evaluation or an upgrade is judged in a meeting; written opinions are for re-evaluations.")


class NotClosed(Refused):
    message = _("Close the session first.")


class NoMinutes(Refused):
    message = _("Write the minutes and their number.")


@atomic_with_retry
def hold(
    *,
    council: Council,
    held_on: dt.date,
    mode: SessionMode = SessionMode.MEETING,
    round: EvaluationRound | None = None,
    place: str = "",
) -> CouncilSession:
    """A session of that day. The same again, while nothing is on its agenda, is the same one."""
    Council.objects.filter(pk=council.pk).update(name=council.name)
    told = {"council": council, "held_on": held_on, "mode": mode, "round": round, "place": place.strip()}
    standing = CouncilSession.objects.filter(**told, closed_at__isnull=True, items__isnull=True).first()
    return standing or CouncilSession.objects.create(**told)


@atomic_with_retry
def put_on_agenda(
    *, session: CouncilSession, submission: Submission, by: User, now: dt.datetime, seen: int | None = None
) -> AgendaItem:
    """Bring a dossier before the council. Again is the same item.

    Raises SessionClosed, NoReport (a re-evaluation needs none), MustMeet, OutOfRound, MovedOn, ChangedSince.
    """
    dossier = locked(submission.dossier)
    if locked_session(session).closed_at is not None:
        raise SessionClosed
    known = AgendaItem.objects.filter(submission=submission, session=session).first()
    if known is not None:
        return known
    if dossier.kind != EvaluationKind.AGAIN and not hasattr(submission, "advisory_report"):
        raise NoReport
    if dossier.kind != EvaluationKind.AGAIN and session.mode == SessionMode.WRITTEN:
        raise MustMeet
    if session.round and submission.commune_report.requested_on >= session.round.requests_before:
        raise OutOfRound
    step(
        dossier,
        DossierAct.AGENDA,
        begins=[DossierState.PROVINCE],
        ends=DossierState.COUNCIL,
        by=by,
        now=now,
        office=session.council.office,
        submission=submission,
        seen=seen,
    )
    return AgendaItem.objects.create(session=session, submission=submission)


@atomic_with_retry
def take_off_agenda(*, item: AgendaItem, by: User, now: dt.datetime, seen: int | None = None) -> None:
    """Back to the advisory team, with the sheets that were begun thrown away.

    Raises SessionClosed, SignedSheets, MovedOn, ChangedSince.
    """
    submission, session = item.submission, item.session
    dossier = locked(submission.dossier)
    if locked_session(session).closed_at is not None:
        raise SessionClosed
    if item.sheets.filter(signed_at__isnull=False).exists():
        raise SignedSheets
    step(
        dossier,
        DossierAct.OFF_AGENDA,
        begins=[DossierState.COUNCIL],
        ends=DossierState.PROVINCE,
        by=by,
        now=now,
        office=session.council.office,
        submission=submission,
        seen=seen,
    )
    item.sheets.all().delete()
    item.delete()


@atomic_with_retry
def close(*, session: CouncilSession, by: User, now: dt.datetime) -> CouncilSession:
    """Count the signed sheets of every item and write down what each came to. Again changes nothing.

    Of members who have a seat now: whoever left does not count, and makes the quorum no smaller for others.

    Raises NotHeldYet, NoAgenda, NotAllWrote, TooFarApart, NotOfOneMind.
    """
    if locked_session(session).closed_at is not None:
        return session
    if session.held_on > local_day(now):
        raise NotHeldYet
    items = list(session.items.select_related("submission__dossier").order_by("pk"))
    if not items:
        raise NoAgenda
    needs = quorum(session.council)
    for item in items:
        sheets = list(item.sheets.filter(signed_at__isnull=False, member__scores=True, member__left_on__isnull=True))
        _check(session.council, item, sheets, needs)
        came_to = result(session.council, item, sheets)
        exact = Fraction(came_to.total)
        item.average = Decimal(exact.numerator) / Decimal(exact.denominator)
        item.averages = {code: f"{float(value):.4f}" for code, value in averages(item, sheets).items()}
        item.outcome = outcome_of(came_to)
        item.sheets_counted = len(sheets)
        item.save(update_fields=["average", "averages", "outcome", "sheets_counted"])
        dossier = locked(item.submission.dossier)
        step(
            dossier,
            DossierAct.CLOSE,
            begins=[DossierState.COUNCIL],
            ends=DossierState.SCORED,
            by=by,
            now=now,
            office=session.council.office,
            submission=item.submission,
        )
    session.closed_at, session.closed_by = now, by
    session.save(update_fields=["closed_at", "closed_by"])
    return session


@atomic_with_retry
def write_minutes(*, session: CouncilSession, number: str, text: str, now: dt.datetime) -> CouncilSession:
    """Once, after closing: decisions rest on them. The same again changes nothing.

    Raises NotClosed, NoMinutes, WrittenOtherwise.
    """
    locked_session(session)
    if session.closed_at is None:
        raise NotClosed
    if not number.strip() or not text.strip():
        raise NoMinutes
    if session.minutes_at is not None:
        says(session, minutes_number=number, minutes=text)
        return session
    session.minutes_number, session.minutes, session.minutes_at = number.strip(), text.strip(), now
    session.save(update_fields=["minutes_number", "minutes", "minutes_at"])
    return session


def quorum(council: Council) -> int:
    """How many signed sheets a product needs, of the members who give points today."""
    members = CouncilMember.objects.filter(council=council, scores=True, left_on__isnull=True).count()
    return max(1, math.ceil(members * council.quorum_percent / 100))


def averages(item: AgendaItem, sheets: list[ScoreSheet]) -> dict[str, Fraction]:
    """The mean of `sheets` by criterion, exact."""
    all_points = [points_of(sheet_for(item.submission), choices_in(sheet)) for sheet in sheets]
    return {code: Fraction(sum(points[code] for points in all_points), len(sheets)) for code in all_points[0]}


def result(council: Council, item: AgendaItem, sheets: list[ScoreSheet]) -> Score:
    """What the sheets come to, by the edition of the submission and the council's own rounding."""
    sheet = sheet_for(item.submission)
    named = {key for each in sheets for key in each.stopped_by}
    return score(
        read(item.submission.content["edition"]),
        sheet,
        averages(item, sheets),
        stopped_by=tuple(rule for rule in sheet.stops if rule.key in named),
        rounded=rounding(council.decimals),
    )


def rounding(decimals: int | None) -> Callable[[Points], Fraction]:
    """Half up to so many decimals; nothing is rounded where the regulation says nothing."""

    def rounded(total: Points) -> Fraction:
        exact = Fraction(total)
        if decimals is None:
            return exact
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        return Fraction(quotient.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))

    return rounded


def outcome_of(came_to: Score) -> Outcome:
    """One and two stars bring no certificate; a rule that ends the assessment makes it ineligible."""
    return Outcome.INELIGIBLE if came_to.stopped_by or came_to.star < 1 else Outcome(str(came_to.star))


def _check(council: Council, item: AgendaItem, sheets: list[ScoreSheet], needs: int) -> None:
    name = item.submission.content["name"]
    if len(sheets) < needs:
        raise NotAllWrote(name, len(sheets), needs)
    if len({tuple(sheet.stopped_by) for sheet in sheets}) > 1:
        raise NotOfOneMind(name)
    totals = [sheet.total or 0 for sheet in sheets]
    spread = max(totals) - min(totals)
    if council.largest_spread is not None and spread > council.largest_spread:
        raise TooFarApart(name, spread, council.largest_spread)
