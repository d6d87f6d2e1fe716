"""What kept pages show of bookings, right to the seat: the panel, and when an experience is free next."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from bookings.domain import availability
from common.dates import short_day_text, time_text
from common.holes import register
from experiences.models import Experience

from . import panel


@register("panel")
def fill_panel(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """The panel of each experience, for the choice that the address holds."""
    found = Experience.objects.select_related("host").in_bulk([int(pk) for pk in arguments])
    return [_panel(request, found.get(int(pk))) for pk in arguments]


def _panel(request: HttpRequest, experience: Experience | None) -> SafeString:
    if experience is None:
        return mark_safe("")
    choice = panel.Choice.read(request.GET)
    content = panel.build(experience, choice=choice, base_url=request.path, now=timezone.now())
    return render_to_string("bookings/panel.html", {"panel": content}, request)


@register("next")
def fill_next(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """When each experience has places next, in a fixed number of queries; nothing where it has none this month."""
    soonest = availability.next_open([int(pk) for pk in arguments], now=timezone.now())
    return [_next(soonest.get(int(pk))) for pk in arguments]


def _next(slot) -> SafeString:
    if slot is None:
        return mark_safe("")
    day = timezone.localtime(slot.starts_at).date()
    return render_to_string(
        "bookings/next_free.html", {"next_text": f"{short_day_text(day)} · {time_text(slot.starts_at)}"}
    )
