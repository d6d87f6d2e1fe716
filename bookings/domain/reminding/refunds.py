"""What is long due back is told to its house: after three days and then each week, all of it in one letter a day.

It cannot be muted: it is the guest's money.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import F, Max, Q
from django.utils import timezone

from bookings.domain.calendar.recurrence import day_start
from bookings.domain.money.refunds import refunds_due
from bookings.domain.reminding.guests import is_waking
from bookings.domain.reminding.houses import FIRST_DAY
from bookings.enums import Audience, MessageKind
from common.data.db import atomic_with_retry
from common.work.sweep import each
from outbox.owing import owe
from villages.enums import RUN_THE_HOUSE
from villages.models import Host, Member

LONG = dt.timedelta(days=3)
AGAIN = dt.timedelta(days=7)


def nag_due(*, now: dt.datetime) -> int:
    """Owe the letter to each house with money long due of which it was not told lately; returns how many houses."""
    if not is_waking(now):
        return 0
    since: dict[int, list[dt.datetime]] = defaultdict(list)
    long_due = refunds_due(now=now).filter(Q(owed_since__lte=now - LONG))
    for host_id, moment in long_due.values_list("slot__experience__host", F("owed_since")):
        since[host_id].append(moment)
    hosts = Host.objects.filter(pk__in=since, messages__kind=MessageKind.REFUNDS_DUE)
    told = dict(hosts.order_by().values_list("pk").annotate(at=Max("messages__created_at")))
    ids = sorted(pk for pk, moments in since.items() if _is_untold(moments, told.get(pk), now=now))
    return each("telling of money long due host", ids, lambda pk: _tell(pk, now=now))


def _is_untold(since: list[dt.datetime], told_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether a letter is owed: each tells of all that was long due then, so the last one says what was told."""
    if told_at is None:
        return True
    if told_at >= day_start(timezone.localtime(now).date()):
        return False
    return told_at <= now - AGAIN or any(moment + LONG > told_at for moment in since)


@atomic_with_retry
def _tell(host_id: int, *, now: dt.datetime) -> bool:
    host, day = Host.objects.get(pk=host_id), timezone.localtime(now).date()
    addresses = _addresses(host)
    for number, address in enumerate(addresses):
        owe(
            key=f"refunds_due:{host_id}:{day:%Y%m%d}:{number}",
            subject=host,
            kind=MessageKind.REFUNDS_DUE,
            audience=Audience.HOST,
            sequence=(day - FIRST_DAY).days,
            to=address,
            language="vi",
            now=now,
        )
    return bool(addresses)


def _addresses(host: Host) -> list[str]:
    """The house's own, or where it has none those of who runs it."""
    if host.email:
        return [host.email]
    members = Member.objects.filter(host=host, role__in=RUN_THE_HOUSE, user__is_active=True).exclude(user__email="")
    return [str(email) for email in members.order_by("pk").values_list("user__email", flat=True) if email]
