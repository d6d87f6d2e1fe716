"""How a submission ends: recognised with a certificate, not recognised, or by way of the ministry (art. 7).

Three and four stars are recognised by the chairman of the province; from 90 points on the result is approved and sent
up, and the minister recognises five. Where the centre gives less, the province recognises three or four on its result.
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.text import fold
from ocop.domain.certificates import grant, local_day
from ocop.domain.criteria.reading import read
from ocop.domain.dossier.path import MovedOn, locked, step
from ocop.domain.once import says
from ocop.domain.words import write_words
from ocop.enums import DossierAct, DossierState, EvaluationKind, Outcome, ProductGroup
from ocop.models import AgendaItem, Assessment, Certificate, Decision, Dossier, OcopProduct, Submission

CERTIFIED = {Outcome.THREE: 3, Outcome.FOUR: 4, Outcome.FIVE: 5}
# Art. 7: so many points and more go to the ministry.
TO_MINISTRY = 90


class NoMinutesYet(Refused):
    message = _("The minutes of the session come before a decision.")


class NotCertified(Refused):
    message = _("One and two stars, and what is not eligible, bring no certificate.")


class MinistryDecides(Refused):
    message = _("From 90 points on the ministry decides: forward the dossier first.")


class BelowNinety(Refused):
    message = _("Only what reached 90 points goes to the ministry.")


class MoreThanScored(Refused):
    message = _("The province cannot recognise more stars than the council found, nor five.")


class NoGain(Refused):
    message = _(
        "The product has as many stars or more already. End this dossier without a certificate: the one that "
        "is in force stays."
    )


class WhyNot(Refused):
    message = _("Three stars and more are recognised by a decision. Where there is none, write why.")


class DecisionDay(Refused):
    message = _("The decision comes after the session, and its day does not lie ahead.")


class NoNumber(Refused):
    message = _("Write the number of the decision.")


@atomic_with_retry
def forward(*, submission: Submission, by: User, now: dt.datetime, seen: int | None = None) -> None:
    """The result is approved and goes up. Raises NoMinutesYet, BelowNinety, MovedOn, ChangedSince."""
    dossier, item = _scored(submission)
    if not goes_up(item):
        raise BelowNinety
    step(
        dossier,
        DossierAct.FORWARD,
        begins=[DossierState.SCORED],
        ends=DossierState.MINISTRY,
        by=by,
        now=now,
        office=item.session.council.office,
        submission=submission,
        seen=seen,
    )


@atomic_with_retry
def recognise(
    *,
    submission: Submission,
    outcome: Outcome,
    number: str,
    issuer: str,
    decided_on: dt.date,
    by: User,
    now: dt.datetime,
    seen: int | None = None,
) -> Decision:
    """The decision, the product in the register where it is new, and its certificate. The same again is the same one.

    Five stars come from the ministry alone, and what was forwarded may come back with three or four. An upgrade that
    brings no more stars than are in force is refused: its decision would end the better certificate.
    Raises NoMinutesYet, NotCertified, MinistryDecides, MoreThanScored, NoGain, DecisionDay, NoNumber, MovedOn,
    ChangedSince, WrittenOtherwise.
    """
    dossier, item = _scored(submission)
    known = Decision.objects.filter(submission=submission).first()
    if known is not None:
        says(known, outcome=outcome, number=number, issuer=issuer, decided_on=decided_on, note="")
        return known
    _check(dossier, item, outcome, decided_on, now)
    if not number.strip():
        raise NoNumber
    product = dossier.product or _product(dossier)
    certificate = grant(
        product=product,
        stars=CERTIFIED[outcome],
        decision_number=number.strip(),
        issuer=issuer.strip(),
        issued_on=decided_on,
        by=by,
    )
    _assess(dossier, product, item, outcome, decided_on)
    step(
        dossier,
        DossierAct.RECOGNISE,
        begins=[DossierState.SCORED, DossierState.MINISTRY],
        ends=DossierState.RECOGNISED,
        by=by,
        now=now,
        office=item.session.council.office,
        submission=submission,
        seen=seen,
    )
    return _write(submission, outcome, decided_on, by=by, number=number, issuer=issuer, certificate=certificate)


@atomic_with_retry
def refuse(
    *, submission: Submission, note: str, decided_on: dt.date, by: User, now: dt.datetime, seen: int | None = None
) -> Decision:
    """No certificate: one, two stars, not eligible, an upgrade without gain, or no decision at all, with the reason in
    `note`; also where the ministry's answer is no. The same again is the same row.

    Raises NoMinutesYet, WhyNot, DecisionDay, MovedOn, ChangedSince, WrittenOtherwise.
    """
    dossier, item = _scored(submission)
    known = Decision.objects.filter(submission=submission).first()
    if known is not None:
        says(known, number="", decided_on=decided_on, note=note)
        return known
    outcome = Outcome(item.outcome)
    if outcome in CERTIFIED and not note.strip():
        raise WhyNot
    if not item.session.held_on <= decided_on <= local_day(now):
        raise DecisionDay
    if dossier.product:
        _assess(dossier, dossier.product, item, outcome, decided_on)
    step(
        dossier,
        DossierAct.REFUSE,
        begins=[DossierState.SCORED, DossierState.MINISTRY],
        ends=DossierState.NOT_RECOGNISED,
        by=by,
        now=now,
        office=item.session.council.office,
        submission=submission,
        note=note,
        seen=seen,
    )
    return _write(submission, outcome, decided_on, by=by, note=note)


def goes_up(item: AgendaItem) -> bool:
    """Whether the council's result is one for the ministry."""
    return item.outcome == Outcome.FIVE and item.average is not None and item.average >= TO_MINISTRY


