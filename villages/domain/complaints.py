"""Complaints: each has a number, a time by which it is answered, and a page of its sender's own.

Something unlawful is looked at within 24 hours, which is how soon a platform takes it down (Law 122/2025/QH15, Decree
248/2026); what concerns personal data is answered in two working days (Decree 356/2025). For the rest the house has
given itself a week.
"""

import datetime as dt
import uuid as uuids
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.refusal import Refused
from villages.enums import ComplaintKind
from villages.models import Complaint, Host
from villages.models.complaint import ComplaintQuerySet

TAKEN_DOWN = dt.timedelta(hours=24)
ANSWERED = dt.timedelta(days=7)
WORKING_DAYS = 2
SATURDAY = 5


class NoWay(Refused):
    message = _("Write a phone number or an e-mail address, so that the office can reach you.")


class SayWhat(Refused):
    message = _("Write what the office has found and what it does: the sender reads just that.")


class AnsweredMeanwhile(Refused):
    message = _("Somebody has answered meanwhile. Their answer stands below; change it if it should say more.")


@dataclass(frozen=True)
class Complained:
    """`phone` in E.164."""

    kind: str
    host: Host | None
    about: str
    words: str
    name: str
    phone: str
    email: str


def due_at(kind: str, now: dt.datetime) -> dt.datetime:
    """Until when a complaint of this kind that comes `now` is answered."""
    if kind == ComplaintKind.UNLAWFUL:
        return now + TAKEN_DOWN
    if kind != ComplaintKind.DATA:
        return now + ANSWERED
    # The end of the second working day. Holidays count as working days: an answer is never due later than the law says.
    day, left = timezone.localtime(now), WORKING_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day.replace(hour=23, minute=59, second=0, microsecond=0)


def complain(*, said: Complained, key: uuids.UUID, language: str, now: dt.datetime) -> Complaint:
    """Keep it. The same key again gives what was kept. Raises NoWay."""
    if not said.phone and not said.email:
        raise NoWay
    hashed = salted_hmac("villages.complaint", str(key)).hexdigest()
    due = due_at(said.kind, now)
    row = Complaint(key_hash=hashed, language=language, sent_at=now, due_at=due)
    for name, value in vars(said).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Complaint.objects.get(key_hash=hashed)
    return row


def answer(
    *, complaint: Complaint, words: str, done_by: dt.date | None, stood: str, by: User, now: dt.datetime
) -> Complaint:
    """Write the office's answer, or a better one; `stood` is the answer that the form was opened with.

    The same again changes nothing. Raises SayWhat, AnsweredMeanwhile.
    """
    if not words:
        raise SayWhat
    rows = Complaint.objects.filter(pk=complaint.pk)
    if rows.filter(answer=words, done_by=done_by).exists():
        complaint.refresh_from_db()
        return complaint
    changed = rows.filter(answer=stood).update(answer=words, done_by=done_by, answered_at=now, answered_by=by)
    if not changed:
        raise AnsweredMeanwhile
    complaint.refresh_from_db()
    return complaint


def complaints_of(province_id: int) -> ComplaintQuerySet:
    """What an office of the province answers: of its houses, and of no house. The soonest due first, then answered."""
    here = Q(host__commune__province=province_id) | Q(host__village__commune__province=province_id)
    rows = Complaint.objects.filter(Q(host__isnull=True) | here)
    return rows.select_related("host", "answered_by").distinct()


def forget_complaints(*, now: dt.datetime) -> int:
    """Forget those that were answered PERSONAL_DATA_DAYS ago; returns how many."""
    long_ago = now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS)
    return Complaint.objects.filter(answered_at__lt=long_ago).delete()[0]
