"""Staff say that they have seen a host's papers. Only verified hosts are booked.

What was seen changes by `villages.domain.proposals` alone.
"""

import datetime as dt

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.refusal import Refused
from page_cache.store import forget
from villages.domain.seen import CONTACT, digest, facts, locked
from villages.models import Host


class NotWhatWasSeen(Refused):
    message = _("Somebody has changed this host's facts since you looked at them. Nothing was verified: look again.")


def verifiers() -> QuerySet[User]:
    """Active accounts that a role lets verify; administrators where there is none."""
    permission = Permission.objects.filter(codename="verify_host", content_type__app_label="villages")
    active = User.objects.filter(is_active=True)
    found = active.filter(Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)).distinct()
    return found if found.exists() else active.filter(is_superuser=True)


@transaction.atomic
def verify(*, host: Host, by: User, now: dt.datetime) -> Host:
    """Mark the host verified by a member of staff, who saw what `host` holds.

    A second call keeps the first one's name and time. Raises NotWhatWasSeen where other facts are stored by now.
    """
    stored = locked(host.pk)
    if not stored.is_verified:
        if digest(stored) != digest(host):
            raise NotWhatWasSeen
        contact = facts(stored, CONTACT)
        Host.objects.filter(pk=host.pk).update(verified_at=now, verified_by=by, contact_when_verified=contact)
        forget()
    host.refresh_from_db()
    return host


def withdraw(*, host: Host) -> Host:
    """Take the verification back; nothing new of this host can be booked, bookings that stand stay."""
    Host.objects.filter(pk=host.pk).update(verified_at=None, verified_by=None)
    forget()
    host.refresh_from_db()
    return host
