"""Crafts: what any village may be known for, with its sign and its pigment."""

import hashlib
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column

from common.cms.drawings import MOST_BYTES, safe_drawing
from common.cms.facts import FactViewSet
from common.cms.slugs import free_slug
from common.cms.widgets import ArtChoice, DrawingInput
from villages.cms.craft_steps import StepsOfCraft
from villages.models import Craft


class CraftForm(StepsOfCraft, WagtailAdminModelForm):
    def clean_name(self) -> str:
        """A new craft is named in the database after its name; villages refer to that, so it stays."""
        name = self.cleaned_data["name"]
        if not self.instance.slug:
            self.instance.slug = free_slug(Craft, name)
        if not self.instance.slug:
            raise forms.ValidationError(_("Write a name that has letters."))
        return name

    def clean_drawing(self) -> Any:
        """Named after what it shows, so that no page keeps an older one under the same address."""
        sent = self.cleaned_data["drawing"]
        if not isinstance(sent, UploadedFile):
            return sent
        kept, ending = safe_drawing(sent.read(MOST_BYTES + 1))
        return ContentFile(kept, name=f"{hashlib.sha256(kept).hexdigest()[:16]}.{ending}")


class CraftViewSet(FactViewSet):
    model = Craft
    icon = "edit"
    lists = ("villages",)
    list_display = [
        "name",
        "name_en",
        Column("villages", label=_("Villages"), accessor=lambda craft: len(craft.villages.all())),
    ]
    search_fields = ["name", "name_en"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
            FieldPanel(
                "motif",
                widget=ArtChoice("motif"),
                help_text=_("On the map, in lists and on tickets. The village gate goes with every craft."),
            ),
            FieldPanel(
                "drawing",
                widget=DrawingInput,
                help_text=_("Instead of a sign of ours: an SVG of plain shapes in plain colours, or a PNG; square."),
            ),
            FieldPanel("pigment", help_text=_("The colour beside the printed line.")),
            InlinePanel(
                "steps",
                heading=_("Steps of a piece"),
                label=_("step"),
                help_text=_(
                    "What a piece that a guest made goes through, in this order, until they have it. "
                    "Leave it empty where nothing is finished later."
                ),
                panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("name_en"), FieldPanel("kind")])],
            ),
        ],
        base_form_class=CraftForm,
    )
