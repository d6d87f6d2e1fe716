"""What a group that asks fills in: two minutes on a phone."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.groups.ask import LONGEST_AHEAD, Asked
from bookings.domain.groups.names import Person
from bookings.enums import AnswerBy, DayPart, Dietary, GroupAge, GroupKind
from bookings.forms.fields import DayField
from bookings.models.group_request import LONGEST_FOOD, LONGEST_WORDS, MOST_OF_A_KIND
from common.cms.amounts import VndField, VndInput
from common.words.fields import LineField, LinesField, NameField, OwnNameField
from common.words.phone import parse_phone
from experiences.enums import SpokenLanguage

NUMBERS = ("adults", "leaders", "little", "children", "teens")


def _day(label: Any, *, required: bool) -> DayField:
    return DayField(
        label=label,
        required=required,
        error_messages={"required": _("Choose the day on which you would like to come.")},
    )


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_OF_A_KIND,
        error_messages={
            "invalid": _("Write a number."),
            "max_value": _("%(limit_value)s at most. For more, please call the house."),
        },
    )


class GroupForm(forms.Form):
    """In the order of the page; `asked` gives it to the domain."""

    first_day = _day(_("Day you would like"), required=True)
    second_day = _day(_("Or this day"), required=False)
    day_part = forms.ChoiceField(
        label=_("When"), choices=DayPart, initial=DayPart.ANY, widget=forms.RadioSelect, required=False
    )
    adults = _number(_("Adults"))
    leaders = _number(_("Teachers, companions"))
    little = _number(_("Children below 6"))
    children = _number(_("Children from 6 to 11"))
    teens = _number(_("Young people from 12 to 17"))
    wants_meal = forms.BooleanField(label=_("We would like a meal with it"), required=False)
    dietary = forms.MultipleChoiceField(
        label=_("Food that some do not eat"), choices=Dietary, required=False, widget=forms.CheckboxSelectMultiple
    )
    food_note = LinesField(
        label=_("Allergies and food in your words"),
        required=False,
        max_length=LONGEST_FOOD,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    spoken_language = forms.ChoiceField(
        label=_("Language of the visit"), required=False, choices=[("", _("no wish")), *SpokenLanguage.choices]
    )
    comes_by_bus = forms.BooleanField(label=_("We come by bus and need a place to park"), required=False)
    budget_vnd = VndField(
        label=_("Budget for all, đồng"),
        required=False,
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    wants_invoice = forms.BooleanField(label=_("We need a VAT invoice"), required=False)
    words = LinesField(
        label=_("What else should the house know?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(label=_("Who are you?"), choices=GroupKind, widget=forms.RadioSelect)
    organisation = NameField(
        label=_("Name of the school, company or group"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of your group.")},
    )
    name = OwnNameField(
        label=_("Your full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name, so that the house knows whom to answer.")},
    )
    answer_by = forms.ChoiceField(
        label=_("How shall the house answer?"), choices=AnswerBy, initial=AnswerBy.PHONE, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("The quote and the way to your page go there too."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This e-mail address looks incomplete. It should be like ten@example.com.")},
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that the house receives what I wrote, to answer me and to prepare our visit, and nothing else."
        ),
        error_messages={"required": _("Please tick that you agree, or the house may not receive your request.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for name in ("first_day", "second_day"):
            attrs = self.fields[name].widget.attrs
            attrs["min"] = (today + dt.timedelta(days=1)).isoformat()
            attrs["max"] = (today + LONGEST_AHEAD).isoformat()
        for name in NUMBERS:
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        return parse_phone(text) if text else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        written = [cleaned.get(name) for name in NUMBERS]
        if not any(written) and not any(self.has_error(name) for name in NUMBERS):
            self.add_error("adults", _("Write how many people would come."))
        by = cleaned.get("answer_by")
        if by == AnswerBy.MAIL and not cleaned.get("email") and not self.has_error("email"):
            self.add_error("email", _("Write an e-mail address, since that is how you want to be answered."))
        if by in (AnswerBy.PHONE, AnswerBy.ZALO) and not cleaned.get("phone") and not self.has_error("phone"):
            self.add_error("phone", _("Write a phone number, since that is how you want to be answered."))
        return cleaned

    def asked(self) -> Asked:
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("consent", "key")}
        told |= {name: told[name] or 0 for name in NUMBERS}
        return Asked(**told | {"dietary": tuple(told["dietary"]), "day_part": told["day_part"] or DayPart.ANY.value})


class WordsForm(forms.Form):
    """What a guest writes about a quote, or when the group does not come."""

    words = LinesField(
        label=_("What should be different?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in a sentence what should be different.")},
    )


class PersonForm(forms.Form):
    """Somebody on a group's list: as little as the house needs."""

    name = LineField(
        label=_("Name"),
        max_length=80,
        help_text=_("As they are called in the group; no birthday, no address, no number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    age = forms.ChoiceField(label=_("Who is it?"), choices=GroupAge, widget=forms.RadioSelect)
    dietary = forms.MultipleChoiceField(
        label=_("Food they do not eat"), choices=Dietary, required=False, widget=forms.CheckboxSelectMultiple
    )
    food_note = LineField(
        label=_("Another allergy"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agrees = forms.BooleanField(
        label=_(
            "It is me, or I am a parent or guardian of this child. I agree that the house reads this for the visit; it "
            "is deleted a week after it."
        ),
        error_messages={"required": _("Please tick that you agree, or the name may not be kept.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def person(self) -> Person:
        data = self.cleaned_data
        return Person(data["name"], data["age"], tuple(data["dietary"]), data["food_note"])
