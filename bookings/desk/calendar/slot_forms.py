"""One time changed by hand, and another time for one party."""

import datetime as dt
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.desk.shell.words import short_lunar_text
from bookings.forms.fields import DayField, TimeField, offer
from bookings.models import Slot
from bookings.texts import seats_text
from common.cms.amounts import VndField, VndInput
from common.words.dates import month_text, short_day_text, time_text
from common.words.text import single_line
from experiences.models import Unit


class SlotForm(forms.Form):
    """Filled in with how the slot stands; a price for each of `units`."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    day = DayField(label=gettext_lazy("Day"))
    time = TimeField(
        label=gettext_lazy("Starts at"), widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "08:30"})
    )
    note = forms.CharField(
        label=gettext_lazy("Note to guests"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Guests read it before they book and on their ticket."),
    )

    def __init__(self, data: Mapping | None = None, *, slot: Slot, units: list[Unit]):
        start = timezone.localtime(slot.starts_at)
        now = {
            "capacity": slot.capacity,
            "day": start.date(),
            "time": start.time().replace(second=0, microsecond=0),
            "note": slot.note,
        }
        super().__init__(data, initial=now)
        self.units = units
        for unit in units:
            self.fields[f"price_{unit.pk}"] = VndField(
                label=_("Price: %(who)s, đồng") % {"who": unit},
                initial=slot.prices.get(str(unit.pk), unit.price_vnd),
                usual=unit.price_vnd,
                widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"required": _("Write a price; 0 if it costs nothing.")},
            )
        self.order_fields(["capacity", "day", "time", *self.price_names, "note"])

    @property
    def price_names(self) -> list[str]:
        return [f"price_{unit.pk}" for unit in self.units]

    @property
    def price_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.price_names]

    @property
    def price_errors(self) -> bool:
        return any(name in self.errors for name in self.price_names)

    def changes(self) -> dict:
        """What `one_slot.edit_slot` is told: what was changed here and no more."""
        cleaned, changed = self.cleaned_data, set(self.changed_data)
        said: dict = {}
        if "capacity" in changed:
            said["capacity"] = cleaned["capacity"]
        if changed & {"day", "time"}:
            zone = timezone.get_default_timezone()
            said["starts_at"] = dt.datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
        if changed & set(self.price_names):
            said["prices"] = {unit.pk: cleaned[f"price_{unit.pk}"] for unit in self.units}
        if "note" in changed:
            said["note"] = single_line(cleaned["note"])
        return said


class MoveForm(forms.Form):
    """One of the times with room for the party, under their months; the one it has stands until another is chosen."""

    slot = forms.TypedChoiceField(
        label=gettext_lazy("New time"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose a time."),
            "invalid_choice": gettext_lazy("This time has no room any more. Please choose another one."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, now_in: Slot, slots: list[Slot]) -> None:
        super().__init__(data, initial={"slot": now_in.pk})
        months: dict[str, list[tuple[int, str]]] = {}
        for slot in sorted([now_in, *slots], key=lambda slot: slot.starts_at):
            day = timezone.localtime(slot.starts_at).date()
            room = _("their time now") if slot == now_in else seats_text(slot.free)
            parts = [short_day_text(day), time_text(slot.starts_at), room, short_lunar_text(day)]
            months.setdefault(month_text(day), []).append((slot.pk, " · ".join(parts)))
        offer(self, "slot", [("", _("Choose a time")), *months.items()])
