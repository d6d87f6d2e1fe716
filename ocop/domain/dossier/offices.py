"""What the commune and the province do with a dossier until a council sees it (Decision 26/2026/QĐ-TTg, art. 6, 7)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import date_text
from common.words.text import nfc
from ocop.domain.certificates import local_day
from ocop.domain.dossier.path import MovedOn, locked, step
from ocop.domain.dossier.working_days import after_working_days
from ocop.domain.once import says
from ocop.enums import DossierAct, DossierState, EvaluationKind, IntakeLevel, Origin
from ocop.models import AdvisoryReport, CommuneReport, Intake, Office, Submission

# Art. 6: from receipt to the request to the province.
COMMUNE_DAYS = 15
# Art. 7.6: days, not working days, from the complete dossier.
AGAIN_DAYS = dt.timedelta(days=45)


class NumberTaken(Refused):
    message = _("Another slip of this office has this number.")


class DayAhead(Refused):
    message = _("The day lies ahead, or before what came before it.")


class LateReceipt(Refused):
    """`last` is the last day that the slip may name."""

    def __init__(self, last: dt.date) -> None:
        said = _("Write the day on which it came: the fifteen working days from handing in were over on %(day)s.")
        super().__init__(said % {"day": date_text(last)})


class NoReasons(Refused):
    message = _("Write what is lacking: for a criterion, or for the whole.")


@dataclass(frozen=True)
class Findings:
    """Form 03, part II, and the request. All texts of people."""

    materials: str
    labour: str
    origin: Origin
    origin_note: str
    identity: str
    request_number: str
    requested_on: dt.date


@atomic_with_retry
def take_in(
    *,
    submission: Submission,
    office: Office,
    number: str = "",
    received_on: dt.date,
    by: User,
    now: dt.datetime,
    seen: int | None = None,
) -> Intake:
    """Give it the slip of this office; without a number, the next of its year. Again is the same slip.

    Raises MovedOn, ChangedSince, NumberTaken, DayAhead, LateReceipt; WrittenOtherwise where its slip says something
    else.
    """
    dossier = locked(submission.dossier)
    level = IntakeLevel.PROVINCE if office.province_id else IntakeLevel.COMMUNE
    known = submission.intakes.filter(level=level).first()
    if known is not None:
        says(known, received_on=received_on, number=number.strip() or known.number)
        return known
    if not _since(submission, level) <= received_on <= local_day(now):
        raise DayAhead
    # Art. 6 counts from receipt: a slip that names a later day would begin anew what has run out.
    last = after_working_days(local_day(submission.handed_in_at), COMMUNE_DAYS)
    if level == IntakeLevel.COMMUNE and received_on > last:
        raise LateReceipt(last)
    # One office gives one number at a time.
    Office.objects.filter(pk=office.pk).update(name=office.name)
    slips = Intake.objects.filter(office=office)
    serial = (slips.filter(year=received_on.year).aggregate(last=Max("serial"))["last"] or 0) + 1
    text = number.strip() or slip_number(serial, submission, received_on.year)
    if slips.filter(number=text).exists():
        raise NumberTaken
    at_province = level == IntakeLevel.PROVINCE
    step(
        dossier,
        DossierAct.PROVINCE_INTAKE if at_province else DossierAct.COMMUNE_INTAKE,
        begins=[DossierState.REQUESTED if at_province else DossierState.HANDED_IN],
        ends=DossierState.PROVINCE if at_province else DossierState.COMMUNE,
        by=by,
        now=now,
        office=office,
        submission=submission,
        seen=seen,
    )
    return Intake.objects.create(
        submission=submission,
        office=office,
        level=level,
        number=text,
        serial=serial,
        year=received_on.year,
        received_on=received_on,
        by=by,
    )


def slip_number(serial: int, submission: Submission, year: int) -> str:
    """As form 01 prints it: …/PĐK-(province)-(commune)-(year), by the codes of the host's commune."""
    host = submission.dossier.host
    commune = host.place
    return f"{serial:02d}/PĐK-{commune.province.code}-{commune.code}-{year}"


def _check_day(submission: Submission, level: IntakeLevel, day: dt.date, *, now: dt.datetime) -> None:
    """An office writes of no day before its slip, nor of one that lies ahead. Raises MovedOn, DayAhead."""
    slip = submission.intakes.filter(level=level).first()
    if slip is None:
        raise MovedOn
    if not slip.received_on <= day <= local_day(now):
        raise DayAhead


