"""What the home page shows, in a constant number of queries."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from bookings.domain import availability
from common.dates import day_text, short_day_text, time_text
from experiences.models import ExperiencePage
from experiences.models.page import cards
from stories.models import StoryPage
from villages.domain.festivals import Occasion, upcoming_festivals
from villages.models import VillagePage

WEEKEND_ROWS = 6
FEATURED = 6


def weekend(today: dt.date) -> tuple[dt.date, dt.date]:
    """Saturday and Sunday of this week; on a Sunday, that one day."""
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7)
    if today.weekday() == 6:
        return today, today
    return saturday, saturday + dt.timedelta(days=1)


def context(page, request: HttpRequest) -> dict:
    """Villages, what is free this weekend, experiences, festivals and stories in the page's language."""
    now = timezone.now()
    today = timezone.localdate(now)
    first, last = weekend(today)
    locale = page.locale
    private = Page.objects.private_q()
    below = page.get_children().live().exclude(private).select_related("content_type")
    children = {child.content_type.model: child for child in below}
    experiences = list(cards(ExperiencePage.objects.filter(locale=locale), private=private))
    by_fact = {item.experience_id: item for item in experiences}
    free = availability.between(experience_ids=by_fact, first=first, last=last, now=now, limit=WEEKEND_ROWS)
    featured = [item for item in experiences if item.experience.featured][:FEATURED]
    villages = VillagePage.objects.filter(locale=locale).live().exclude(private).select_related("village", "photo")
    stories = StoryPage.objects.filter(locale=locale).live().exclude(private).select_related("photo", "village")
    return {
        "weekend_slots": _slots(free, by_fact, request),
        "villages": villages.order_by("path"),
        "experiences": featured,
        "next_slots": availability.next_open([item.experience_id for item in featured], now=now),
        "festivals": [_festival(item) for item in upcoming_festivals(today, limit=4)],
        "stories": stories.order_by("-published_on", "-pk")[:3],
        "experiences_url": _url(children.get("experienceindexpage"), request),
        "stories_url": _url(children.get("storyindexpage"), request),
    }


def _url(page, request: HttpRequest) -> str:
    return page.get_url(request) if page else ""


def _slots(slots: list, pages: dict, request: HttpRequest) -> list:
    shown = []
    for slot in slots:
        slot.page = pages.get(slot.experience_id)
        if slot.page is None:
            continue
        day = timezone.localtime(slot.starts_at).date()
        slot.link = f"{slot.page.get_url(request)}?day={day.isoformat()}&slot={slot.pk}#dat"
        slot.when_text = f"{short_day_text(day)} · {time_text(slot.starts_at)}"
        shown.append(slot)
    return shown


def _festival(occasion: Occasion) -> dict:
    festival = occasion.festival
    day = f"{festival.lunar_day}/{festival.lunar_month}"
    if festival.days > 1:
        day = f"{festival.lunar_day}–{festival.lunar_day + festival.days - 1}/{festival.lunar_month}"
    return {
        "festival": festival,
        "lunar_text": _("%(day)s lunar") % {"day": day},
        "solar_text": day_text(occasion.first),
    }
