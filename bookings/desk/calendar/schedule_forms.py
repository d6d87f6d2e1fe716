"""A host's schedule, one kind at a time, as wet hands fill it in."""

import datetime as dt
from collections.abc import MutableMapping

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.desk.calendar.rule_words import LUNAR_MONTHS, every_weeks_text
from bookings.enums import ScheduleKind
from bookings.forms.fields import DayField, offer, offer_rows
from bookings.forms.schedule import LUNAR_FIELDS, ScheduleFields
from bookings.models import Schedule
from bookings.models.schedule import YearlyLunarSpan
from common.words.lunar import LAST_DAY
from experiences.models import Experience
from villages.models import Host

ONLY_FOR = {
    ScheduleKind.WEEKLY: ["weekdays", "every_weeks", "valid_from", "valid_until"],
    ScheduleKind.DATES: ["dates"],
    ScheduleKind.LUNAR: [*LUNAR_FIELDS, "valid_from", "valid_until"],
}
MOST_WEEKS = 4


class LunarFields(forms.Form):
    """To be mixed into a ModelForm of a yearly lunar span: first and last day; without a last one it is one day."""

    lunar_first_day = forms.TypedChoiceField(label=gettext_lazy("First day"), coerce=int, empty_value=None)
    lunar_first_month = forms.TypedChoiceField(label=gettext_lazy("First month"), coerce=int, empty_value=None)
    lunar_last_day = forms.TypedChoiceField(
        label=gettext_lazy("Last day"), coerce=int, empty_value=None, required=False
    )
    lunar_last_month = forms.TypedChoiceField(
        label=gettext_lazy("Last month"), coerce=int, empty_value=None, required=False
    )

    def offer_lunar_days(self) -> None:
        """Fill the lists, in the reader's language."""
        days = [("", _("day")), *((day, str(day)) for day in range(1, 31)), (LAST_DAY, _("last day"))]
        months = [("", _("month")), *((number, capfirst(name)) for number, name in enumerate(LUNAR_MONTHS, start=1))]
        for name in LUNAR_FIELDS:
            offer(self, name, days if name.endswith("day") else months)
            self.fields[name].error_messages["required"] = _("Choose the day and the month.")

    def clean_lunar_days(self, cleaned: dict) -> None:
        """A span that ends where it begins unless it says where it ends."""
        day, month = cleaned.get("lunar_last_day"), cleaned.get("lunar_last_month")
        if day is None and month is None:
            cleaned["lunar_last_day"] = cleaned.get("lunar_first_day")
            cleaned["lunar_last_month"] = cleaned.get("lunar_first_month")
        elif day is None:
            self.add_error("lunar_last_day", _("Choose the last day too, or leave day and month empty."))
        elif month is None:
            cleaned["lunar_last_month"] = cleaned.get("lunar_first_month")


def show_span(row: YearlyLunarSpan, initial: MutableMapping) -> None:
    """One day is shown as one: its end is left empty."""
    if (row.lunar_first_month, row.lunar_first_day) == (row.lunar_last_month, row.lunar_last_day):
        initial.update(lunar_last_day=None, lunar_last_month=None)


class HostScheduleForm(LunarFields, ScheduleFields, forms.ModelForm):
    """`kind` says which fields it has; the experience is chosen once and is not a field of a schedule that stands."""

    every_weeks = forms.TypedChoiceField(label=gettext_lazy("How often"), coerce=int)
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Leave it empty if it goes on.")
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats, if not as usual"),
        required=False,
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"min_value": gettext_lazy("Offer at least one seat.")},
    )

    class Meta:
        model = Schedule
        fields = [
            "experience", "weekdays", "every_weeks", "dates", *LUNAR_FIELDS,
            "times", "valid_from", "valid_until", "capacity",
        ]  # fmt: skip

    def __init__(self, *args, host: Host, kind: ScheduleKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = self.instance.kind = kind
        for other, names in ONLY_FOR.items():
            if other != kind:
                for name in set(names) - set(ONLY_FOR[kind]):
                    self.fields.pop(name, None)
        for name, message in self._needed().items():
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = message
        self._offer_experiences(host)
        self.fields["times"].widget.attrs |= {"inputmode": "text", "autocomplete": "off", "placeholder": "08:30, 14:00"}
        if kind == ScheduleKind.LUNAR:
            self.offer_lunar_days()
            show_span(self.instance, self.initial)
        if kind == ScheduleKind.WEEKLY:
            weeks = sorted({*range(1, MOST_WEEKS + 1), self.instance.every_weeks})
            offer(self, "every_weeks", [(number, capfirst(every_weeks_text(number))) for number in weeks])
        if not self.initial.get("valid_from"):
            self.initial["valid_from"] = timezone.localdate()

    def clean(self):
        cleaned = super().clean()
        if self.kind == ScheduleKind.LUNAR:
            self.clean_lunar_days(cleaned)
        if self.kind == ScheduleKind.DATES and cleaned.get("dates"):
            self.instance.valid_from = dt.date.fromisoformat(cleaned["dates"][0])
            self.instance.valid_until = None
        return cleaned

    def days_over(self, *, today: dt.date) -> list[dt.date]:
        """Days that were written now although they are past."""
        if "dates" not in self.fields:
            return []
        new = set(self.cleaned_data["dates"]) - set(self.initial.get("dates") or [])
        return sorted(day for day in map(dt.date.fromisoformat, new) if day < today)

    @staticmethod
    def _needed() -> dict[str, str]:
        """What its kind cannot do without, though a schedule can; and what to say then."""
        return {"weekdays": _("Choose at least one weekday."), "dates": _("Write at least one date.")}

    def _offer_experiences(self, host: Host) -> None:
        if self.instance.pk:
            del self.fields["experience"]
            return
        experiences = Experience.objects.for_host(host)
        field = offer_rows(self, "experience", experiences)
        field.label_from_instance = lambda experience: experience.label  # type: ignore[method-assign, assignment]
        field.empty_label = _("Choose")
        if len(experiences) == 1:
            self.initial["experience"] = experiences[0]
            field.widget = forms.HiddenInput()
