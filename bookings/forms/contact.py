"""Who answers for the party."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.contact import Contact
from bookings.models import Booking, WaitingEntry
from common.words.fields import LinesField, OwnNameField
from common.words.phone import parse_phone

NAME_LENGTH = 120
NOTE_LENGTH = 1000


class ContactForm(forms.Form):
    """Name, phone, e-mail, a note and the consent, which is never ticked beforehand."""

    name = OwnNameField(
        label=_("Full name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Please write your name, so that your host knows whom to expect."),
            "max_length": _("This name is too long for a ticket: %(limit_value)s characters at most."),
        },
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        help_text=_("Your host calls it if something changes, or when what you made is ready."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "required": _("Please write a phone number, so that your host can reach you."),
            "max_length": _("This is longer than any phone number. Write it as 0912 345 678."),
        },
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Your ticket and the way to cancel go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This e-mail address looks incomplete. It should be like ten@example.com.")},
    )
    note = LinesField(
        label=_("Anything your host should know"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("This note is too long: %(limit_value)s characters at most.")},
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that my name, phone number and e-mail go to the host, for this visit and for what I make on it, "
            "which may be ready weeks later."
        ),
        error_messages={
            "required": _("Please tick that you agree, so that the host may receive your name and phone number.")
        },
    )

    def clean_phone(self) -> str:
        return parse_phone(self.cleaned_data["phone"])

    def contact(self) -> Contact:
        """The cleaned contact for the domain."""
        data = self.cleaned_data
        return Contact(name=data["name"], phone=data["phone"], email=data["email"], note=data["note"])


class Reached(TypedDict):
    """How to reach a guest; `phone` in E.164."""

    phone: str
    email: str


class ReachForm(ContactForm):
    """How to reach who has booked: what a slip of the thumb spoils."""

    name = note = consent = None  # type: ignore[assignment]  # as Django leaves inherited fields out

    @staticmethod
    def initial_of(party: Booking | WaitingEntry) -> dict[str, str]:
        phone = party.contact_phone.as_international if party.contact_phone else ""
        return {"phone": phone, "email": party.contact_email}

    def reached(self) -> Reached:
        """For the domain's `mend_contact` and `mend_entry`."""
        return {"phone": self.cleaned_data["phone"], "email": self.cleaned_data["email"]}


class MineForm(ContactForm):
    """A guest's own name, note, phone number and e-mail; name and note only while these may change (`words`).

    Sent without a name or a note, by a page from before they could change, they stay as they stand.
    """

    consent = None  # type: ignore[assignment]  # as Django leaves inherited fields out

    def __init__(self, data: Mapping[str, Any] | None = None, *, booking: Booking, words: bool) -> None:
        said: dict[str, Any] = {"name": booking.contact_name, "note": booking.note}
        sent = None if data is None else said | {name: data.get(name) for name in data}
        super().__init__(sent, initial=said | ReachForm.initial_of(booking))
        if not words:
            del self.fields["name"], self.fields["note"]

    def told(self) -> dict[str, Any]:
        """For the domain's `mend_contact`."""
        return dict(self.cleaned_data)


def _email_of_who_waits() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We write here the moment places come free, so give one that you read every day."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please write an e-mail address: that is where we offer you the places."),
            "invalid": _("This e-mail address looks incomplete. It should be like ten@example.com."),
        },
    )


class WaitingForm(ContactForm):
    """The same with an e-mail address, since that is where an offer goes."""

    email = _email_of_who_waits()


class ReachWaitingForm(ReachForm):
    """How to reach who waits."""

    email = _email_of_who_waits()
