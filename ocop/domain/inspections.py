"""Inspections after recognition: planned, held, and what follows (Decision 26/2026/QĐ-TTg, art. 9)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import NoReason, NotInForce, local_day, locked
from ocop.domain.once import says
from ocop.domain.withdrawal import AlreadyOpen, is_open, open_withdrawal
from ocop.enums import InspectionOutcome, WithdrawalGround
from ocop.models import Inspection, OcopProduct, Office


class AlreadyHeld(Refused):
    message = _("This inspection was written down already. Look at it, or begin another.")


class Cancelled(Refused):
    message = _("This visit was cancelled. Plan another, or write down one that nobody announced.")


class NothingFound(Refused):
    message = _("Write what was looked at: the criteria, or the use of the mark.")


class DayAhead(Refused):
    message = _("An inspection that is written down was held today or before.")


class DayBehind(Refused):
    message = _("A day that lies ahead is needed here.")


class NoGround(Refused):
    message = _("Choose the ground: a withdrawal begins with it.")


@dataclass(frozen=True)
class Found:
    """What was seen. `mend_by` for MEND, `ground` for WITHDRAW (art. 8)."""

    held_on: dt.date
    criteria: str
    mark: str
    outcome: InspectionOutcome
    mend_by: dt.date | None = None
    ground: WithdrawalGround | None = None


@atomic_with_retry
def plan(*, product: OcopProduct, office: Office, day: dt.date, by: User, now: dt.datetime) -> Inspection:
    """A visit that is to come. The same day again is the same visit. Raises DayBehind."""
    if day < local_day(now):
        raise DayBehind
    locked(product.pk)
    to_come = Inspection.objects.filter(held_on__isnull=True, cancelled_on__isnull=True)
    standing = to_come.filter(product=product, office=office, planned_for=day).first()
    return standing or Inspection.objects.create(product=product, office=office, planned_for=day, created_at=now, by=by)


@atomic_with_retry
def cancel(*, planned: Inspection, reason: str, by: User, now: dt.datetime) -> Inspection:
    """A visit that is not to come, with the reason; it stays to be read. The same again changes nothing.

    Raises AlreadyHeld, NoReason, WrittenOtherwise where it was cancelled with other words.
    """
    locked(planned.product_id)
    planned.refresh_from_db()
    if planned.held_on is not None:
        raise AlreadyHeld
    if not reason.strip():
        raise NoReason
    if planned.cancelled_on is not None:
        says(planned, cancel_reason=reason)
        return planned
    planned.cancelled_on, planned.cancel_reason, planned.by = local_day(now), reason.strip(), by
    planned.save(update_fields=["cancelled_on", "cancel_reason", "by"])
    return planned


@atomic_with_retry
def write_down(
    *,
    product: OcopProduct,
    office: Office,
    found: Found,
    planned: Inspection | None = None,
    by: User,
    now: dt.datetime,
) -> Inspection:
    """Keep what was seen: of a planned visit, or of one that nobody announced. A ground opens the withdrawal. The same
    words of the same day again are the same visit.

    Raises AlreadyHeld, Cancelled, NothingFound, DayAhead, DayBehind, NoGround, NotInForce, AlreadyOpen.
    """
    locked(product.pk)
    if planned is not None:
        planned.refresh_from_db()
    if planned is not None and planned.held_on is not None:
        raise AlreadyHeld
    if planned is not None and planned.cancelled_on is not None:
        raise Cancelled
    same = {"held_on": found.held_on, "criteria": found.criteria.strip(), "mark": found.mark.strip()}
    mend_by = found.mend_by if found.outcome == InspectionOutcome.MEND else None
    if planned is None:
        same |= {"outcome": found.outcome, "mend_by": mend_by}
        written = Inspection.objects.filter(product=product, office=office, **same).first()
        if written is not None:
            return written
    _check(product, found, now)
    row = planned or Inspection(product=product, office=office, unannounced=True, created_at=now)
    row.held_on, row.criteria, row.mark = found.held_on, found.criteria.strip(), found.mark.strip()
    row.outcome, row.by, row.mend_by = found.outcome, by, mend_by
    if found.outcome == InspectionOutcome.WITHDRAW and found.ground:
        certificate = product.certificate_on(local_day(now))
        if certificate is None:
            raise NotInForce
        seen = "\n".join(text for text in (row.criteria, row.mark) if text)[:1000]
        row.withdrawal = open_withdrawal(certificate=certificate, ground=found.ground, seen=seen, by=by, now=now)
    row.save()
    return row


def _check(product: OcopProduct, found: Found, now: dt.datetime) -> None:
    today = local_day(now)
    if found.held_on > today:
        raise DayAhead
    if not (found.criteria.strip() or found.mark.strip()):
        raise NothingFound
    if found.outcome == InspectionOutcome.MEND and (found.mend_by is None or found.mend_by <= found.held_on):
        raise DayBehind
    if found.outcome != InspectionOutcome.WITHDRAW:
        return
    if found.ground is None:
        raise NoGround
    certificate = product.certificate_on(today)
    if certificate is None:
        raise NotInForce
    if is_open(certificate):
        raise AlreadyOpen
