"""The hole on the home page that says what is free this weekend, or why nothing is."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bookings.domain.calendar import availability
from bookings.domain.calendar.outlook import outlook
from bookings.domain.seats import opening
from bookings.models import Slot
from common.words.dates import short_day_text, time_text
from experiences.models import ExperienceIndexPage, ExperiencePage
from experiences.models.page import cards
from page_cache.holes import register
from page_cache.sites import site_name
from page_cache.store import cached
from pages.models import HomePage
from pages.twins import FIRST

WEEKEND_ROWS = 6


def weekend(today: dt.date) -> tuple[dt.date, dt.date]:
    """Saturday and Sunday of this week; on a Sunday, that one day."""
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7)
    if today.weekday() == 6:
        return today, today
    return saturday, saturday + dt.timedelta(days=1)


@register("weekend")
def fill_weekend(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """The soonest free times of Saturday and Sunday, each with a link that chooses it; the same for each argument."""
    now = timezone.now()
    first, last = weekend(timezone.localdate(now))
    pages, index_url = cached(f"weekend:{site_name(request)}:{get_language()}", lambda: _pages(request))
    context: dict[str, Any] = {"experiences_url": index_url}
    if not pages:
        context |= {"why": "untold", "elsewhere_url": _home_with_experiences(request)}
    elif not opening.is_open():
        context["why"] = "not_open"
    else:
        free = availability.between(experience_ids=pages, first=first, last=last, now=now, limit=WEEKEND_ROWS)
        context["rows"] = [_row(slot, pages) for slot in free]
        if not free:
            context |= _why_nothing(pages, first, last, now)
    return [render_to_string("pages/home_weekend.html", context)] * len(arguments)


def _why_nothing(pages: dict[int, dict[str, Any]], first: dt.date, last: dt.date, now: dt.datetime) -> dict[str, Any]:
    """`why`: full, not_offered (this weekend) or no_times (at all); and when something is free next."""
    found = outlook(experience_ids=list(pages), first=first, last=last, now=now)
    why = "full" if found.full else "not_offered" if found.offered else "no_times"
    return {"why": why, "following": _row(found.following, pages) if found.following else None}


def _pages(request: HttpRequest) -> tuple[dict[int, dict[str, Any]], str]:
    """What a row says of each experience that everyone may read about; and the address of the list of all."""
    language = get_language()
    pages = cards(ExperiencePage.objects.filter(locale__language_code=language)).prefetch_related(None)
    found = {page.experience_id: _experience(page, request) for page in pages}
    index = ExperienceIndexPage.objects.filter(locale__language_code=language).live().public().first()
    return found, index.get_url(request) if index else ""


def _experience(page: ExperiencePage, request: HttpRequest) -> dict[str, Any]:
    village = page.experience.village
    return {
        "title": page.title,
        "page_url": page.get_url(request),
        "village": str(village.label),
        "sign_url": village.craft.sign_url,
        "example": page.is_made_up,
    }


def _home_with_experiences(request: HttpRequest) -> str:
    """The Vietnamese home page, where experiences are told of in Vietnamese alone; else empty."""

    if get_language() == FIRST:
        return ""

    def read() -> str:
        told = cards(ExperiencePage.objects.filter(locale__language_code=FIRST)).exists()
        home = HomePage.objects.live().public().filter(locale__language_code=FIRST).first()
        return home.get_url(request) or "" if told and home else ""

    return cached(f"told-elsewhere:{site_name(request)}", read)


def _row(slot: Slot, pages: dict[int, dict[str, Any]]) -> dict[str, Any]:
    page = pages[slot.experience_id]
    day = timezone.localtime(slot.starts_at).date()
    return page | {
        "free": slot.free,
        "url": f"{page['page_url']}?day={day.isoformat()}&slot={slot.pk}#dat",
        "when_text": f"{short_day_text(day)} · {time_text(slot.starts_at)}",
    }
