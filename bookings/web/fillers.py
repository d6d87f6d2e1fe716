"""What kept pages show of bookings, right to the seat: the panel, and when an experience is free next."""

import datetime as dt

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from bookings.domain.calendar import availability
from bookings.domain.seats import opening
from bookings.web.calendar import panel
from bookings.web.choice import Choice
from common.data.compiled import Select
from common.words.dates import short_day_text, time_text
from experiences.models import Experience
from page_cache.holes import register

_EXPERIENCE = Select(lambda pk: Experience.objects.select_related("host").filter(pk=pk), pk=Experience._meta.pk)


@register("panel")
def fill_panel(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """The panel of each experience, for the choice that the address holds."""
    return [_panel(request, _EXPERIENCE.first(pk=int(pk))) for pk in arguments]


def _panel(request: HttpRequest, experience: Experience | None) -> SafeString:
    if experience is None:
        return mark_safe("")
    choice = Choice.read(request.GET)
    content = panel.build(experience, choice=choice, base_url=request.path, now=timezone.now())
    return render_to_string("bookings/calendar/panel.html", {"panel": content}, request)


@register("next")
def fill_next(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """When each experience has places next, in a fixed number of queries; nothing where none can be this month."""
    if not opening.is_open():
        return [mark_safe("")] * len(arguments)
    starts = availability.next_starts([int(pk) for pk in arguments], now=timezone.now())
    return [_next(starts.get(int(pk))) for pk in arguments]


def _next(start: dt.datetime | None) -> SafeString:
    if start is None:
        return mark_safe("")
    day = short_day_text(timezone.localtime(start).date())
    return render_to_string("bookings/calendar/next_free.html", {"next_text": f"{day} · {time_text(start)}"})
