"""The hole on the home page that says what is free this weekend."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bookings.domain.calendar import availability
from bookings.models import Slot
from common.words.dates import short_day_text, time_text
from experiences.models import ExperienceIndexPage, ExperiencePage
from experiences.models.page import cards
from page_cache.holes import register
from page_cache.sites import site_name
from page_cache.store import cached

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
    free = availability.between(experience_ids=pages, first=first, last=last, now=now, limit=WEEKEND_ROWS)
    rows = [pages[slot.experience_id] | _time(slot, pages[slot.experience_id]["page_url"]) for slot in free]
    html = render_to_string("pages/home_weekend.html", {"rows": rows, "experiences_url": index_url})
    return [html] * len(arguments)


def _pages(request: HttpRequest) -> tuple[dict[int, dict[str, str]], str]:
    """What a row says of each experience that everyone may read about; and the address of the list of all."""
    language = get_language()
    pages = cards(ExperiencePage.objects.filter(locale__language_code=language)).prefetch_related(None)
    found = {page.experience_id: _experience(page, request) for page in pages}
    index = ExperienceIndexPage.objects.filter(locale__language_code=language).live().public().first()
    return found, index.get_url(request) if index else ""


def _experience(page: ExperiencePage, request: HttpRequest) -> dict[str, str]:
    village = page.experience.village
    return {
        "title": page.title,
        "page_url": page.get_url(request),
        "village": str(village.label),
        "craft": village.craft,
    }


def _time(slot: Slot, page_url: str) -> dict:
    day = timezone.localtime(slot.starts_at).date()
    return {
        "free": slot.free,
        "url": f"{page_url}?day={day.isoformat()}&slot={slot.pk}#dat",
        "when_text": f"{short_day_text(day)} · {time_text(slot.starts_at)}",
    }
