"""From facts to their story."""

from experiences.models import Experience, ExperiencePage


def page_in(experience: Experience, language: str) -> ExperiencePage | None:
    """The page of the experience in `language` that everyone may read, or None."""
    pages = ExperiencePage.objects.live().public().filter(experience=experience, locale__language_code=language)
    return pages.order_by("pk").first()
