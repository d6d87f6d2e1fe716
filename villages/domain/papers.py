"""Papers that end: who looks at them is told in time, and nobody books at a house whose papers are over."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from common.work.sweep import each
from outbox.owing import owe
from villages.domain.seen import addresses, locked
from villages.domain.verification import verifiers, withdraw
from villages.enums import PaperNews
from villages.models import Host

# Days before the end on which all are told.
TOLD_BEFORE = (30, 7)
LAPSED = "villages.lapse_host"


def ending(today: dt.date) -> QuerySet[Host]:
    """Verified hosts whose papers end within thirty days."""
    return Host.objects.verified().filter(verified_until__lte=today + dt.timedelta(days=TOLD_BEFORE[0]))


def look_at_papers(*, now: dt.datetime) -> int:
    """Tell whose papers end soon; withdraw the verification of whose are over. Once for each day named."""
    return each("looking at papers of host", list(ending(timezone.localdate(now))), lambda host: _look(host, now=now))


@transaction.atomic
def _look(host: Host, *, now: dt.datetime) -> int:
    host, today = locked(host.pk), timezone.localdate(now)
    if not host.is_verified or host.verified_until is None:
        return 0
    left = (host.verified_until - today).days
    if left < 0:
        _tell(host, PaperNews.OVER, str(host.verified_until), now)
        withdraw(host=host)
        log(host, LAPSED)
        return 1
    stage = min(days for days in TOLD_BEFORE if left <= days)
    _tell(host, PaperNews.ENDING, f"{host.verified_until}:{stage}", now)
    return 0


def _tell(host: Host, news: PaperNews, once: str, now: dt.datetime) -> None:
    """The host at every address of theirs, and every verifier."""
    readers = [("host", str(n), to) for n, to in enumerate(addresses(host))]
    readers += [("verifier", str(who.pk), who.email) for who in verifiers() if who.email]
    for audience, reader, to in readers:
        owe(
            key=f"{news}:{host.pk}:{once}:{audience}:{reader}",
            subject=host,
            kind=news,
            audience=audience,
            to=to,
            language="vi",
            now=now,
        )
