"""Another time for a visit, chosen by its guest."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.own_move import total_at
from bookings.domain.seats.prices import price_list
from bookings.models import Booking, Slot
from bookings.texts import seats_text
from common.words.dates import month_text, short_day_text, time_text
from common.words.money import format_vnd


class MoveForm(forms.Form):
    """`slot` is `<id>:<total in đồng>`: what the guest saw that it costs is what is agreed."""

    slot = forms.ChoiceField(
        label=_("New time"),
        error_messages={
            "required": _("Choose a time."),
            "invalid_choice": _("This time has no room any more. Please choose another one."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, booking: Booking, slots: Sequence[Slot]) -> None:
        super().__init__(data)
        months: dict[str, list[tuple[str, str]]] = {}
        prices = price_list(booking.slot.experience_id)
        for slot in slots:
            total = total_at(booking, slot, prices)
            day = timezone.localtime(slot.starts_at).date()
            parts = [short_day_text(day), time_text(slot.starts_at), seats_text(slot.free)]
            if total != booking.total_vnd:
                parts.append(gettext("%(amount)s in all") % {"amount": format_vnd(total)})
            months.setdefault(month_text(day), []).append((f"{slot.pk}:{total}", " · ".join(parts)))
        self.fields["slot"].choices = [("", gettext("Choose a time")), *months.items()]  # type: ignore[attr-defined]

    def told(self) -> dict[str, int]:
        """What `move_own` is told."""
        slot_id, _sep, total = self.cleaned_data["slot"].partition(":")
        return {"slot_id": int(slot_id), "total_vnd": int(total)}
