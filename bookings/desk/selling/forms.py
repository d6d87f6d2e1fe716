"""What a host changes of an experience: prices and extras, and the facts of a visit."""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.forms.fields import offer
from bookings.models import ExtraUse, Resource
from common.cms.amounts import VndField, VndInput, middle
from common.cms.images import PhotoField
from experiences.cms.cancel_steps import CancelStepsField
from experiences.domain.selling import SoldNoMore
from experiences.enums import SpokenLanguage, UnitType
from experiences.models import Experience, Extra, Unit
from experiences.texts import ages_text


def _vnd(label, *, initial: int | None = None) -> VndField:
    return VndField(
        label=label,
        initial=initial,
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a price; 0 if it costs nothing.")},
    )


def _number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class PricesForm(forms.Form):
    """A price for each of `units` and `extras`, those that stand being the usual."""

    def __init__(self, data: Mapping | None = None, *, units: list[Unit], extras: list[Extra]) -> None:
        super().__init__(data)
        self.parts: dict[str, Unit | Extra] = {}
        for prefix, parts in (("price", units), ("extra_price", extras)):
            for part in parts:
                name = f"{prefix}_{part.pk}"
                self.parts[name] = part
                self.fields[name] = _vnd(_("%(what)s, đồng") % {"what": part_text(part)}, initial=part.price_vnd)
                _tell_usual(self.fields[name], part, parts)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        sent = {name for name in self.data if re.fullmatch(r"(extra_)?price_\d+", name)}
        if sent - set(self.parts):
            self.add_error(None, SoldNoMore.message)
        return cleaned

    @property
    def unit_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, part in self.parts.items() if isinstance(part, Unit)]

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, part in self.parts.items() if isinstance(part, Extra)]

    def changed(self, model: type[Unit] | type[Extra]) -> dict[int, int]:
        """Prices in đồng that were changed here, by id."""
        mine = {name: part for name, part in self.parts.items() if isinstance(part, model)}
        return {part.pk: self.cleaned_data[name] for name, part in mine.items() if name in self.changed_data}


