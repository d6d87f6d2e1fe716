"""A village's form names its craft, or makes one of a name: nobody leaves a half-filled form to add a word."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log

from common.cms.slugs import free_slug
from common.words.text import fold
from villages.models import Craft

NEW = ("craft_name", "craft_name_en")


class NamesCraft(WagtailAdminModelForm):
    """Goes before the form of a village among the bases. Sign and pigment of a new craft are chosen in its own form."""

    craft_name = Craft._meta.get_field("name").formfield(required=False, label=_("Name of a new craft"))
    craft_name_en = Craft._meta.get_field("name_en").formfield(required=False, label=_("The same in English"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.new_craft: Craft | None = None
        if self.for_user is None or not self.for_user.has_perm("villages.add_craft"):
            for name in NEW:
                del self.fields[name]
        elif Craft.objects.exists():
            self.fields["craft"].required = False
            self.fields["craft_name"].help_text = _("Only where the craft is not in the list yet.")
        else:
            del self.fields["craft"]
            self.fields["craft_name"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name = cleaned.get("craft_name")
        if name and cleaned.get("craft"):
            self.add_error("craft_name", _("Choose a craft, or write a new one: one of the two."))
        elif name:
            same = (craft for craft in Craft.objects.all() if fold(craft.name) == fold(name))
            self.new_craft = next(same, None) or Craft(
                name=name, name_en=cleaned.get("craft_name_en") or "", slug=free_slug(Craft, name)
            )
            if not self.new_craft.slug:
                self.add_error("craft_name", _("Write a name that has letters."))
        elif "craft" in self.fields and not cleaned.get("craft") and not self.has_error("craft"):
            self.add_error("craft", self.fields["craft"].error_messages["required"])
        return cleaned

    def take_craft(self) -> None:
        """Before the village is saved."""
        if self.new_craft is None:
            return
        if self.new_craft.pk is None:
            self.new_craft.save()
            log(self.new_craft, "wagtail.create", user=self.for_user)
        self.instance.craft = self.new_craft
