"""Why a time is cancelled for everybody: a tap, or a few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.enums import SlotCancelReason
from common.words.text import single_line


class CancelSlotForm(forms.Form):
    """A reason that all guests will read: a usual one, the host's own words, or both."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=SlotCancelReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: the guests will read it.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        return single_line(self.cleaned_data["words"])

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == SlotCancelReason.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Write the reason in a few words: the guests will read it."))
        return cleaned
