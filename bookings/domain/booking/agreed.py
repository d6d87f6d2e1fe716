"""What is agreed with a guest at confirming, beside the price: it stays so whatever the host changes later."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import translation
from wagtail.models import Locale

from bookings.models import Slot
from common.data.compiled import Select
from common.words.text import single_line
from experiences.domain.meeting import meeting_text
from experiences.models import Experience, ExperiencePage

_READ = Select(
    lambda experience, language: (
        Experience.objects.filter(pk=experience)
        .select_related("place", "village", "host")
        .annotate(included=Subquery(_stories(language).values("included")[:1]))
        .order_by()
    ),
    experience=Experience._meta.pk,
    language=Locale._meta.get_field("language_code"),
)


def _stories(language: str) -> QuerySet[ExperiencePage]:
    pages = ExperiencePage.objects.filter(live=True, experience=OuterRef("pk"), locale__language_code=language)
    return pages.order_by("pk")


def agreement(slot: Slot, language: str) -> dict[str, str]:
    """`included` as the story in `language` has it now, and `told_place`, where the party meets."""
    experience = _READ.first(experience=slot.experience_id, language=language)
    if experience is None:
        raise Experience.DoesNotExist
    return {"included": experience.included or "", "told_place": place_to_tell(experience)}


def place_to_tell(experience: Experience) -> str:
    """The meeting place as it is kept with a booking: always in Vietnamese, so that it can be compared."""
    with translation.override("vi"):
        return single_line(meeting_text(experience))[:400]