class VisitForm(forms.ModelForm):
    """The facts of a visit; the model's own rules say what can be."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages your guides speak"),
        choices=SpokenLanguage,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language that guides speak.")},
    )
    cancel_steps = CancelStepsField()

    class Meta:
        model = Experience
        fields = [
            "capacity",
            "max_party",
            "duration_minutes",
            "cutoff_minutes",
            "min_to_run",
            "decide_hours",
            "free_cancel_hours",
            "cancel_steps",
            "payment_terms",
            "deposit_percent",
            "deposit_vnd",
            "pay_within_hours",
            "languages",
        ]
        labels = {
            "capacity": gettext_lazy("Seats at one time"),
            "max_party": gettext_lazy("Largest party that books online"),
            "duration_minutes": gettext_lazy("How long, in minutes"),
            "cutoff_minutes": gettext_lazy("Bookings close, minutes before"),
            "min_to_run": gettext_lazy("Fewest guests"),
            "decide_hours": gettext_lazy("Decided, hours before"),
            "free_cancel_hours": gettext_lazy("Cancelled free of charge, until hours before"),
            "payment_terms": gettext_lazy("When guests pay"),
            "deposit_percent": gettext_lazy("Deposit, percent of the price"),
            "deposit_vnd": gettext_lazy("Or a deposit in đồng, for each booking"),
            "pay_within_hours": gettext_lazy("Paid ahead within, hours after booking"),
        }
        help_texts = {
            "max_party": gettext_lazy("Larger groups read your phone number."),
            "cutoff_minutes": gettext_lazy("60 is an hour before, 1440 a day before."),
            "payment_terms": gettext_lazy(
                "Paying ahead goes by bank transfer to your own account, and works once that is verified."
            ),
            "min_to_run": gettext_lazy("With fewer the visit is called off. 0: it takes place for anybody."),
        }
        widgets = {name: _number() for name in fields if name not in ("languages", "cancel_steps", "payment_terms")}

    def __init__(self, data: Mapping | None = None, *, experience: Experience) -> None:
        # Checking writes what was typed into the instance.
        super().__init__(data, instance=copy.copy(experience))

    def changed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class UnitForm(forms.ModelForm):
    """A kind of guest; which kind is chosen once, when it is new."""

    price_vnd = _vnd(gettext_lazy("Price, đồng"))

    class Meta:
        model = Unit
        fields = ["type", "price_vnd", "min_age", "max_age", "seats", "needs_adult"]
        labels = {"needs_adult": gettext_lazy("Only with an adult"), "seats": gettext_lazy("Seats one takes")}
        help_texts = {"seats": gettext_lazy("0 for a baby on a lap.")}
        widgets = {"min_age": _number(), "max_age": _number(), "seats": _number()}

    def __init__(
        self, data: Mapping | None = None, files: MultiValueDict | None = None, *, part: Unit, others: list[Unit]
    ) -> None:
        super().__init__(data, files, instance=copy.copy(part))
        _tell_usual(self.fields["price_vnd"], part, others)
        if part.pk:
            del self.fields["type"]
            return
        # What is sent twice is told that it was so already, and not that there is no such kind.
        taken = set() if self.is_bound else {unit.type for unit in others}
        offer(
            self, "type", [("", _("Choose")), *((kind, text) for kind, text in UnitType.choices if kind not in taken)]
        )


class ExtraForm(forms.ModelForm):
    price_vnd = _vnd(gettext_lazy("Price, đồng"))
    new_photo = PhotoField(label=gettext_lazy("A photo of it"), required=False)
    no_photo = forms.BooleanField(label=gettext_lazy("Show it without a photo"), required=False)
    resource = forms.ModelChoiceField(
        Resource.objects.none(),
        label=gettext_lazy("Takes of what you share"),
        required=False,
        empty_label=gettext_lazy("nothing of it"),
        help_text=gettext_lazy("An interpreter or a boat for several experiences: nobody gets it twice at one time."),
    )
    takes = forms.IntegerField(
        label=gettext_lazy("How many of it one takes"),
        required=False,
        min_value=1,
        max_value=500,
        initial=1,
        widget=_number(),
    )

    class Meta:
        model = Extra
        fields = [
            "name",
            "name_en",
            "price_vnd",
            "per",
            "max_quantity",
            "per_slot",
            "spoken_language",
            "is_shipped",
            "photo_alt",
        ]
        labels = {
            "name": gettext_lazy("What is it called?"),
            "name_en": gettext_lazy("Its name in English"),
            "per": gettext_lazy("The price is"),
            "max_quantity": gettext_lazy("At most, for one party"),
            "per_slot": gettext_lazy("How many there are at one time"),
            "spoken_language": gettext_lazy("Interpreter into"),
            "photo_alt": gettext_lazy("What the photo shows"),
        }
        help_texts = {"photo_alt": gettext_lazy("For guests who do not see it: “A tray with rice, fish and greens”.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "name_en": forms.TextInput(attrs={"autocomplete": "off"}),
            "max_quantity": _number(),
            "per_slot": _number(),
            "photo_alt": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    field_order = [*Meta.fields[:-2], "resource", "takes", "is_shipped", "new_photo", "no_photo", "photo_alt"]

    def __init__(
        self, data: Mapping | None = None, files: MultiValueDict | None = None, *, part: Extra, others: list[Extra]
    ) -> None:
        super().__init__(data, files, instance=copy.copy(part))
        _tell_usual(self.fields["price_vnd"], part, others)
        if part.photo is None:
            del self.fields["no_photo"]
        resources = Resource.objects.filter(host=part.experience.host_id)
        self.fields["resource"].queryset = resources  # type: ignore[attr-defined]
        if not resources:
            del self.fields["resource"]
        use = ExtraUse.objects.filter(extra=part.pk).first() if part.pk else None
        if use is None:
            # Of nothing nobody takes two: it is one until they say otherwise.
            del self.fields["takes"]
        else:
            self.initial.update(resource=use.resource_id, takes=use.quantity)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("no_photo"):
            self.instance.photo = None
        return cleaned


def part_text(part: Unit | Extra) -> str:
    """`Trẻ em · 4–11 tuổi`, or the name of an extra and how it is charged."""
    if isinstance(part, Extra):
        return f"{part.label} · {part.get_per_display()}"
    return " · ".join(words for words in (str(part), ages_text(part.min_age or 0, part.max_age)) if words)


def _tell_usual(price: Any, part: Unit | Extra, others: Sequence[Unit | Extra]) -> None:
    """What `part` costs, else what most of `others` do: the editors' form knows the usual by the same."""
    price.usual = part.price_vnd or middle([other.price_vnd for other in others])
