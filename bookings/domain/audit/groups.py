"""Groups that asked: a quote's bookings are its lines, and keep seats only while it can be accepted."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bookings.domain.audit.finding import Finding, fault, invariant
from bookings.enums import Act, BookingStatus, QuoteLineKind, SlotDecision
from bookings.models import BookingAct, Quote, QuotedBooking, QuoteLine

BOOKED = [BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED, BookingStatus.CANCELLED]
ASKING, COMING = ["QUOTED"], ["ACCEPTED", "CONFIRMED", "FROZEN", "DONE"]


def _name(request: int, version: int) -> str:
    return f"request {request}, quote {version}"


@invariant("quote-accepted")
def quote_accepted(now: dt.datetime) -> Iterator[Finding]:
    """An accepted quote has one booking for each of its slots; a group that comes has accepted one."""
    slots = QuoteLine.objects.filter(quote=OuterRef("pk"), kind=QuoteLineKind.VISIT).order_by().values("quote")
    number = slots.annotate(n=Count("slot", distinct=True)).values("n")
    accepted = Quote.objects.filter(accepted_at__isnull=False).annotate(
        asked=Coalesce(Subquery(number, output_field=IntegerField()), 0),
        booked=Count("places", filter=Q(places__booking__status__in=BOOKED)),
    )
    wrong = accepted.exclude(asked=F("booked")).order_by("pk")
    for request, version, asked, booked in wrong.values_list("request", "version", "asked", "booked").iterator():
        yield fault(_name(request, version), f"was accepted for {asked} times and has {booked} bookings")
    one = Quote.objects.filter(request=OuterRef("request"), accepted_at__isnull=False)
    orphans = Quote.objects.filter(request__state__in=COMING, version=1).exclude(Exists(one)).order_by("pk")
    for request, version in orphans.values_list("request", "version").iterator():
        yield fault(_name(request, version), "the group comes, and has accepted nothing")


@invariant("quote-lines")
def quote_lines(now: dt.datetime) -> Iterator[Finding]:
    """A quote's booking has the seats and the price of its lines, until somebody changed its party or its time."""
    by_slot = (
        QuoteLine.objects.filter(quote=OuterRef("quote"), slot=OuterRef("booking__slot")).order_by().values("slot")
    )
    seats = by_slot.annotate(n=Sum(F("quantity") * F("seats"))).values("n")
    price = by_slot.annotate(n=Sum(F("quantity") * F("price_vnd"))).values("n")
    changed = BookingAct.objects.filter(booking=OuterRef("booking"), act__in=[Act.PARTY, Act.MOVED])
    places = QuotedBooking.objects.exclude(Exists(changed)).annotate(
        asked=Coalesce(Subquery(seats, output_field=IntegerField()), 0),
        costs=Coalesce(Subquery(price, output_field=IntegerField()), 0),
    )
    told = ("quote__request", "quote__version", "booking__reference")
    wrong = places.exclude(asked=F("booking__seats")).order_by("pk")
    for request, version, reference, asked, has in wrong.values_list(*told, "asked", "booking__seats").iterator():
        yield fault(_name(request, version), f"asks for {asked} seats, booking {reference} takes {has}")
    # What goes with a visit is in the first booking, besides.
    cheap = places.filter(costs__gt=F("booking__total_vnd")).order_by("pk")
    for request, version, reference in cheap.values_list(*told).iterator():
        yield fault(_name(request, version), f"booking {reference} costs less than its lines")
    yield from _sums()


def _sums() -> Iterator[Finding]:
    """All bookings of an accepted quote together cost what it says, before what is taken off."""
    lines = QuoteLine.objects.filter(quote=OuterRef("pk")).exclude(kind=QuoteLineKind.DISCOUNT).order_by()
    asked = lines.values("quote").annotate(n=Sum(F("quantity") * F("price_vnd"))).values("n")
    changed = BookingAct.objects.filter(booking__quoted__quote=OuterRef("pk"), act=Act.PARTY)
    quotes = Quote.objects.filter(accepted_at__isnull=False).exclude(Exists(changed))
    quotes = quotes.annotate(
        asked=Coalesce(Subquery(asked, output_field=IntegerField()), 0),
        costs=Coalesce(Sum("places__booking__total_vnd"), 0),
    )
    wrong = quotes.exclude(asked=F("costs")).order_by("pk")
    for request, version, asked_vnd, costs in wrong.values_list("request", "version", "asked", "costs").iterator():
        yield fault(_name(request, version), f"says {asked_vnd} đồng, its bookings cost {costs}")


@invariant("quote-holds")
def quote_holds(now: dt.datetime) -> Iterator[Finding]:
    """Seats are on hold for the newest quote alone, while it can be accepted and says so, in each of its slots."""
    later = Quote.objects.filter(request=OuterRef("quote__request"), version__gt=OuterRef("quote__version"))
    held = QuotedBooking.objects.filter(booking__status=BookingStatus.ON_HOLD, booking__hold_expires_at__gt=now)
    stray = held.filter(
        Exists(later) | ~Q(quote__request__state__in=ASKING) | Q(quote__keeps_seats=False)
        | ~Q(booking__hold_expires_at=F("quote__valid_until"))
    )  # fmt: skip
    told = stray.order_by("pk").values_list("quote__request", "quote__version", "booking__reference")
    for request, version, reference in told.iterator():
        yield fault(_name(request, version), f"booking {reference} keeps seats that nobody can accept")
    slots = QuoteLine.objects.filter(quote=OuterRef("pk"), kind=QuoteLineKind.VISIT).order_by().values("quote")
    number = slots.annotate(n=Count("slot", distinct=True)).values("n")
    newer = Quote.objects.filter(request=OuterRef("request"), version__gt=OuterRef("version"))
    keeping = Quote.objects.filter(request__state__in=ASKING, keeps_seats=True, valid_until__gt=now)
    short = keeping.exclude(Exists(newer)).annotate(
        asked=Coalesce(Subquery(number, output_field=IntegerField()), 0),
        kept=Count("places", filter=Q(places__booking__status=BookingStatus.ON_HOLD), distinct=True),
        # A time that was cancelled for everybody, or called off, keeps nothing any more.
        cancelled=Count(
            "lines",
            filter=Q(lines__slot__cancelled_at__isnull=False) | Q(lines__slot__decision=SlotDecision.CALLED_OFF),
        ),
    )
    missing = short.filter(cancelled=0, kept__lt=F("asked")).order_by("pk")
    for request, version, asked, kept in missing.values_list("request", "version", "asked", "kept").iterator():
        yield fault(_name(request, version), f"promises to keep {asked} times and keeps {kept}")
