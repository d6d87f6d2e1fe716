"""The name of a fact in addresses: made of its name, unless an editor wrote another."""

from typing import cast

from django import forms
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel

from common.words.text import fold

HELP = _("For addresses, without marks. Left empty, it is made of the name.")


def free_slug(model: type[Model], name: str) -> str:
    """`name` without marks (đ as d) and with hyphens, with a number where another row of `model` has that already.

    Empty where `name` has no letter that an address could take.
    """
    longest = cast(int, model._meta.get_field("slug").max_length)  # type: ignore[union-attr]  # a SlugField
    base = slugify(fold(name))[:longest].strip("-")
    slug, number = base, 1
    while base and model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{base[: longest - len(str(number)) - 1]}-{number}"
    return slug


class SlugFollowsName:
    """For forms of facts with `name` and `slug`. A slug that is there stays: addresses are printed."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False  # type: ignore[attr-defined]  # a form's

    def clean_slug(self) -> str:
        data = self.cleaned_data  # type: ignore[attr-defined]  # a form's
        instance = self.instance  # type: ignore[attr-defined]
        name = data.get("name", "")
        slug = data["slug"] or instance.slug or free_slug(type(instance), name)
        if name and not slug:
            raise forms.ValidationError(_("Write a short name in letters without marks, such as gom-lo-bau."))
        return slug


class NamePanel(TitleFieldPanel):
    """The name of a new fact fills in its slug as it is typed; a later change leaves it alone."""

    def __init__(self, field_name: str = "name", classname: str = "", placeholder: bool = False, **kwargs) -> None:
        super().__init__(field_name, classname=classname, placeholder=placeholder, **kwargs)

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return not self.instance.pk
