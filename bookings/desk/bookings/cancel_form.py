"""What a host types: very little."""

from django import forms
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bookings.desk.bookings.usual import UsualForm, own_words


class CancelReason(models.TextChoices):
    """What mostly happens, so that wet hands need not type."""

    WEATHER = "weather", _("Bad weather")
    ILLNESS = "illness", _("Illness in our house")
    WORKSHOP = "workshop", _("The workshop or the kiln cannot be used")
    GUEST = "guest", _("At the guest's request")
    OTHER = "other", _("Another reason")


class CancelForm(UsualForm):
    """A reason the guest will read: a usual one, the host's own words, or both."""

    missing = _("Write the reason in a few words: the guest will read it.")

    usual = forms.ChoiceField(
        label=_("Why?"),
        choices=CancelReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: the guest will read it.")},
    )
    words = own_words(200)

    def reason_for(self, language: str) -> str:
        """The usual reason in the guest's language, and the host's own words as they are."""
        usual, words = self.cleaned_data["usual"], self.cleaned_data["words"]
        if usual == CancelReason.OTHER:
            return words
        with translation.override(language):
            label = str(CancelReason(usual).label)
        return f"{label}. {words}" if words else label


class ScanForm(forms.Form):
    """A reference as it is read out, or the text of a QR code."""

    code = forms.CharField(
        label=_("Reference"),
        max_length=500,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "search",
            }
        ),
    )
