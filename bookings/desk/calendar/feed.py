"""A member's private calendar as an .ics feed (RFC 5545): each visit that somebody has booked is one event.

It lies on the servers of whoever makes the phone's calendar: counts and references, and nobody's name or number.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from accounts.models import User
from bookings.domain.calendar.recurrence import day_end
from bookings.links import public_id
from bookings.models import Booking, Slot
from common.words.example import example_sentence, marked
from common.words.site import mail_domain, site_name
from villages.domain.calendar_feed import reader_of
from villages.enums import RECEIVE_GUESTS
from villages.models import Host

PAST = dt.timedelta(days=7)
# How often a calendar may ask; most ask when they like.
REFRESH = dt.timedelta(minutes=15)
# SEQUENCE counts minutes from here, so that whatever is sent later is newer: nothing counts the changes of a slot.
COUNTED_FROM = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Visit:
    """What a calendar shows of a slot."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    description: str
    url: str


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever the token was made for; 404 once it was ended or they work at no desk any more."""
    user, now = reader_of(token), timezone.now()
    hosts = list(Host.objects.for_member(user).filter(role__in=RECEIVE_GUESTS)) if user else []
    if user is None or not hosts:
        raise Http404
    shown = visits(user, now=now, named=len(hosts) > 1)
    tag = f'"{salted_hmac("bookings.desk.feed", repr((get_language(), shown))).hexdigest()}"'
    if tag in parse_etags(request.headers.get("if-none-match", "").replace("W/", "")):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(_file(shown, now=now), content_type="text/calendar; charset=utf-8")
    answer["ETag"] = tag
    # Asked again each time, so that what was ended is gone at once.
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def visits(user: User, *, now: dt.datetime, named: bool) -> list[Visit]:
    """Booked slots of the member's hosts from a week ago to the last day that is open, in order; in two queries.

    `named`: with the host's name, where there are several.
    """
    last = timezone.localdate(now) + dt.timedelta(days=settings.SLOT_HORIZON_DAYS)
    mine = Host.objects.for_member(user).filter(role__in=RECEIVE_GUESTS)
    slots = Slot.objects.filter(
        experience__host__in=mine.order_by().values("pk"), cancelled_at__isnull=True, taken__gt=0
    )
    slots = slots.filter(starts_at__gte=now - PAST, starts_at__lt=day_end(last)).select_related("experience__host")
    found = {slot.pk: slot for slot in slots.order_by("starts_at", "pk")}
    booked = Booking.objects.filter(slot__in=slots.order_by().values("pk")).booked(now)
    parties: dict[int, list[tuple[str, int]]] = defaultdict(list)
    people = booked.order_by("pk").annotate(people=Sum("units__quantity"))
    for slot_id, reference, number in people.values_list("slot_id", "reference", "people"):
        parties[slot_id].append((reference, number or 0))
    return [_visit(slot, parties[pk], named=named) for pk, slot in found.items() if parties[pk]]


def _visit(slot: Slot, parties: list[tuple[str, int]], *, named: bool) -> Visit:
    host = slot.experience.host
    people = sum(number for _reference, number in parties)
    guests = ngettext("%(n)s guest", "%(n)s guests", people) % {"n": people}
    total = ngettext("%(n)s party", "%(n)s parties", len(parties)) % {"n": len(parties)}
    seats = _("%(taken)s of %(capacity)s places taken") % {"taken": slot.taken, "capacity": slot.capacity}
    url = settings.BASE_URL + reverse("desk:slot", args=[host.slug, slot.pk])
    example = [example_sentence()] if slot.is_made_up else []
    lines = [*example, f"{total} · {seats}", *(f"{reference} · {number}" for reference, number in parties), url]
    return Visit(
        uid=f"{public_id(slot)}@{mail_domain()}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=marked(" · ".join([slot.experience.label, guests, *([host.name] if named else [])]), slot.is_made_up),
        description="\n".join(lines),
        url=url,
    )


def _file(shown: list[Visit], *, now: dt.datetime) -> bytes:
    calendar = Calendar()
    name = _("Visits · %(site)s") % {"site": site_name()}
    calendar.add("prodid", f"-//{site_name()}//VI")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for visit in shown:
        calendar.add_component(_event(visit, now=now))
    return calendar.to_ical()


def _event(visit: Visit, *, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", visit.uid)
    event.add("sequence", int((now - COUNTED_FROM) / dt.timedelta(minutes=1)))
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("dtstart", visit.starts_at.astimezone(dt.UTC))
    event.add("dtend", visit.ends_at.astimezone(dt.UTC))
    event.add("summary", visit.summary)
    event.add("description", visit.description)
    event.add("url", visit.url)
    event.add("status", "CONFIRMED")
    return event
