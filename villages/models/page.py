"""The village's story in one language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from common.cms.blocks import BodyBlock
from common.cms.pages import ALT_HELP, INTRO_HELP, PHOTO_HELP, FoldedPage, WithPhoto, stream_text
from villages.models.artisan_page import ArtisanPage, artisan_cards
from villages.models.village import Village


class VillageIndexPage(FoldedPage):
    """All villages, with the map."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["villages.VillagePage"]
    template = "villages/index.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of villages")

    def folded_source(self) -> list[str]:
        return [self.title, self.intro]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        pages = VillagePage.objects.child_of(self).live().public()
        context["pages"] = pages.select_related("village__craft", "photo")
        return context


class VillagePage(WithPhoto, FoldedPage):
    """Story of a village; the facts are the `village`'s."""

    made_up_with = ("village",)

    village = models.ForeignKey(Village, models.PROTECT, related_name="pages", verbose_name=_("village"))
    intro = models.CharField(_("introduction"), max_length=300)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("village"),
        FieldPanel("intro", help_text=INTRO_HELP),
        FieldPanel("photo", help_text=PHOTO_HELP),
        FieldPanel("photo_alt", help_text=ALT_HELP),
        FieldPanel("body"),
    ]
    page_description = _("The story of one village; its address and places are facts.")
    parent_page_types = ["villages.VillageIndexPage"]
    subpage_types = ["villages.ArtisanPage"]
    template = "villages/village.html"
    search_fields = [*FoldedPage.search_fields, index.FilterField("village_id")]

    class Meta:
        verbose_name = _("village page")

    def folded_source(self) -> list[str]:
        village = self.village
        names = [village.name, village.name_en, village.address, village.former_address]
        names += [village.craft.name, village.craft.name_en]
        return [self.title, self.intro, *names, *stream_text(self.body)]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["places"] = list(self.village.places.all())
        context["artisans"] = list(artisan_cards(ArtisanPage.objects.child_of(self)))
        context["hosts"] = list(self.village.hosts.verified())
        parent = self.get_parent()
        context["crumbs"] = [{"title": parent.title, "url": parent.get_url(request)}]
        return context
