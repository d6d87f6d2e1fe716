"""What a guest says of what they made: how they get it, and by which name others read of it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.enums import PieceWay
from bookings.models.piece import LONGEST_WHOSE
from common.words.fields import LineField, LinesField
from common.words.names import has_web_address


class WayForm(forms.Form):
    """`sent` False: pieces of this craft are not sent."""

    way = forms.ChoiceField(
        label=gettext_lazy("How do you get it?"),
        choices=PieceWay,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    ship_to = LinesField(
        label=gettext_lazy("Address, if it is to be sent"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Name, number of the phone, street, commune, province. The house reads it to send it."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("way") == PieceWay.SHIP and not said.get("ship_to", "").strip():
            self.add_error("ship_to", _("Write the address to which it is to be sent."))
        return said


class PublicForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Your first name, as others read it"),
        required=False,
        max_length=LONGEST_WHOSE,
        help_text=gettext_lazy("Leave it empty, and the page names nobody."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if has_web_address(name):
            raise forms.ValidationError(_("Write a first name only."))
        return name
