"""Councils, seats, sessions, minutes and rounds, as an officer of the province fills them in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.enums import CouncilSeat, SessionMode
from ocop.models import EvaluationRound, Office
from ocop.web.office.forms import Day


class CouncilForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=160)
    decision_number = forms.CharField(label=_("number of the decision that set it up"), max_length=60)
    decided_on = forms.DateField(label=_("decided on"), widget=Day())
    quorum_percent = forms.IntegerField(
        label=_("at least so many percent of members score"),
        min_value=1,
        max_value=100,
        initial=75,
        help_text=_("The decision of 2026 does not say; 75 is what some provinces had before."),
    )
    largest_spread = forms.IntegerField(
        label=_("largest distance of two totals, in points"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Left empty: no limit. Some provinces had 10 before."),
    )
    decimals = forms.IntegerField(
        label=_("decimals of the average"),
        min_value=0,
        max_value=4,
        required=False,
        help_text=_("Left empty: nothing is rounded, so 69.99 stays below 70."),
    )
    regulation = forms.CharField(
        label=_("where the regulation says so"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )


class SeatForm(forms.Form):
    email = forms.EmailField(label=_("e-mail of the account"))
    seat = forms.ChoiceField(label=_("seat"), choices=CouncilSeat.choices)
    title = forms.CharField(label=_("position"), max_length=160, required=False)
    scores = forms.BooleanField(label=_("gives points"), required=False, initial=True)


class SessionForm(forms.Form):
    held_on = forms.DateField(label=_("held on"), widget=Day())
    mode = forms.ChoiceField(label=_("how"), choices=SessionMode.choices)
    round = forms.ModelChoiceField(
        label=_("round of evaluation"), queryset=EvaluationRound.objects.none(), required=False
    )
    place = forms.CharField(label=_("place"), max_length=160, required=False)

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = office.rounds.all()  # type: ignore[attr-defined]


class MinutesForm(forms.Form):
    number = forms.CharField(label=_("number of the minutes"), max_length=60)
    text = forms.CharField(label=_("minutes"), max_length=6000, widget=forms.Textarea({"rows": 8}))


class RoundForm(forms.Form):
    year = forms.IntegerField(label=_("year"), min_value=2020, max_value=2100)
    number = forms.IntegerField(label=_("round"), min_value=1, max_value=12)
    requests_before = forms.DateField(label=_("requests before"), widget=Day())
    decide_before = forms.DateField(label=_("decisions before"), widget=Day())
