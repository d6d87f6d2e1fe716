"""From facts to their story."""

from collections.abc import Iterable

from experiences.models import Experience, ExperiencePage


def page_in(experience: Experience, language: str) -> ExperiencePage | None:
    """The page of the experience in `language` that everyone may read, or None."""
    pages = ExperiencePage.objects.live().public().filter(experience=experience, locale__language_code=language)
    return pages.order_by("pk").first()


def addresses_in(experiences: Iterable[Experience], language: str) -> dict[int, str]:
    """Where these pages are, by the key of the experience, in one query; without those that have none."""
    pages = ExperiencePage.objects.live().public().filter(experience__in=list(experiences))
    found: dict[int, str] = {}
    for page in pages.filter(locale__language_code=language).order_by("pk"):
        found.setdefault(page.experience_id, page.get_url() or "")
    return found
