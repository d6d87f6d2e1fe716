"""An experience is found by the names it had in addresses, too."""

from bookings.models import FormerSlug
from experiences.models import Experience


def remember_slug(experience: Experience, *, before: str) -> None:
    """Keep the slug `before` where the experience is called otherwise now. A second call changes nothing."""
    FormerSlug.objects.filter(slug=experience.slug).delete()
    if before and before != experience.slug:
        FormerSlug.objects.update_or_create(slug=before, defaults={"experience": experience})


def slug_now(slug: str) -> str:
    """What the experience that was called `slug` is called now; empty where none was."""
    # A name that is in use again is its new owner's.
    found = FormerSlug.objects.filter(slug=slug).exclude(slug__in=Experience.objects.filter(slug=slug).values("slug"))
    return found.values_list("experience__slug", flat=True).first() or ""
