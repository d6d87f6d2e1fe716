"""Slots follow at once what an editor changes of a schedule or an experience, and the editor reads what became of it.

No party is moved by it: the editor sees first which have no place any more, and their host decides. Who they are is the
host's to know.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from bookings.domain.calendar.experiences import Followed, following
from bookings.forms.affected import has_seen, seen_key
from bookings.models import Booking, Schedule
from bookings.texts import party_text
from common.data.db import atomic_with_retry
from common.words.dates import moment_text
from experiences.models import Experience


class SlotsFollow:
    """For views that save or delete a schedule or an experience; `write` is what they do to the database."""

    request: Any

    def left_over(self, form) -> list[Booking]:
        """Parties that would have no place any more once `form` is saved."""
        return []

    def form_valid(self, form):
        found = self.left_over(form)
        if not has_seen(self.request.POST, found):
            return self._ask(form, found)
        # A crowd may be booking the very slots that change: then all of it is tried again.
        return atomic_with_retry(super().form_valid)(form)  # type: ignore[misc]  # a mix-in's

    def _ask(self, form, found: list[Booking]) -> HttpResponse:
        """The page again with those it touches, and nothing saved; sent once more, it has seen them."""
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]  # a mix-in's
        context |= {"left_over": [left_over_text(booking) for booking in found], "seen": seen_key(found)}
        context["submit_button_label"] = _("Save all the same")
        return self.render_to_response(context)  # type: ignore[attr-defined]

    def tell_what_follows(self, write: Callable[[], object], instance: Schedule | Experience) -> object:
        written: list[object] = []
        followed = following(
            lambda: written.append(write()), touched=lambda: experience_ids(instance), now=timezone.now()
        )
        self._tell(followed)
        return written[0]

    def _tell(self, followed: Followed) -> None:
        if followed.made:
            text = ngettext("%(count)d new slot was made.", "%(count)d new slots were made.", followed.made)
            messages.info(self.request, text % {"count": followed.made})
        if followed.left_over:
            text = ngettext(
                "%(count)d party that has booked has no place any more by this. It stays booked: "
                "the host decides at the desk.",
                "%(count)d parties that have booked have no place any more by this. They stay booked: "
                "the host decides on each at the desk.",
                followed.left_over,
            )
            messages.warning(self.request, text % {"count": followed.left_over})


def left_over_text(booking: Booking) -> str:
    """When, what, and how many they are."""
    slot = booking.slot
    return f"{moment_text(slot.starts_at)} · {slot.experience.label} · {party_text(booking)}"


def experience_ids(instance: Schedule | Experience) -> set[int]:
    """Whose slots hang on it: of a schedule also those of the experience that it is taken away from."""
    if isinstance(instance, Experience):
        return {instance.pk} - {None}
    stored = Schedule.objects.filter(pk=instance.pk).values_list("experience", flat=True)
    return {instance.experience_id, *stored} - {None}
