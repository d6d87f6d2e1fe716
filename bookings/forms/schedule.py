"""What the editors' and the hosts' form of a schedule share: lists as people type them, and what each kind needs."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.domain.calendar.recurrence import has_time_to_come
from bookings.enums import ScheduleKind
from bookings.forms.fields import DatesField, TimesField
from bookings.models import Schedule
from common.cms.widgets import CheckRow

WEEKDAYS = [
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]
LUNAR_FIELDS = ("lunar_first_day", "lunar_first_month", "lunar_last_day", "lunar_last_month")


class ScheduleFields(forms.Form):
    """To be mixed into a ModelForm of Schedule: weekdays as check boxes, times and dates as text, over the JSON lists.

    The kind is the form's field, or the instance's where the form has no such field.
    """

    instance: Schedule

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"), choices=WEEKDAYS, coerce=int, widget=CheckRow, required=False
    )
    times = TimesField(label=gettext_lazy("Start times"), help_text=gettext_lazy("Such as 08:30, 14:00."))
    dates = DatesField(
        label=gettext_lazy("Dates"),
        required=False,
        help_text=gettext_lazy("Such as 28/11, 05/12/2026, 12–13/12 or rằm tháng giêng."),
    )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind", self.instance.kind)
        if kind == ScheduleKind.WEEKLY and "weekdays" not in self.errors and not cleaned.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one weekday."))
        if kind == ScheduleKind.DATES and "dates" in cleaned and not cleaned["dates"]:
            self.add_error("dates", _("Write at least one date."))
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day is before the first."))
        return cleaned

    def _post_clean(self):
        """Django's hook, once the instance says what was typed: a new rule that brings nothing is no rule."""
        super()._post_clean()
        if not self.errors and self.instance.pk is None and not has_time_to_come(self.instance, now=timezone.now()):
            name = "dates" if self.instance.kind == ScheduleKind.DATES else None
            self.add_error(name, _("No time to come follows from this. Look at the days again."))
