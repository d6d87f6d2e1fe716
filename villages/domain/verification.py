"""Staff say that they have seen a host's papers. Only verified hosts are booked.

What was seen changes by `villages.domain.proposals` alone.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rights import who_may
from common.data.refusal import Refused
from page_cache.store import forget
from villages.domain.seen import CONTACT, digest, facts, locked
from villages.models import Host


class NotWhatWasSeen(Refused):
    message = _("Somebody has changed this host's facts since you looked at them. Nothing was verified: look again.")


class NothingSeen(Refused):
    message = _("Tick what you have seen: without papers nobody is verified.")


class PapersOver(Refused):
    message = _("This paper is over already. Ask for the new one first.")


def verifiers() -> QuerySet[User]:
    """Active accounts that a role lets verify; administrators where there is none."""
    return who_may("villages.verify_host")


@dataclass(frozen=True)
class Seen:
    """What a verifier held in their hands: values of Paper, a word on them, the last day on which all of it holds."""

    papers: tuple[str, ...]
    note: str = ""
    until: dt.date | None = None


@transaction.atomic
def verify(*, host: Host, by: User, seen: Seen, now: dt.datetime) -> Host:
    """Mark the host verified by a member of staff, who saw the papers and what `host` holds.

    A second call keeps the first one's name, time and papers. Raises NothingSeen, PapersOver, and NotWhatWasSeen where
    other facts are stored by now.
    """
    if not seen.papers:
        raise NothingSeen
    if seen.until and seen.until < timezone.localdate(now):
        raise PapersOver
    stored = locked(host.pk)
    if not stored.is_verified:
        if digest(stored) != digest(host):
            raise NotWhatWasSeen
        contact = facts(stored, CONTACT)
        Host.objects.filter(pk=host.pk).update(
            verified_at=now,
            verified_by=by,
            contact_when_verified=contact,
            papers_seen=list(seen.papers),
            papers_note=seen.note,
            verified_until=seen.until,
        )
        forget()
    host.refresh_from_db()
    return host


def withdraw(*, host: Host) -> Host:
    """Take the verification back; nothing new of this host can be booked, bookings that stand stay."""
    Host.objects.filter(pk=host.pk).update(
        verified_at=None, verified_by=None, papers_seen=None, papers_note="", verified_until=None
    )
    forget()
    host.refresh_from_db()
    return host
