"""What is agreed with a guest at confirming, beside the price: it stays so whatever the host changes later."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from wagtail.models import Locale

from bookings.models import Booking, BookingExtra, Slot
from common.data.compiled import Select
from common.words.text import single_line
from experiences.domain.meeting import meeting_words
from experiences.models import Experience, ExperiencePage

_READ = Select(
    lambda experience, language, booking: (
        Experience.objects.filter(pk=experience)
        .annotate(
            included=Subquery(_stories(language).values("included")[:1]),
            ships=Exists(BookingExtra.objects.filter(booking=booking, is_shipped=True)),
        )
        .order_by()
        .values_list("place__name", "village__address", "included", "ships")
    ),
    experience=Experience._meta.pk,
    booking=Booking._meta.pk,
    language=Locale._meta.get_field("language_code"),
)


def _stories(language: str) -> QuerySet[ExperiencePage]:
    pages = ExperiencePage.objects.filter(live=True, experience=OuterRef("pk"), locale__language_code=language)
    return pages.order_by("pk")


@dataclass(frozen=True)
class Agreement:
    """`included` as the story in the guest's language has it now; `told_place`, where the party meets; `ships`, whether
    something goes to the guest by post.
    """

    included: str
    told_place: str
    ships: bool


def agreement(slot: Slot, booking: Booking) -> Agreement:
    """What `booking` of `slot` is promised at this moment, in one query."""
    read = _READ.first(experience=slot.experience_id, language=booking.language, booking=booking.pk)
    if read is None:
        raise Experience.DoesNotExist
    place, village_address, included, ships = read
    told = _kept(meeting_words(slot.experience.host.address, place, village_address))
    return Agreement(included or "", told, bool(ships))


def place_to_tell(experience: Experience) -> str:
    """The meeting place as it is kept with a booking: always in Vietnamese, so that it can be compared."""
    place = experience.place.name if experience.place else None
    return _kept(meeting_words(experience.host.address, place, experience.village.address))


def _kept(words: str) -> str:
    return single_line(words)[:400]
