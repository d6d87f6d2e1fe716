"""What a host's bookings come to in a span of days, for dossiers and reports. Days are those of the visits."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.enums import EXPECTED, BookingStatus, GuestSource
from bookings.models import Booking, BookingUnit, Slot
from common.words.countries import foreign_names
from common.words.text import fold
from experiences.models import Experience
from villages.models import Host


@dataclass(frozen=True)
class Guests:
    """Heads that came: `total`, of these `abroad` by the country that the host wrote down, and `english` who booked in
    English and of whom nothing was written down. Who wrote no country may still come from one."""

    total: int
    abroad: int
    english: int


def parties(host: Host, first: dt.date, last: dt.date) -> QuerySet[Booking]:
    """Those that came or are expected still, in visits from `first` to `last` inclusive by the clock of Việt Nam."""
    return Booking.objects.for_host(host).filter(
        status__in=EXPECTED, no_show_at=None, **_between("slot__", first, last)
    )


def agents(host: Host, first: dt.date, last: dt.date) -> list[str]:
    """Agencies that sent parties, each once however it was written, the busiest first."""
    sent = parties(host, first, last).filter(source=GuestSource.AGENT).exclude(agent="")
    found: dict[str, tuple[str, int]] = {}
    for name, n in sent.order_by().values_list("agent").annotate(n=Count("pk")).order_by("-n", "agent"):
        known, before = found.get(fold(name), (name, 0))
        found[fold(name)] = (known, before + n)
    return [name for name, n in sorted(found.values(), key=lambda item: -item[1])]


def by_source(host: Host, first: dt.date, last: dt.date) -> dict[str, int]:
    """How many parties, by how they booked."""
    rows = parties(host, first, last).order_by().values_list("source").annotate(n=Count("pk"))
    return {source: n for source, n in rows}  # noqa: C416  (a QuerySet of pairs has no type of its own)


def guests(host: Host, first: dt.date, last: dt.date) -> Guests:
    """Heads of the parties that were checked in."""
    came = BookingUnit.objects.filter(
        booking__slot__experience__host=host,
        booking__status=BookingStatus.REDEEMED,
        **_between("booking__slot__", first, last),
    )
    rows = came.order_by().values("booking__origin", "booking__language").annotate(n=Sum(Coalesce("came", "quantity")))
    told = [(fold(row["booking__origin"]), row["booking__language"], row["n"]) for row in rows]
    foreign = foreign_names("VN")
    return Guests(
        total=sum(n for _origin, _language, n in told),
        abroad=sum(n for origin, _language, n in told if origin in foreign),
        english=sum(n for origin, language, n in told if not origin and language == "en"),
    )


def times_held(host: Host, first: dt.date, last: dt.date) -> list[tuple[Experience, int]]:
    """Each experience and at how many times guests were received, those without any left out."""
    held = Slot.objects.for_host(host).filter(bookings__status=BookingStatus.REDEEMED, **_between("", first, last))
    found = dict(held.order_by().values_list("experience").annotate(n=Count("pk", distinct=True)))
    return [(row, found[row.pk]) for row in Experience.objects.filter(pk__in=found).order_by("pk")]


def _between(path: str, first: dt.date, last: dt.date) -> dict[str, dt.datetime]:
    return {f"{path}starts_at__gte": day_start(first), f"{path}starts_at__lt": day_end(last)}
