"""The day's morning: each member of a house who wants it is told once how many come, from when, and what they need."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.money.owing import account, with_account
from bookings.domain.notices import choosers, day_readers
from bookings.enums import EXPECTED, BookingStatus, MessageKind
from bookings.models import Booking
from common.data.db import atomic_with_retry
from common.work.sweep import each
from outbox.owing import owe
from villages.models import Host

# By the clock of Việt Nam: before the first guests, and not when the morning is over.
FROM_HOUR, UNTIL_HOUR = 6, 11
MOST_A_TIME = 2_000
# The outbox counts versions of what a message is about: here days since this one.
FIRST_DAY = dt.date(2020, 1, 1)


@dataclass
class Day:
    """Who comes: numbers, never names. `languages` other than Vietnamese and `diets` by how many parties want them."""

    parties: int = 0
    guests: int = 0
    first_at: dt.datetime | None = None
    languages: Counter[str] = field(default_factory=Counter)
    diets: Counter[str] = field(default_factory=Counter)
    to_collect_vnd: int = 0


def day_of(host: Host, day: dt.date) -> Day:
    """All parties of the day that are received, whether or not they are there yet. Two queries."""
    found = Day()
    of_day = Booking.objects.for_host(host).expected().filter(no_show_at__isnull=True)
    of_day = of_day.filter(slot__starts_at__gte=day_start(day), slot__starts_at__lt=day_end(day))
    for booking in with_account(of_day).select_related("slot").prefetch_related("units").order_by("slot__starts_at"):
        found.first_at = found.first_at or booking.slot.starts_at
        found.parties += 1
        found.guests += sum(line.quantity for line in booking.units.all())
        language = booking.spoken_language or booking.language
        found.languages.update([] if language == "vi" else [language])
        found.diets.update(code for code in booking.dietary.split(",") if code)
        found.to_collect_vnd += max(account(booking).due, 0)
    return found


def tell_day_due(*, now: dt.datetime) -> int:
    """Owe this morning's message to who wants it, where guests come; returns how many houses. At most MOST_A_TIME."""
    here = timezone.localtime(now)
    if not FROM_HOUR <= here.hour < UNTIL_HOUR:
        return 0
    today = here.date()
    coming = Booking.objects.filter(
        slot__experience__host=OuterRef("pk"),
        status=BookingStatus.CONFIRMED,
        slot__starts_at__gt=now,
        slot__starts_at__lt=day_end(today),
    )
    told = Host.objects.filter(
        pk=OuterRef("pk"), messages__kind=MessageKind.DAY, messages__created_at__gte=day_start(today)
    )
    # Of most houses nobody ever chose anything.
    hosts = Host.objects.filter(Exists(coming), Exists(choosers().filter(host=OuterRef("pk")))).exclude(Exists(told))
    ids = hosts.order_by("pk").values_list("pk", flat=True)[:MOST_A_TIME]
    return each("telling of the day the members of host", list(ids), lambda pk: _tell(pk, now=now))


@atomic_with_retry
def _tell(host_id: int, *, now: dt.datetime) -> bool:
    host, day = Host.objects.get(pk=host_id), timezone.localtime(now).date()
    readers = day_readers(host)
    for reader in readers:
        owe(
            key=f"day:{host_id}:{day:%Y%m%d}:{reader.way}-{reader.id}",
            subject=host,
            kind=MessageKind.DAY,
            audience=reader.way,
            sequence=(day - FIRST_DAY).days,
            reader_id=reader.id,
            language=reader.language,
            now=now,
        )
    return bool(readers)


def is_still_coming(host: Host, *, now: dt.datetime) -> bool:
    """Whether a party of this day has yet to come."""
    today = timezone.localtime(now).date()
    parties = Booking.objects.for_host(host).filter(status__in=EXPECTED, slot__starts_at__gt=now)
    return parties.filter(slot__starts_at__lt=day_end(today)).exists()
