"""What an experience is called on a guest's pages, and the way back to its panel, with the party as it was chosen."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from bookings.models import Booking, WaitingEntry
from bookings.web.choice import Choice
from experiences.domain.stories import page_in
from experiences.models import Experience
from page_cache.sites import site_name
from page_cache.store import cached


@dataclass(frozen=True)
class Story:
    """What a guest's pages take from the page of an experience; where there is none, its name and the plain panel."""

    title: str
    url: str
    meeting: str = ""
    bring_lines: tuple[str, ...] = ()


def story_of(request: HttpRequest, experience: Experience) -> Story:
    """In the reader's language; kept until something that pages show changes."""
    language = get_language() or "vi"

    def read() -> Story:
        page = page_in(experience, language)
        if page is None:
            return Story(experience.label, reverse("bookings:choose", args=[experience.slug]))
        return Story(page.title, page.get_url(request), page.meeting, tuple(page.bring_lines))

    return cached(f"story:{site_name(request)}:{language}:{experience.pk}", read)


def choose_again_url(request: HttpRequest, booking: Booking) -> str:
    """The panel on the booking's day with its party and extras filled in."""
    slot = booking.slot
    choice = Choice(day=timezone.localtime(slot.starts_at).date(), slot_id=slot.pk)
    choice.quantities = {f"u{line.unit_id}": line.quantity for line in booking.units.all() if line.unit_id}
    choice.quantities |= {f"x{line.extra_id}": line.quantity for line in booking.extras.all() if line.extra_id}
    return story_of(request, slot.experience).url + choice.query()


def entry_again_url(request: HttpRequest, entry: WaitingEntry) -> str:
    """The same with the party that waits."""
    slot = entry.slot
    choice = Choice(day=timezone.localtime(slot.starts_at).date(), slot_id=slot.pk)
    choice.quantities = {f"u{pk}": number for pk, number in entry.units.items()}
    choice.quantities |= {f"x{pk}": number for pk, number in entry.extras.items()}
    return story_of(request, slot.experience).url + choice.query()
