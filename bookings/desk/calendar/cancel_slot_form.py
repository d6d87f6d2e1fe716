"""Why a time is cancelled for everybody: a tap, or a few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.desk.bookings.usual import UsualForm, own_words
from bookings.enums import SlotCancelReason


class CancelSlotForm(UsualForm):
    """A reason that all guests will read: a usual one, the host's own words, or both."""

    usual_field = "reason"
    missing = _("Write the reason in a few words: the guests will read it.")

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=SlotCancelReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: the guests will read it.")},
    )
    words = own_words(200)
