"""The way back to the panel, with the party as it was chosen."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from bookings.models import Booking, WaitingEntry
from experiences.domain.stories import page_in
from experiences.models import ExperiencePage

from .panel import Choice


def experience_url(request: HttpRequest, experience) -> str:
    """The experience's story in the reader's language, or the plain choosing page where there is none."""
    return story_url(request, experience, page_in(experience, get_language() or "vi"))


def story_url(request: HttpRequest, experience, page: ExperiencePage | None) -> str:
    """The same where the experience's `page` in the reader's language is known."""
    return page.get_url(request) if page else reverse("bookings:choose", args=[experience.slug])


def choose_again_url(request: HttpRequest, booking: Booking, *, base_url: str = "") -> str:
    """The panel on the booking's day with its party and extras filled in; `base_url` is the `story_url` where known."""
    slot = booking.slot
    choice = Choice(day=timezone.localtime(slot.starts_at).date(), slot_id=slot.pk)
    choice.quantities = {f"u{line.unit_id}": line.quantity for line in booking.units.all() if line.unit_id}
    choice.quantities |= {f"x{line.extra_id}": line.quantity for line in booking.extras.all() if line.extra_id}
    return (base_url or experience_url(request, slot.experience)) + choice.query()


def entry_again_url(request: HttpRequest, entry: WaitingEntry) -> str:
    """The same with the party that waits."""
    slot = entry.slot
    choice = Choice(day=timezone.localtime(slot.starts_at).date(), slot_id=slot.pk)
    choice.quantities = {f"u{pk}": number for pk, number in entry.units.items()}
    choice.quantities |= {f"x{pk}": number for pk, number in entry.extras.items()}
    return experience_url(request, slot.experience) + choice.query()
