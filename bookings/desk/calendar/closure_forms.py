"""Days off as a host says them: from one day to another, or by the lunar calendar every year; of what, and why."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.desk.calendar.schedule_forms import LunarFields
from bookings.forms.fields import DayField, offer, with_span
from bookings.forms.schedule import LUNAR_FIELDS
from bookings.models import Closure, Resource
from common.words.lunar import YearlySpan
from common.words.text import single_line
from experiences.models import Experience
from villages.models import Host

# "Tết" as most houses keep it: 25 tháng Chạp to 5 tháng Giêng.
TET = {"lunar_first_day": 25, "lunar_first_month": 12, "lunar_last_day": 5, "lunar_last_month": 1, "reason": "Tết"}
DAYS, LUNAR = "days", "lunar"


class ClosureForm(LunarFields):
    """`kind` DAYS or LUNAR; cleans `what` to the experience or the resource, or to None for the whole house."""

    first_day = DayField(label=gettext_lazy("First day off"))
    last_day = DayField(
        label=gettext_lazy("Last day off"), required=False, help_text=gettext_lazy("Leave it empty for a single day.")
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What is closed"),
        initial="host",
        error_messages={"invalid_choice": gettext_lazy("This is not there any more. Please choose again.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, for yourselves"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, host: Host, kind: str, **kwargs):
        super().__init__(with_span(data, "first_day", "last_day"), **kwargs)
        self.host, self.kind = host, kind
        for name in LUNAR_FIELDS if kind == DAYS else ("first_day", "last_day"):
            del self.fields[name]
        if kind == LUNAR:
            self.offer_lunar_days()
        self.things: dict[str, Experience | Resource] = {}
        self.things.update((f"e{row.pk}", row) for row in Experience.objects.for_host(host))
        self.things.update((f"r{row.pk}", row) for row in Resource.objects.filter(host=host))
        things = [(key, row.label) for key, row in self.things.items()]
        offer(self, "what", [("host", _("The whole house")), *things])
        self.order_fields(["first_day", "last_day", *LUNAR_FIELDS, "what", "reason"])

    def clean_reason(self) -> str:
        return single_line(self.cleaned_data["reason"])

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if self.kind == LUNAR:
            self.clean_lunar_days(cleaned)
        elif cleaned.get("first_day"):
            cleaned["last_day"] = cleaned.get("last_day") or cleaned["first_day"]
            if cleaned["last_day"] < cleaned["first_day"]:
                self.add_error("last_day", _("The last day is before the first."))
        return cleaned

    def closing(self) -> dict:
        """What `closures.close` is told: its days or lunar span, its thing, its reason."""
        cleaned, thing = self.cleaned_data, self.things.get(self.cleaned_data["what"])
        said = {
            "experience": thing if isinstance(thing, Experience) else None,
            "resource": thing if isinstance(thing, Resource) else None,
            "reason": cleaned["reason"],
        }
        if self.kind == DAYS:
            return said | {"days": (cleaned["first_day"], cleaned["last_day"])}
        names = ("lunar_first_month", "lunar_first_day", "lunar_last_month", "lunar_last_day")
        first_month, first_day, last_month, last_day = (cleaned[name] for name in names)
        return said | {"lunar": YearlySpan(first_month, first_day, last_month, last_day)}

    def closure(self) -> Closure:
        """The same, unsaved, to look at before it is made."""
        closing = self.closing()
        days, lunar = closing.pop("days", None), closing.pop("lunar", None)
        if days:
            return Closure(host=self.host, first_day=days[0], last_day=days[1], **closing)
        return Closure(
            host=self.host,
            lunar_first_month=lunar.first_month,
            lunar_first_day=lunar.first_day,
            lunar_last_month=lunar.last_month,
            lunar_last_day=lunar.last_day,
            **closing,
        )
