"""Withdrawing a certificate: opened on a ground, concluded, decided (Decision 26/2026/QĐ-TTg, art. 8)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import NoReason, NotInForce, local_day, locked, note
from ocop.domain.once import says
from ocop.enums import RegisterAct, WithdrawalGround
from ocop.models import Certificate, Withdrawal

# Art. 8: the decision comes within so many days of the conclusion, or of the commune's word that production stopped.
# Plain days: only the commune's fifteen for its own checks are called working days.
DECISION_WITHIN = dt.timedelta(days=15)


class AlreadyOpen(Refused):
    message = _("A withdrawal of this certificate is open already.")


class NotConcluded(Refused):
    message = _("A withdrawal is decided after its conclusion, and only where the ground was found to hold.")


class AlreadyConcluded(Refused):
    message = _("This withdrawal has been concluded already.")


class WrongDay(Refused):
    message = _("The days do not follow one another: opened, concluded, decided; and none of them lies ahead.")


@atomic_with_retry
def open_withdrawal(
    *, certificate: Certificate, ground: WithdrawalGround, seen: str, by: User, now: dt.datetime
) -> Withdrawal:
    """Begin. The certificate stays in force until a decision. Raises NotInForce, NoReason, AlreadyOpen."""
    locked(certificate.product_id)
    certificate.refresh_from_db()
    if not certificate.in_force_on(local_day(now)):
        raise NotInForce
    if not seen.strip():
        raise NoReason
    if is_open(certificate):
        raise AlreadyOpen
    made = Withdrawal.objects.create(certificate=certificate, ground=ground, note=seen, opened_at=now, opened_by=by)
    note(certificate, RegisterAct.OPENED, by=by, ground=ground, reason=seen.strip())
    return made


@atomic_with_retry
def conclude(
    *, withdrawal: Withdrawal, upheld: bool, conclusion: str, concluded_on: dt.date, by: User, now: dt.datetime
) -> Withdrawal:
    """Say what was found. Not upheld ends it. Raises NoReason, AlreadyConcluded, WrongDay."""
    locked(withdrawal.certificate.product_id)
    withdrawal.refresh_from_db()
    if withdrawal.upheld is not None:
        raise AlreadyConcluded
    if not conclusion.strip():
        raise NoReason
    if not local_day(withdrawal.opened_at) <= concluded_on <= local_day(now):
        raise WrongDay
    withdrawal.upheld, withdrawal.conclusion, withdrawal.concluded_on = upheld, conclusion, concluded_on
    withdrawal.save(update_fields=["upheld", "conclusion", "concluded_on"])
    note(withdrawal.certificate, RegisterAct.CONCLUDED, by=by, upheld=int(upheld), reason=withdrawal.conclusion.strip())
    return withdrawal


@atomic_with_retry
def withdraw(
    *, withdrawal: Withdrawal, decision_number: str, decided_on: dt.date, by: User, now: dt.datetime
) -> Certificate:
    """Decide: from that day the certificate is not in force, and all that shows it hides it. The same again changes
    nothing.

    Raises NotConcluded, NoReason, WrongDay, WrittenOtherwise.
    """
    certificate = withdrawal.certificate
    locked(certificate.product_id)
    withdrawal.refresh_from_db()
    certificate.refresh_from_db()
    if withdrawal.decided_on:
        says(withdrawal, decision_number=decision_number, decided_on=decided_on)
        return certificate
    if not withdrawal.upheld or withdrawal.concluded_on is None:
        raise NotConcluded
    if not decision_number.strip():
        raise NoReason(_("Write the number of the decision."))
    if not withdrawal.concluded_on <= decided_on <= local_day(now):
        raise WrongDay
    withdrawal.decision_number, withdrawal.decided_on = decision_number, decided_on
    withdrawal.save(update_fields=["decision_number", "decided_on"])
    certificate.withdrawn_on = decided_on
    certificate.save(update_fields=["withdrawn_on"])
    note(certificate, RegisterAct.WITHDRAWN, by=by, decision=decision_number, day=decided_on.isoformat())
    return certificate


def decide_by(withdrawal: Withdrawal) -> dt.date | None:
    """The last day for the decision, while it is owed."""
    if not withdrawal.upheld or withdrawal.decided_on or withdrawal.concluded_on is None:
        return None
    return withdrawal.concluded_on + DECISION_WITHIN


def is_open(certificate: Certificate) -> bool:
    """Whether a withdrawal waits for its conclusion or its decision."""
    return certificate.withdrawals.filter(decided_on__isnull=True).exclude(upheld=False).exists()
