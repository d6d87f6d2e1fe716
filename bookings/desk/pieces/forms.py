"""What the workshop writes of pieces: how many, whose, of what; how one broke; what load; what parcel."""

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.enums import BrokenThen
from bookings.forms.fields import DayField
from bookings.models.piece import LARGEST_BATCH, LONGEST_BATCH, LONGEST_MATERIAL, LONGEST_NOTE, LONGEST_WHOSE
from common.cms.amounts import VndField, VndInput
from common.words.fields import LineField, LinesField
from common.words.names import has_web_address
from villages.models import Artisan

PLAIN = {"autocomplete": "off"}
NUMBERS = {"inputmode": "numeric", "autocomplete": "off"}


def _line(label, *, most: int, help_text="", required=False) -> LineField:
    widget = forms.TextInput(attrs=PLAIN)
    return LineField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


class MadeForm(forms.Form):
    """What pieces of one visit have in common."""

    artisan = forms.ModelChoiceField(
        Artisan.objects.none(),
        label=gettext_lazy("Made with"),
        required=False,
        empty_label=gettext_lazy("nobody named"),
    )
    material = _line(
        gettext_lazy("Material"), most=LONGEST_MATERIAL, help_text=gettext_lazy("As its page will say it.")
    )

    def __init__(self, *args, artisans: "QuerySet[Artisan]", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["artisan"]).queryset = artisans
        if not artisans:
            del self.fields["artisan"]


class PartyPiecesForm(MadeForm):
    """Pieces of one party."""

    number = forms.IntegerField(
        label=gettext_lazy("How many did they make?"),
        min_value=1,
        max_value=200,
        widget=forms.NumberInput(attrs=NUMBERS),
        error_messages={"required": gettext_lazy("Write how many they made.")},
    )
    names = LinesField(
        label=gettext_lazy("Whose"),
        required=False,
        max_length=5_000,
        help_text=gettext_lazy("First names, one in each line, in the order of the pieces. It may stay empty."),
        widget=forms.Textarea(attrs={"rows": 3} | PLAIN),
    )
    field_order = ("number", "names", "artisan", "material")

    def clean_names(self) -> tuple[str, ...]:
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].split("\n")]
        while names and not names[-1]:
            names.pop()
        for name in names:
            if len(name) > LONGEST_WHOSE or has_web_address(name):
                raise forms.ValidationError(_("“%(name)s” is no first name."), params={"name": name[:60]})
        return tuple(names)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if len(said.get("names", ())) > said.get("number", 0) > 0:
            self.add_error("names", _("There are more names than pieces."))
        return said


class PieceForm(MadeForm):
    """One that is written down."""

    whose = _line(gettext_lazy("Whose"), most=LONGEST_WHOSE, help_text=gettext_lazy("A first name, or nothing."))
    note = _line(gettext_lazy("Note"), most=LONGEST_NOTE, help_text=gettext_lazy("The guest reads it too."))
    field_order = ("whose", "artisan", "material", "note")


class BrokenForm(forms.Form):
    """`manage` False: who sees no money gives none back."""

    then = forms.ChoiceField(
        label=gettext_lazy("What do you do about it?"),
        choices=BrokenThen,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one: the guest reads it.")},
    )
    refund = VndField(
        label=gettext_lazy("How much you give back, đồng"),
        required=False,
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args, manage: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not manage:
            del self.fields["refund"]
            choices = [choice for choice in BrokenThen.choices if choice[0] != BrokenThen.MONEY_BACK]
            cast(forms.ChoiceField, self.fields["then"]).choices = choices

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("then") == BrokenThen.MONEY_BACK and "refund" not in self.errors and not said.get("refund"):
            self.add_error("refund", _("Say how much you give back."))
        if said.get("then") != BrokenThen.MONEY_BACK:
            said["refund"] = None
        return said


class BatchForm(forms.Form):
    name = _line(gettext_lazy("Name"), most=LONGEST_BATCH, required=True, help_text=gettext_lazy("As you call it."))
    day = DayField(label=gettext_lazy("On which day"), error_messages={"required": gettext_lazy("Choose the day.")})
    capacity = forms.IntegerField(
        label=gettext_lazy("How many pieces it holds"),
        min_value=1,
        max_value=LARGEST_BATCH,
        widget=forms.NumberInput(attrs=NUMBERS),
        error_messages={"required": gettext_lazy("Write how many it holds.")},
    )


class ParcelForm(forms.Form):
    """`manage` False: who sees no money writes no cost."""

    ship_to = LinesField(
        label=gettext_lazy("Address"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the address to which it is to be sent.")},
    )
    carrier = _line(gettext_lazy("Sent with"), most=60)
    tracking = _line(gettext_lazy("Tracking number"), most=60)
    cost = VndField(
        label=gettext_lazy("What sending costs, đồng"),
        required=False,
        help_text=gettext_lazy("The guest reads it."),
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args, manage: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not manage:
            del self.fields["cost"]
