"""A usual sentence by one tap, the host's own words, or both: what a host says to guests with wet hands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.words.text import single_line

# The value of "in my own words", in each list of usual sentences.
OTHER = "other"


def own_words(max_length: int) -> forms.CharField:
    """The field of the host's own words."""
    return forms.CharField(
        label=_("In your own words"),
        max_length=max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class UsualForm(forms.Form):
    """A form with a choice of usual sentences, named by `usual_field`, and `words`.

    `missing` is said where the choice is to use one's own words and there are none.
    """

    usual_field = "usual"
    missing = _("Write a few words: the guests will read them.")

    def clean_words(self) -> str:
        return single_line(self.cleaned_data["words"])

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(self.usual_field) == OTHER and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", self.missing)
        return cleaned
