"""Where a party meets, as it is told and kept with its booking, so that it can be compared with what is so later."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from bookings.models import Booking
from common.words.text import single_line
from experiences.domain.meeting import meeting_spot, meeting_words
from experiences.models import Experience, ExperiencePage


@dataclass(frozen=True)
class Meeting:
    """`place` in words, always in Vietnamese; `way`, how to find it, in the guest's language; `spot` on the map.

    Each is empty where nothing is said of it.
    """

    place: str
    way: str
    spot: str

    def told(self) -> dict[str, str]:
        """As a booking keeps it."""
        return {"told_place": self.place, "told_way": self.way, "told_spot": self.spot}

    def is_news_after(self, told: "Meeting") -> bool:
        """Whether it takes back what was `told`. What is said for the first time does not."""
        return self.place_is_news_after(told) or _differ(told.way, self.way) or _differ(told.spot, self.spot)

    def place_is_news_after(self, told: "Meeting") -> bool:
        return _differ(told.place, self.place)

    def after(self, told: "Meeting") -> "Meeting":
        """What stands as told once this is: a story that was taken off says nothing new."""
        return replace(self, way=self.way or told.way)


def _differ(told: str, now: str) -> bool:
    return bool(told and now and told != now)


def make_meeting(
    *, address: str, place: str | None, village_address: str, way: str | None, latitude: float, longitude: float
) -> Meeting:
    """Of plain values. A spot is the same within some ten metres."""
    words = single_line(meeting_words(address, place, village_address))[:400]
    return Meeting(words, single_line(way or ""), f"{latitude:.4f},{longitude:.4f}")


def told_of(booking: Booking) -> Meeting:
    """What the guest was told last."""
    return Meeting(booking.told_place, booking.told_way, booking.told_spot)


def stories(language: str | OuterRef) -> QuerySet[ExperiencePage]:
    """Of an experience in an outer query, in `language`: the first tells of it."""
    pages = ExperiencePage.objects.live().filter(experience=OuterRef("pk"), locale__language_code=language)
    return pages.order_by("pk")


def meetings(experiences: QuerySet[Experience]) -> dict[tuple[int, str], Meeting]:
    """By experience and language, as they are now. One query."""
    ways = {f"way_{code}": Subquery(stories(code).values("meeting")[:1]) for code, _name in settings.LANGUAGES}
    found = experiences.select_related("host", "place", "village").annotate(**ways).order_by()
    return {
        (experience.pk, code): make_meeting(
            address=experience.host.address,
            place=experience.place.name if experience.place else None,
            village_address=experience.village.address,
            way=getattr(experience, f"way_{code}"),
            latitude=meeting_spot(experience).latitude,
            longitude=meeting_spot(experience).longitude,
        )
        for experience in found
        for code, _name in settings.LANGUAGES
    }


def meeting_now(booking: Booking) -> Meeting:
    """Where this party would be told to come. One query."""
    experience = booking.slot.experience_id
    return meetings(Experience.objects.filter(pk=experience))[experience, booking.language]
