"""What pages below `bookings` show of bookings: the panel and "next free" lines."""

from django import template
from django.utils import timezone

from bookings import texts
from bookings.domain import availability
from bookings.models import Slot
from bookings.web import panel
from common.dates import short_day_text, time_text
from experiences.texts import duration_text

register = template.Library()
register.filter("duration", duration_text)
register.filter("seats_text", texts.seats_text)
register.filter("availability_state", availability.state_of)


@register.simple_tag(takes_context=True)
def booking_panel(context, experience) -> dict:
    """The panel's content for the address of this request."""
    request = context["request"]
    return panel.build(experience, choice=panel.Choice.read(request.GET), base_url=request.path, now=timezone.now())


@register.simple_tag
def next_slots(pages) -> dict[int, Slot]:
    """The next free slot by experience id, for a list of experience pages; one query."""
    return availability.next_open([page.experience_id for page in pages], now=timezone.now())


@register.filter
def next_text(slots: dict[int, Slot], experience_id: int) -> str:
    """`T7 28/11 · 09:00`, or nothing."""
    slot = slots.get(experience_id)
    if slot is None:
        return ""
    return f"{short_day_text(timezone.localtime(slot.starts_at).date())} · {time_text(slot.starts_at)}"
