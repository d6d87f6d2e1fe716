"""An artisan's story in one language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from common.cms.art import NEUTRAL_PICTURE
from common.cms.blocks import BodyBlock
from common.cms.pages import ALT_HELP, INTRO_HELP, PHOTO_HELP, FoldedPage, WithPhoto, stream_text
from common.cms.widgets import ArtChoice
from villages.models.artisan import Artisan
from villages.models.artisan_page_form import ArtisanPageForm


class ArtisanPage(WithPhoto, FoldedPage):
    """Story of an artisan, below the page of the village; what they do and for whom are the `artisan`'s."""

    made_up_with = ("artisan",)

    artisan = models.ForeignKey(Artisan, models.PROTECT, related_name="pages", verbose_name=_("artisan"))
    intro = models.CharField(_("introduction"), max_length=300)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    art = models.SlugField(_("illustration"), default=NEUTRAL_PICTURE)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("artisan"),
        FieldPanel("intro", help_text=INTRO_HELP),
        FieldPanel("photo", help_text=PHOTO_HELP),
        FieldPanel("photo_alt", help_text=ALT_HELP),
        FieldPanel("art", widget=ArtChoice("artisan")),
        FieldPanel("body"),
    ]
    base_form_class = ArtisanPageForm
    page_description = _("The story of one who works with guests; what they do and for whom are facts.")
    parent_page_types = ["villages.VillagePage"]
    subpage_types: list[str] = []
    template = "villages/artisan.html"
    search_fields = [*FoldedPage.search_fields, index.FilterField("artisan_id")]

    class Meta:
        verbose_name = _("artisan page")

    def folded_source(self) -> list[str]:
        artisan = self.artisan
        village = artisan.host.village
        names = [artisan.name, artisan.name_en, artisan.work, artisan.work_en, artisan.host.name]
        return [self.title, self.intro, *names, village.name if village else "", *stream_text(self.body)]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        ancestors = self.get_ancestors().filter(depth__gt=2).specific()
        context["crumbs"] = [{"title": page.title, "url": page.get_url(request)} for page in ancestors]
        return context


def artisan_cards(pages):
    """Live, public `pages` of artisans who work here now, with all that their cards show, in one query."""
    return pages.live().public().filter(artisan__active=True).select_related("artisan", "photo").order_by("artisan_id")
