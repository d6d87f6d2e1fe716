"""Forms for rows of the programme's books. What a rule refuses is said beside what was typed."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.words.fields import LineField
from common.words.money import parse_vnd
from common.words.numbers import read_id
from ocop.domain.programme.figures import former_provinces
from ocop.enums import TargetMeasure
from ocop.models import OcopProduct, Office, Snapshot, Target
from villages.models import Commune, Host


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        # What browsers send and show, in every language.
        super().__init__(format="%Y-%m-%d")


class KeptForm(forms.ModelForm):
    """A new row brings the key that makes it safe to send again, an old one the version that its reader saw."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        new = self.instance.pk is None
        del self.fields["version" if new else "key"]
        if new:
            self.initial["key"] = self.instance.key
        else:
            self.initial["version"] = self.instance.version
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = _Day()
        if "host" in self.fields:
            own = OcopProduct.objects.of_office(office).values("host")
            needed = not self._meta.model._meta.get_field("host").null
            self.fields["host"] = HostField(Host.objects.filter(pk__in=own), required=needed)
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the office."""

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or self.instance.key

    @property
    def host(self) -> Host | None:
        """Whom the row is about, as far as it is known."""
        if "host" not in self.fields or not (key := read_id(self["host"].value())):
            return None
        return self.fields["host"].queryset.filter(pk=key).first()  # type: ignore[attr-defined]  # a HostField

    @property
    def values(self) -> dict[str, Any]:
        """The row's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "version")}


class VndField(LineField):
    """Whole đồng as people write them: 250.000, 250k."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        amount = parse_vnd(text)
        if amount is None:
            raise ValidationError(_("Write the amount in đồng, like 250.000."))
        return amount

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class YesNoField(forms.TypedChoiceField):
    """True, False, or None where it is not known."""

    def __init__(self, **told: Any) -> None:
        choices = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
        # Of a row it is True, of a form that was sent “yes”.
        asked = {"choices": choices, "coerce": lambda said: said in (True, "yes"), "empty_value": None}
        super().__init__(**told | asked | {"required": False})

    def prepare_value(self, value: Any) -> Any:
        return ("yes" if value else "no") if isinstance(value, bool) else value


class HostField(forms.ModelChoiceField):
    """A host that was found before the form was opened: it goes along unseen."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": _("Find the host first."),
        "invalid_choice": _("This host has no product in your land."),
    }


class TargetForm(KeptForm):
    class Meta:
        model = Target
        fields = (
            "measure",
            "value",
            "period_from",
            "period_to",
            "stars",
            "group",
            "host_kind",
            "commune",
            "former_province",
            "source",
            "note",
        )

    def prepare(self) -> None:
        province = self.office.province
        stars = [("", _("all"))] + [(n, _("OCOP %(n)s stars") % {"n": n}) for n in (5, 4, 3)]
        self.fields["stars"] = forms.TypedChoiceField(
            label=_("Stars"), choices=stars, coerce=int, empty_value=None, required=False
        )
        self.fields["commune"].queryset = Commune.objects.filter(province=province).order_by("name")  # type: ignore[attr-defined]
        for name in ("group", "host_kind"):
            self.fields[name].choices = [("", _("all")), *self.fields[name].choices[1:]]  # type: ignore[attr-defined]
        self.fields["commune"].empty_label = _("all")  # type: ignore[attr-defined]
        olds = former_provinces(province) if province else []
        today = [("", _("no, today's province is meant"))]
        self.fields["former_province"] = forms.ChoiceField(
            label=_("A province of before July 2025?"), choices=today + [(old, old) for old in olds], required=False
        )

    def clean(self) -> dict[str, Any]:
        """Facets that the register can count for what is chosen."""
        data = super().clean() or {}
        measure, value = data.get("measure"), data.get("value")
        narrow = [name for name in ("stars", "group", "commune") if data.get(name)]
        if measure == TargetMeasure.HOST_SHARE:
            if not data.get("host_kind"):
                self.add_error("host_kind", _("Say which kind of host the percent are of."))
            if value and value > 100:
                self.add_error("value", _("Not more than 100 percent."))
            if narrow:
                self.add_error(None, _("A share is of all hosts: leave stars, group and commune at “all”."))
        elif measure == TargetMeasure.DISTRICT and (narrow or data.get("host_kind")):
            self.add_error(None, _("Products in each district are counted whole: leave the others at “all”."))
        elif measure == TargetMeasure.OTHER and not data.get("note"):
            self.add_error("note", _("Write what the number is of."))
        return data


class SnapshotForm(KeptForm):
    class Meta:
        model = Snapshot
        fields = (
            "topic",
            "name",
            "name_en",
            "place",
            "figure",
            "as_of",
            "as_of_text",
            "article",
            "source_file",
            "dispute",
            "note",
            "note_en",
        )
        help_texts = {
            "figure": _("Letter by letter, as in ~350 or ≥ 200."),
            "dispute": _("The same short word, without marks or spaces, for figures that contradict each other."),
        }
