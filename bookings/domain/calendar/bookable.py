"""Whether guests can really book an experience, and what is missing where they cannot."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from bookings.domain.seats import opening
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


def is_any_bookable(*, now: dt.datetime) -> bool:
    """Whether guests can book some experience now."""
    ready = with_readiness(experiences=Experience.objects.on_sale(), now=now)
    return opening.is_open() and ready.filter(priced=True, timed=True, told=True).exists()  # type: ignore[misc]


def furthest(*, now: dt.datetime) -> Experience | None:
    """The experience that has most of what guests wait for, with what `with_readiness` adds."""
    found = with_readiness(experiences=Experience.objects.all(), now=now)
    return found.order_by("-timed", "-told", "-priced", "-active", "pk").first()  # type: ignore[misc]


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
    return [text for text, lacks in found.items() if lacks] + opening.lacking()
