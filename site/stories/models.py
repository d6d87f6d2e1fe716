"""What editors publish."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from common.cms.art import NEUTRAL_PICTURE
from common.cms.blocks import BodyBlock
from common.cms.pages import ALT_HELP, INTRO_HELP, PHOTO_HELP, FoldedPage, WithPhoto, stream_text
from common.cms.widgets import ArtChoice
from villages.models import Village

PER_PAGE = 12


class StoryIndexPage(FoldedPage):
    """All stories, newest first."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["stories.StoryPage"]
    template = "stories/index.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of stories")

    def folded_source(self) -> list[str]:
        return [self.title, self.intro]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = StoryPage.objects.child_of(self).live().public().select_related("photo", "village")
        paginator = Paginator(stories.order_by("-published_on", "-pk"), PER_PAGE)
        context["page_of_stories"] = paginator.get_page(request.GET.get("page"))
        return context


class StoryPage(WithPhoto, FoldedPage):
    """A story, perhaps of one village."""

    village = models.ForeignKey(
        Village,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("village"),
    )
    published_on = models.DateField(_("date"), default=timezone.localdate)
    intro = models.CharField(_("introduction"), max_length=300)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    art = models.SlugField(_("illustration"), default=NEUTRAL_PICTURE, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro", help_text=INTRO_HELP),
        FieldPanel("photo", help_text=PHOTO_HELP),
        FieldPanel("photo_alt", help_text=ALT_HELP),
        FieldPanel("art", widget=ArtChoice("story", "village"), help_text=_("Shown where there is no photo.")),
        FieldPanel("village"),
        FieldPanel("published_on"),
        FieldPanel("body"),
    ]
    # The name of a picture is no text to translate.
    override_translatable_fields = [SynchronizedField("art")]
    page_description = _("A visit, a person, a festival.")
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "stories/story.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def folded_source(self) -> list[str]:
        village = [self.village.name, self.village.name_en] if self.village else []
        return [self.title, self.intro, *village, *stream_text(self.body)]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        others = StoryPage.objects.sibling_of(self, inclusive=False).live().public()
        context["others"] = others.select_related("photo", "village").order_by("-published_on")[:3]
        context["crumbs"] = [{"title": parent.title, "url": parent.get_url(request)}]
        return context
