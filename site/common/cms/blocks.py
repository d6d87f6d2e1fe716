"""The blocks of which villages, experiences, stories and pages are written.

They stand below `villages` and `experiences`, whose pages use them; DESIGN's `pages` is above both.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH = ["bold", "italic", "link", "document-link", "ol", "ul"]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, label=_("Text"))


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(max_length=80, label=_("What"))
    text = blocks.CharBlock(max_length=300, label=_("Text"))
    source = blocks.CharBlock(
        max_length=40,
        required=False,
        search_index=False,
        label=_("Id of its source"),
        help_text=_("As it stands under Sources on this page, such as pl-glaze."),
    )


class SourceBlock(blocks.StructBlock):
    """Who says something of this page. `id` is that of the site's own list of facts."""

    id = blocks.RegexBlock(
        r"^[a-z0-9-]{2,40}$",
        label=_("Id"),
        error_messages={"invalid": _("Small letters, digits and - alone, such as pl-glaze.")},
    )
    says = blocks.CharBlock(max_length=300, label=_("What it says"))
    where = blocks.CharBlock(max_length=200, label=_("Where that stands"))
    sure = blocks.ChoiceBlock(
        choices=[("high", _("sure")), ("medium", _("fairly sure")), ("low", _("not sure"))],
        default="medium",
        label=_("How sure it is"),
    )


class SourcesBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False, label=_("Heading"), help_text=_("“Sources” where empty."))
    sources = blocks.ListBlock(SourceBlock(), label=_("Sources"))

    class Meta:
        icon = "openquote"
        template = "blocks/sources.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"))
    source = blocks.CharBlock(max_length=120, required=False, label=_("Who says it"))

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        template = "blocks/picture.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page. A fact names only sources that stand on the same page."""

    heading = blocks.CharBlock(max_length=120, icon="title", template="blocks/heading.html", label=_("Heading"))
    paragraph = blocks.RichTextBlock(features=RICH, template="blocks/paragraph.html", label=_("Text"))
    picture = PictureBlock(label=_("Picture"))
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", template="blocks/steps.html", label=_("Steps of the work"))
    facts = blocks.ListBlock(FactBlock(), icon="list-ul", template="blocks/facts.html", label=_("Facts"))
    quote = QuoteBlock(label=_("Quotation"))
    # Who looks for a village does not look for who wrote of it.
    sources = SourcesBlock(search_index=False, label=_("Sources"))

    def clean(self, value):
        cleaned = super().clean(value)
        there = {
            source["id"] for block in cleaned if block.block_type == "sources" for source in block.value["sources"]
        }
        errors = {}
        for place, block in enumerate(cleaned):
            named = [fact["source"] for fact in block.value if fact["source"]] if block.block_type == "facts" else []
            if missing := sorted(set(named) - there):
                said = _("Not under Sources on this page: %(ids)s. Add it there, or leave the id empty.")
                errors[place] = ValidationError(said % {"ids": ", ".join(missing)})
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned
