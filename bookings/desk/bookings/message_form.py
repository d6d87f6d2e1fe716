"""What a host writes to guests: a tap, or a few words."""

import uuid as uuids
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.desk.bookings.usual import UsualForm, own_words
from bookings.enums import SlotMessageText


class MessageForm(UsualForm):
    """To all parties of a time, or to one. `key` makes one message of a form that is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuids.uuid4)
    usual = forms.ChoiceField(
        label=_("What do you write?"),
        choices=SlotMessageText,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you write.")},
    )
    words = own_words(300)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        # The page has another form with words.
        super().__init__(data, auto_id="message_%s")