@atomic_with_retry
def request_province(
    *,
    submission: Submission,
    office: Office,
    findings: Findings,
    by: User,
    now: dt.datetime,
    seen: int | None = None,
) -> CommuneReport:
    """The commune's form 03 and its request. The same again is the same report.

    Raises MovedOn, ChangedSince, DayAhead, WrittenOtherwise.
    """
    dossier = locked(submission.dossier)
    known = CommuneReport.objects.filter(submission=submission).first()
    if known is not None:
        says(known, **vars(findings))
        return known
    _check_day(submission, IntakeLevel.COMMUNE, findings.requested_on, now=now)
    step(
        dossier,
        DossierAct.REQUEST,
        begins=[DossierState.COMMUNE],
        ends=DossierState.REQUESTED,
        by=by,
        now=now,
        office=office,
        submission=submission,
        seen=seen,
    )
    return CommuneReport.objects.create(submission=submission, by=by, **vars(findings))


@atomic_with_retry
def report(
    *,
    submission: Submission,
    office: Office,
    survey: str,
    findings: str,
    reported_on: dt.date,
    by: User,
    now: dt.datetime,
    seen: int | None = None,
) -> AdvisoryReport:
    """What the advisory team tells the council. The same again is the same report.

    Raises MovedOn, ChangedSince, DayAhead, WrittenOtherwise.
    """
    dossier = locked(submission.dossier)
    known = AdvisoryReport.objects.filter(submission=submission).first()
    if known is not None:
        says(known, survey=survey, findings=findings, reported_on=reported_on)
        return known
    _check_day(submission, IntakeLevel.PROVINCE, reported_on, now=now)
    step(
        dossier,
        DossierAct.REPORT,
        begins=[DossierState.PROVINCE],
        ends=DossierState.PROVINCE,
        by=by,
        now=now,
        office=office,
        submission=submission,
        seen=seen,
    )
    return AdvisoryReport.objects.create(
        submission=submission, survey=survey, findings=findings, reported_on=reported_on, by=by
    )


@atomic_with_retry
def send_back(
    *,
    submission: Submission,
    office: Office,
    reasons: Mapping[str, str],
    note: str,
    by: User,
    now: dt.datetime,
    seen: int | None = None,
) -> None:
    """Return it for completion, with what is lacking by criterion. Handed in anew it is a new version and goes from the
    commune on: every hand-over names the host, the commune, then the province. The same again changes nothing.

    Raises MovedOn, ChangedSince, NoReasons.
    """
    dossier = locked(submission.dossier)
    told = {code: text.strip() for code, text in reasons.items() if text.strip()}
    if not told and not note.strip():
        raise NoReasons
    last = dossier.steps.order_by("-pk").first()
    again = {"act": DossierAct.RETURN, "submission": submission, "office": office, "reasons": told}
    if last and all(getattr(last, name) == value for name, value in (again | {"note": nfc(note).strip()}).items()):
        return
    at_commune = DossierState.at_commune()
    # What the council or the ministry did not settle may be evaluated anew.
    province = [DossierState.REQUESTED, DossierState.PROVINCE, DossierState.SCORED, DossierState.MINISTRY]
    begins = province if office.province_id else list(at_commune)
    step(
        dossier,
        DossierAct.RETURN,
        begins=begins,
        ends=DossierState.RETURNED,
        by=by,
        now=now,
        office=office,
        submission=submission,
        note=note,
        reasons=told,
        seen=seen,
    )


def due_on(submission: Submission, intakes: list[Intake]) -> dt.date | None:
    """The day until which the office that has it must act, where the decision gives one: from what was handed in while
    the commune has given no slip."""
    dossier = submission.dossier
    slips = {slip.level: slip.received_on for slip in intakes}
    if dossier.state in DossierState.at_commune():
        came = slips.get(IntakeLevel.COMMUNE) or local_day(submission.handed_in_at)
        return after_working_days(came, COMMUNE_DAYS)
    decides = dossier.state in (DossierState.PROVINCE, DossierState.COUNCIL, DossierState.SCORED)
    if dossier.kind == EvaluationKind.AGAIN and decides and IntakeLevel.PROVINCE in slips:
        return slips[IntakeLevel.PROVINCE] + AGAIN_DAYS
    return None


def _since(submission: Submission, level: IntakeLevel) -> dt.date:
    """The first day on which it can have come."""
    if level == IntakeLevel.COMMUNE:
        return local_day(submission.handed_in_at)
    asked = CommuneReport.objects.filter(submission=submission).first()
    if asked is None:
        raise MovedOn
    return asked.requested_on
