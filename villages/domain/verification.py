"""Staff say that they have seen a host's papers. Only verified hosts are booked."""

import datetime as dt

from accounts.models import User
from page_cache.store import forget
from villages.models import Host


def verify(*, host: Host, by: User, now: dt.datetime) -> Host:
    """Mark the host verified by a member of staff. A second call keeps the first one's name and time."""
    Host.objects.filter(pk=host.pk, verified_at__isnull=True).update(verified_at=now, verified_by=by)
    forget()
    host.refresh_from_db()
    return host


def withdraw(*, host: Host) -> Host:
    """Take the verification back; nothing new of this host can be booked, bookings that stand stay."""
    Host.objects.filter(pk=host.pk).update(verified_at=None, verified_by=None)
    forget()
    host.refresh_from_db()
    return host
