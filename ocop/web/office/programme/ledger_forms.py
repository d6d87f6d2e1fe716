"""Forms of the ledger: activities, schemes and payouts, notes on hosts and their answers of a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.models import Activity, CaseNote, Payout, Scheme, Survey
from ocop.models.programme.kept import STANDING
from ocop.web.office.programme.forms import KeptForm, VndField, YesNoField


class ActivityForm(KeptForm):
    spent_vnd = VndField(label=_("Spent, đồng"), required=False)

    class Meta:
        model = Activity
        fields = ("kind", "name", "place", "year", "first_day", "last_day", "spent_vnd", "result", "source")
        widgets = {"result": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """A day says its year."""
        data = super().clean() or {}
        first, year = data.get("first_day"), data.get("year")
        if first and year and first.year != year:
            self.add_error("year", _("The first day lies in another year."))
        elif first and not year:
            data["year"] = first.year
            self.instance.year = first.year
        return data


class SchemeForm(KeptForm):
    ceiling_vnd = VndField(label=_("Ceiling in a year, đồng"))

    class Meta:
        model = Scheme
        fields = ("name", "law", "rate", "ceiling_vnd", "ceiling_of", "note", "source")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class PayoutForm(KeptForm):
    amount_vnd = VndField(label=_("Paid, đồng"))

    class Meta:
        model = Payout
        fields = ("host", "scheme", "year", "amount_vnd", "decision", "note")

    def prepare(self) -> None:
        rows = Scheme.objects.filter(STANDING, province=self.office.province_id)
        self.fields["scheme"].queryset = rows  # type: ignore[attr-defined]


class CaseNoteForm(KeptForm):
    class Meta:
        model = CaseNote
        fields = ("host", "day", "words", "next_step", "next_on")
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}


class SurveyForm(KeptForm):
    revenue_vnd = VndField(label=_("Revenue of the year, đồng"), required=False)
    revenue_before_vnd = VndField(label=_("Revenue of the year before, đồng"), required=False)
    online_vnd = VndField(label=_("Of this year's revenue, sold online, đồng"), required=False)

    class Meta:
        model = Survey
        fields = (
            "host",
            "year",
            "revenue_vnd",
            "revenue_before_vnd",
            "online_vnd",
            "workers",
            "local_workers",
            "capacity_grew",
            "linked",
        )
        field_classes = {"capacity_grew": YesNoField, "linked": YesNoField}
