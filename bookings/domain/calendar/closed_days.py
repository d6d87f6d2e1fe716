"""Which closure closes which slot."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils import timezone

from bookings.domain.calendar.recurrence import closed_spans
from bookings.models import Closure, Slot
from common.data.db import parts
from experiences.models import Experience


def closures_for(experience: Experience) -> QuerySet[Closure]:
    """All closures that close days of `experience`, oldest first."""
    whole_host = Q(host_id=experience.host_id, experience__isnull=True, resource__isnull=True)
    return Closure.objects.filter(
        whole_host | Q(experience=experience) | Q(resource__uses__experience=experience)
    ).order_by("pk")


def closed_by(closure: Closure) -> QuerySet[Experience]:
    """The experiences whose days `closure` closes; it need not be saved."""
    experiences = Experience.objects.filter(host=closure.host)
    if closure.experience:
        return experiences.filter(pk=closure.experience.pk)
    if closure.resource:
        return experiences.filter(uses__resource=closure.resource)
    return experiences


def apply_closures(experience: Experience, *, now: dt.datetime) -> None:
    """Make each coming slot of `experience` point at the closure that closes its day, or at none."""
    slots = list(Slot.objects.filter(experience=experience).upcoming(now).only("pk", "starts_at", "closure_id"))
    if not slots:
        return
    days = [timezone.localtime(slot.starts_at).date() for slot in slots]
    closed = closures_by_day(closures_for(experience), first=min(days), last=max(days))
    changed: dict[int | None, list[int]] = defaultdict(list)
    for slot, day in zip(slots, days, strict=True):
        closure_id = closed[day].pk if day in closed else None
        if slot.closure_id != closure_id:
            changed[closure_id].append(slot.pk)
    for closure_id, ids in changed.items():
        for part in parts(ids):
            Slot.objects.filter(pk__in=part).update(closure=closure_id)


def closures_by_day(closures: Iterable[Closure], *, first: dt.date, last: dt.date) -> dict[dt.date, Closure]:
    """The closure of each closed day from `first` to `last` inclusive; the oldest where several close it."""
    closed: dict[dt.date, Closure] = {}
    for closure in closures:
        for start, end in closed_spans(closure, first=first, last=last):
            day = max(start, first)
            while day <= min(end, last):
                closed.setdefault(day, closure)
                day += dt.timedelta(days=1)
    return closed
