"""What an officer fills in to extend or to withdraw a certificate. The rules are the domain's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.enums import WithdrawalGround


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        # What browsers send and show, in every language.
        super().__init__(format="%Y-%m-%d")


class ExtendForm(forms.Form):
    until = forms.DateField(label=_("extended until"), widget=Day())
    reason = forms.CharField(label=_("why"), max_length=300)
    # What its reader saw of the extension that stands; without it nothing was seen.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class OpenForm(forms.Form):
    ground = forms.ChoiceField(label=_("ground"), choices=WithdrawalGround.choices)
    seen = forms.CharField(label=_("what was seen"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ConcludeForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("what was found"),
        choices=[("yes", _("the ground holds")), ("no", _("the ground does not hold"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    conclusion = forms.CharField(label=_("conclusion"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    concluded_on = forms.DateField(label=_("concluded on"), widget=Day())


class WithdrawForm(forms.Form):
    decision_number = forms.CharField(label=_("decision number"), max_length=60)
    decided_on = forms.DateField(label=_("decided on"), widget=Day())
