"""The list of bookings: which of them, in what order, under which day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bookings.desk.bookings.rows import list_row
from bookings.desk.bookings.search import LOOKED_AT, matching
from bookings.desk.shell import lookups
from bookings.desk.shell.words import local_day
from bookings.domain.money.owing import with_account
from bookings.models import Booking
from bookings.models.booking import BookingQuerySet
from common.http.veiled import veiled_text, veiled_value
from common.words.dates import day_text
from common.words.text import single_line
from villages.models import Host

SHOWS = ("awaiting", "unpaid", "invoices", "upcoming", "past", "cancelled")
# What a search looks at where nobody says which.
EVERYWHERE = ("upcoming", "past", "cancelled")


@dataclass(frozen=True)
class Listing:
    """`ids` are of the bookings that fit, in order, fetched a page at a time; `days` loads a page of them.

    `awaiting` parties wait for a word, `unpaid` for their money ahead, `invoices` are asked for and not issued yet.
    """

    query: str
    show: str
    ids: list[int] | QuerySet[Booking, int]
    awaiting: int
    unpaid: int
    invoices: int

    @property
    def base_url(self) -> str:
        """Start of a page's address, so that page=2 can follow."""
        return f"{self._url(self.show)}&"

    @property
    def query_in_html(self) -> SafeString:
        return veiled_text(self.query)

    @property
    def tabs(self) -> list[dict]:
        words = [("upcoming", _("Upcoming")), ("past", _("Past")), ("cancelled", _("Cancelled"))]
        if self.invoices or self.show == "invoices":
            words.insert(0, ("invoices", _("VAT invoices (%(n)s)") % {"n": self.invoices}))
        if self.unpaid:
            words.insert(0, ("unpaid", _("Money awaited (%(n)s)") % {"n": self.unpaid}))
        if self.awaiting:
            words.insert(0, ("awaiting", _("To confirm (%(n)s)") % {"n": self.awaiting}))
        if self.query:
            words.insert(0, ("", _("All")))
        return [
            {
                "text": text,
                "url": self._url(key),
                "selected": key == self.show,
            }
            for key, text in words
        ]

    def _url(self, show: str) -> str:
        asked = {"q": veiled_value(self.query), "show": show}
        return "?" + "&".join(f"{key}={value}" for key, value in asked.items() if value)

    def days(self, host: Host, ids: list[int], *, now: dt.datetime) -> list[dict]:
        """The bookings of one page under their days, in four queries."""
        loaded = with_account(Booking.objects.for_host(host).filter(pk__in=ids))
        by_id = {booking.pk: booking for booking in loaded.select_related("slot__experience").prefetch_related("units")}
        ordered = [by_id[pk] for pk in ids if pk in by_id]
        return [
            {"title": day_text(day), "rows": [list_row(booking, host=host, now=now) for booking in bookings]}
            for day, bookings in groupby(ordered, key=local_day)
        ]


def listing(host: Host, asked: Mapping[str, str], *, now: dt.datetime) -> Listing:
    """What `asked` (q, show) means. A search looks everywhere unless told where, nearest to come first."""
    query = single_line(asked.get("q", ""))[:100]
    show = asked.get("show", "")
    if show not in SHOWS:
        show = "" if query else "upcoming"
    bookings = lookups.bookings_of(host)
    numbers = {
        "awaiting": bookings.awaiting(now).count(),
        "unpaid": bookings.unpaid(now).count(),
        "invoices": lookups.standing(bookings).filter(invoice__issued_at__isnull=True, invoice__isnull=False).count(),
    }
    if not query:
        ids_shown = _shown(bookings, show, now=now).values_list("pk", flat=True)
        return Listing(query=query, show=show, ids=ids_shown, **numbers)
    ids: list[int] = []
    for part in [show] if show else EVERYWHERE:
        # Who is to come is found by any name; of those who came, the latest are.
        look_at = None if part == "upcoming" else LOOKED_AT
        ids += matching(_shown(bookings, part, now=now), query, look_at=look_at)
    return Listing(query=query, show=show, ids=ids, **numbers)


def _shown(bookings: BookingQuerySet, show: str, *, now: dt.datetime) -> BookingQuerySet:
    """A visit is upcoming until it ends. Soonest first, and of those that are over the latest first."""
    if show == "awaiting":
        return bookings.awaiting(now).order_by("hold_expires_at", "pk")
    if show == "unpaid":
        # Whose guest says that it is sent comes first.
        return bookings.unpaid(now).order_by(F("said_paid_at").asc(nulls_last=True), "hold_expires_at", "pk")
    if show == "invoices":
        # Those to issue first, then what was issued last.
        asked = lookups.standing(bookings).filter(invoice__isnull=False)
        return asked.order_by(F("invoice__issued_at").desc(nulls_first=True), "slot__starts_at", "pk")
    if show == "cancelled":
        return bookings.filter(status__in=lookups.GONE).order_by("-slot__starts_at", "-pk")
    if show == "past":
        return lookups.standing(bookings).filter(slot__ends_at__lte=now).order_by("-slot__starts_at", "-pk")
    return lookups.standing(bookings).filter(slot__ends_at__gt=now).order_by("slot__starts_at", "pk")
