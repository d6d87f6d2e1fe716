"""Slots follow at once what an editor changes of a schedule or an experience, and the editor reads what became of it.

No party is moved by it: the editor reads how many have no place any more, and their host decides.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin import messages

from bookings.domain.calendar.conflicts import open_conflicts
from bookings.models import Schedule, Slot
from common.data.db import atomic_with_retry
from experiences.models import Experience
from villages.models import Host


class SlotsFollow:
    """For views that save or delete a schedule or an experience; `write` is what they do to the database."""

    request: Any

    def form_valid(self, form):
        # A crowd may be booking the very slots that change: then all of it is tried again.
        return atomic_with_retry(super().form_valid)(form)  # type: ignore[misc]  # a mix-in's

    def tell_what_follows(self, write: Callable[[], object], instance: Schedule | Experience) -> object:
        now, ids = timezone.now(), experience_ids(instance)
        undecided, there = _undecided(ids, now), _upcoming(ids, now)
        written = write()
        ids |= experience_ids(instance)
        self._tell(_upcoming(ids, now) - there, len(_undecided(ids, now) - undecided))
        return written

    def _tell(self, made: int, left_over: int) -> None:
        if made > 0:
            text = ngettext("%(count)d new slot was made.", "%(count)d new slots were made.", made)
            messages.info(self.request, text % {"count": made})
        if left_over:
            text = ngettext(
                "%(count)d party that has booked has no place any more by this. It stays booked: "
                "the host decides at the desk.",
                "%(count)d parties that have booked have no place any more by this. They stay booked: "
                "the host decides on each at the desk.",
                left_over,
            )
            messages.warning(self.request, text % {"count": left_over})


def experience_ids(instance: Schedule | Experience) -> set[int]:
    """Whose slots hang on it: of a schedule also those of the experience that it is taken away from."""
    if isinstance(instance, Experience):
        return {instance.pk} - {None}
    stored = Schedule.objects.filter(pk=instance.pk).values_list("experience", flat=True)
    return {instance.experience_id, *stored} - {None}


def _upcoming(ids: set[int], now: dt.datetime) -> int:
    return Slot.objects.filter(experience__in=ids).upcoming(now).count()


def _undecided(ids: set[int], now: dt.datetime) -> set[int]:
    """The parties of these experiences on which their hosts have to decide, as the database has it, not the form."""
    return {
        conflict.booking.pk
        for host in Host.objects.filter(experiences__in=ids).distinct()
        for conflict in open_conflicts(host, now=now)
        if conflict.booking.slot.experience_id in ids
    }
