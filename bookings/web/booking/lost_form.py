"""What somebody still knows who lost their ticket."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.reference import ALPHABET, LENGTH, typed_reference
from common.words.fields import LineField
from common.words.phone import parse_phone

BAD_EMAIL = _("This e-mail address looks incomplete. It should be like ten@example.com.")


class LostForm(forms.Form):
    """The reference, and the phone number or e-mail address that was given."""

    reference = LineField(
        label=_("Reference"),
        max_length=40,
        help_text=_("Six letters and figures, as on your ticket or in what your host wrote you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the reference of your booking.")},
    )
    reach = LineField(
        label=_("Phone number or e-mail"),
        max_length=254,
        help_text=_("The one you gave when you booked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the phone number or the e-mail address that you gave.")},
    )

    def clean_reference(self) -> str:
        bare = typed_reference(self.cleaned_data["reference"])
        if len(bare) != LENGTH or set(bare) - set(ALPHABET):
            raise ValidationError(_("A reference has six letters and figures, such as KM4TQ7."))
        return bare

    def clean_reach(self) -> dict[str, str]:
        """`phone` in E.164 or `email`, the other empty."""
        reach = self.cleaned_data["reach"]
        if "@" not in reach:
            return {"phone": parse_phone(reach), "email": ""}
        try:
            validate_email(reach)
        except ValidationError as error:
            raise ValidationError(
                _("This e-mail address looks incomplete. It should be like ten@example.com.")
            ) from error
        return {"phone": "", "email": reach}
