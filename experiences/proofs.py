"""What pages of experiences offer as proof in a dossier (`ocop.domain.evidence`): set 26, the tourism products."""

from collections import defaultdict
from functools import partial

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from experiences.models import Experience, ExperiencePage
from ocop.domain.evidence.registry import Offered, Period, both, register
from villages.models import Host

TOURISM = 26
NAMED = 6
LANGUAGES = {"vi", "en"}


def register_all() -> None:
    """When the app gets ready."""
    register("story", partial(two_languages, points=4), codes={TOURISM: ["5.1"]})
    register("pages", two_languages, codes={TOURISM: ["4.5"]})


def two_languages(host: Host, period: Period, *, points: int | None = None) -> list[Offered]:
    """Experiences whose page everybody may read in Vietnamese and in English."""
    pages = ExperiencePage.objects.live().public().filter(experience__host=host)
    by_experience: dict[int, dict[str, ExperiencePage]] = defaultdict(dict)
    for page in pages.select_related("locale").order_by("pk"):
        by_experience[page.experience_id].setdefault(page.locale.language_code, page)
    both_ways = {pk: found for pk, found in by_experience.items() if found.keys() >= LANGUAGES}
    experiences = list(Experience.objects.filter(pk__in=both_ways).order_by("pk"))
    n = len(experiences)

    def say() -> str:
        if not n:
            return _("No experience of yours has a page in Vietnamese and in English yet.")
        names = [experience.name_in(get_language() or "vi") for experience in experiences[:NAMED]]
        told = ngettext(
            "%(n)s page tells of it in Vietnamese and in English: %(names)s.",
            "%(n)s pages tell of it in Vietnamese and in English: %(names)s.",
            n,
        )
        return told % {"n": n, "names": "; ".join(names)}

    url = (both_ways[experiences[0].pk]["vi"].get_url() or "") if n else ""
    return [Offered(n, both(say), period, url, points if n else None)]
