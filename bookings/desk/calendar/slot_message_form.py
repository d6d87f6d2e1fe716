"""What a host writes to all parties of a time: a tap, or a few words."""

import uuid as uuids

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.enums import SlotMessageText
from common.words.text import single_line


class SlotMessageForm(forms.Form):
    """A usual sentence, the host's own words, or both. `key` makes one message of a form that is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuids.uuid4)
    usual = forms.ChoiceField(
        label=_("What do you write?"),
        choices=SlotMessageText,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you write.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        return single_line(self.cleaned_data["words"])

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("usual") == SlotMessageText.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Write a few words: the guests will read them."))
        return cleaned
