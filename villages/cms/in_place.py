"""Making a commune, a village or a host in the window in which one is chosen, with what each of them needs.

Only what cannot be left out is asked; the rest is in the fact's own form.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from common.cms.named import NamedRowField
from common.cms.slugs import free_slug
from villages.cms.new_craft import NEW, NamesCraft
from villages.models import Commune, Host, Province, Village


def _field(model: type[Model], name: str, label: Any) -> Any:
    """The form field of a model's field, which nobody has to fill in by itself."""
    return model._meta.get_field(name).formfield(required=False, label=label)  # type: ignore[union-attr]


class NewCommune(WagtailAdminModelForm):
    """Adds a province where there is none yet; `commune_fields` are the form's names of the commune's own fields."""

    commune_fields: dict[str, str]

    province = forms.ModelChoiceField(Province.objects.all(), required=False, label=capfirst(_("province")))
    province_name = _field(Province, "name", _("Name of the province"))
    province_code = _field(Province, "code", _("Code of the province, two figures"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        there = Province.objects.exists()
        for name in ["province_name", "province_code"] if there else ["province"]:
            del self.fields[name]

    def always_makes_commune(self) -> None:
        """Ask for it as for all else that is needed."""
        for name in self._asked():
            self.fields[name].required = True

    def _asked(self) -> list[str]:
        own = [field for name, field in self.commune_fields.items() if name != "kind"]
        return own + [name for name in ("province", "province_name", "province_code") if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        if self.makes_commune():
            self.commune = self._checked_commune(cleaned)
        return cleaned

    def makes_commune(self) -> bool:
        return True

    def _checked_commune(self, cleaned: dict[str, Any]) -> Commune:
        for name in self._asked():
            if not cleaned.get(name) and not self.has_error(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        province = cleaned.get("province")
        if "province" not in self.fields:
            province = Province(name=cleaned.get("province_name") or "", code=cleaned.get("province_code") or "")
            self._check(province, {"name": "province_name", "code": "province_code"})
        values = {name: cleaned[field] for name, field in self.commune_fields.items() if cleaned.get(field)}
        commune = Commune(province=province, **values)
        self._check(commune, self.commune_fields)
        return commune

    def _check(self, row: Model, names: dict[str, str]) -> None:
        """By the model's own rules, once each of its fields was understood; said beside the form's fields."""
        if any(self.has_error(field) for field in names.values()):
            return
        try:
            row.full_clean(exclude=["province"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(names.get(name), messages)

    def save_commune(self) -> Commune:
        if self.commune.province.pk is None:
            self.commune.province.save()
        self.commune.save()
        return self.commune


class CommuneInPlace(NewCommune):
    commune_fields = {"name": "name", "kind": "kind", "code": "code"}
    field_order = ["name", "kind", "code", "province", "province_name", "province_code"]

    class Meta:
        model = Commune
        fields = ("name", "kind", "code")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.always_makes_commune()

    def save(self, commit: bool = True) -> Commune:
        return self.save_commune()


class VillageInPlace(NamesCraft, NewCommune):
    """In a commune that is there, or in a new one."""

    commune_fields = {"name": "commune_name", "kind": "commune_kind", "code": "commune_code"}
    field_order = [
        "name",
        "craft",
        *NEW,
        "address",
        "latitude",
        "longitude",
        "commune",
        "commune_name",
        "commune_kind",
        "commune_code",
        "province",
        "province_name",
        "province_code",
    ]

    # No choosers in these windows: Wagtail closes one when another opens.
    commune = NamedRowField(
        Commune.objects.order_by("name"),
        search_fields=("name", "name_en", "code"),
        required=False,
        label=capfirst(_("commune")),
    )
    commune_name = _field(Commune, "name", _("Name of a new commune"))
    commune_kind = _field(Commune, "kind", _("Kind of the new commune"))
    commune_code = _field(Commune, "code", _("Code of the new commune, five figures"))

    class Meta:
        model = Village
        fields = ("name", "craft", "address", "latitude", "longitude")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if Commune.objects.exists():
            self.fields["commune"].help_text = _("Or leave it empty and write a new one below.")
        else:
            del self.fields["commune"]
            self.always_makes_commune()

    def makes_commune(self) -> bool:
        return not self.cleaned_data.get("commune") and not self.has_error("commune")

    def clean_name(self) -> str:
        return _with_address(self)

    def save(self, commit: bool = True) -> Village:
        village = self.instance
        village.commune = self.save_commune() if self.makes_commune() else self.cleaned_data["commune"]
        village.slug = free_slug(Village, village.name)
        self.take_craft()
        village.save()
        return village


class HostInPlace(WagtailAdminModelForm):
    """What the law asks to show of a seller. Papers are looked at later: nothing can be booked before."""

    village = NamedRowField(
        Village.objects.order_by("name"),
        search_fields=("name", "name_en", "address"),
        label=capfirst(_("village")),
    )

    class Meta:
        model = Host
        fields = ("name", "village", "kind", "legal_name", "registration_number", "address", "phone")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if Village.objects.count() == 1:
            self.initial["village"] = Village.objects.get().pk

    def clean_name(self) -> str:
        return _with_address(self)

    def save(self, commit: bool = True) -> Host:
        self.instance.slug = free_slug(Host, self.instance.name)
        return super().save(commit)


def _with_address(form: forms.ModelForm) -> str:
    """The name, where an address can be made of it."""
    name = form.cleaned_data["name"]
    if name and not free_slug(type(form.instance), name):
        raise ValidationError(_("Write a name in Latin letters; the fact's own form takes any other."))
    return name
