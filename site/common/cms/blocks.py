"""The blocks of which villages, experiences, stories and pages are written.

They stand below `villages` and `experiences`, whose pages use them; DESIGN's `pages` is above both.
"""

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
    """The body of every page."""

    heading = blocks.CharBlock(max_length=120, icon="title", template="blocks/heading.html", label=_("Heading"))
    paragraph = blocks.RichTextBlock(features=RICH, template="blocks/paragraph.html", label=_("Text"))
    picture = PictureBlock(label=_("Picture"))
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", template="blocks/steps.html", label=_("Steps of the work"))
    facts = blocks.ListBlock(FactBlock(), icon="list-ul", template="blocks/facts.html", label=_("Facts"))
    quote = QuoteBlock(label=_("Quotation"))