def brings_more(dossier: Dossier, outcome: Outcome, day: dt.date) -> bool:
    """Whether it is no upgrade, or one to more stars than the certificate in force on `day` has."""
    standing = dossier.product.certificate_on(day) if dossier.product else None
    return dossier.kind != EvaluationKind.UPGRADE or standing is None or CERTIFIED.get(outcome, 0) > standing.stars


def _scored(submission: Submission) -> tuple[Dossier, AgendaItem]:
    dossier = locked(submission.dossier)
    item = AgendaItem.objects.filter(submission=submission).select_related("session__council__office").first()
    if item is None or item.session.closed_at is None:
        raise MovedOn
    if item.session.minutes_at is None:
        raise NoMinutesYet
    return dossier, item


def _check(dossier: Dossier, item: AgendaItem, outcome: Outcome, decided_on: dt.date, now: dt.datetime) -> None:
    if outcome not in CERTIFIED or Outcome(item.outcome) not in CERTIFIED:
        raise NotCertified
    at_ministry = dossier.state == DossierState.MINISTRY
    if not at_ministry and goes_up(item):
        raise MinistryDecides
    if int(outcome) > int(item.outcome) or (outcome == Outcome.FIVE and not at_ministry):
        raise MoreThanScored
    if not brings_more(dossier, outcome, decided_on):
        raise NoGain
    # Below the ministry the stars are those the council found.
    if not at_ministry and outcome != item.outcome:
        raise MoreThanScored
    if not item.session.held_on <= decided_on <= local_day(now):
        raise DecisionDay


def _product(dossier: Dossier) -> OcopProduct:
    """The entry of the register: the house's own of that name where there is one, as in an import; else a new one."""
    folded = fold(dossier.name)
    known = [each for each in OcopProduct.objects.filter(host=dossier.host).order_by("pk") if fold(each.name) == folded]
    if known:
        Dossier.objects.filter(pk=dossier.pk).update(product=known[0])
        dossier.product = known[0]
        return known[0]
    sheet = read(dossier.edition).sets[dossier.criteria_set]
    made = OcopProduct.objects.create(
        name=dossier.name,
        host=dossier.host,
        group=ProductGroup(sheet.group),
        criteria_set=dossier.criteria_set,
        commune=dossier.host.commune,
        village=dossier.host.village,
    )
    write_words(OcopProduct.objects.filter(pk=made.pk))
    Dossier.objects.filter(pk=dossier.pk).update(product=made)
    dossier.product = made
    return made


def _assess(dossier: Dossier, product: OcopProduct, item: AgendaItem, outcome: Outcome, day: dt.date) -> None:
    Assessment.objects.create(
        product=product,
        kind=dossier.kind,
        outcome=outcome,
        points=None if item.average is None else round(item.average, 2),
        decided_on=day,
    )


def _write(
    submission: Submission,
    outcome: Outcome,
    decided_on: dt.date,
    *,
    by: User,
    number: str = "",
    issuer: str = "",
    note: str = "",
    certificate: Certificate | None = None,
) -> Decision:
    return Decision.objects.create(
        submission=submission,
        outcome=outcome,
        number=number.strip(),
        decided_on=decided_on,
        issuer=issuer.strip(),
        certificate=certificate,
        note=note.strip(),
        by=by,
    )
