"""Whether guests can really book an experience, and what is missing where they cannot."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from bookings.models import Schedule, Slot
from experiences.models import Experience, ExperiencePage, Unit


def with_readiness(*, experiences: QuerySet[Experience], now: dt.datetime) -> QuerySet[Experience]:
    """Adds what `missing` reads, in the same query however many there are: `priced`, `scheduled`, `timed`, `told`."""
    own = {"experience": OuterRef("pk")}
    return experiences.select_related("host").annotate(
        priced=Exists(Unit.objects.filter(**own)),
        scheduled=Exists(Schedule.objects.filter(**own)),
        timed=Exists(Slot.objects.open().filter(**own, closes_at__gt=now)),
        told=Exists(ExperiencePage.objects.live().public().filter(**own)),
    )


def missing(experience: Experience) -> list[str]:
    """What guests still wait for, in words that say what to do; nothing where they can book.

    `experience` is one of `with_readiness`.
    """
    found = {
        _("it is not ticked as offered"): not experience.active,
        _("the host is not verified"): not experience.host.is_verified,
        _("it has no prices"): not experience.priced,
        _("it has no schedule"): not experience.scheduled and not experience.timed,
        _("its schedule has no times to come"): experience.scheduled and not experience.timed,
        _("no page that tells of it is published"): not experience.told,
    }
    return [text for text, lacks in found.items() if lacks]
