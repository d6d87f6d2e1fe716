"""The story of an experience in one language."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from common.cms.blocks import BodyBlock
from common.cms.pages import ALT_HELP, INTRO_HELP, PHOTO_HELP, FoldedPage, WithPhoto, stream_text
from common.http import fragments
from experiences.models import page_context
from experiences.models.experience import Experience
from experiences.models.page_form import ExperiencePageForm

# The id of the element in which a day, a time and a party are chosen; htmx swaps it.
PANEL = "dat"


def lines(text: str) -> list[str]:
    """The non-empty lines of `text`."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def cards(pages, *, private: models.Q | None = None):
    """Live, public `pages` with all that their cards show, in five queries however many there are.

    `private` is what a caller knows already of `private_q`.
    """
    return (
        pages.live()
        .exclude(pages.private_q() if private is None else private)
        .filter(experience__active=True)
        .select_related("experience__village__craft", "experience__host", "photo")
        .prefetch_related("experience__units", "experience__ocop_product__certificates")
        .order_by("experience_id")
    )


class ExperienceIndexPage(FoldedPage):
    """All experiences, by village."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["experiences.ExperiencePage"]
    template = "experiences/index.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of experiences")

    def folded_source(self) -> list[str]:
        return [self.title, self.intro]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["pages"] = cards(ExperiencePage.objects.child_of(self))
        context["elsewhere_url"] = self._told_elsewhere(request) if not context["pages"] else ""
        return context

    def _told_elsewhere(self, request: HttpRequest) -> str:
        """The list in Vietnamese, where it has what this one lacks; else empty."""
        twin = ExperienceIndexPage.objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        there = twin.exclude(pk=self.pk).live().public().first()
        return there.get_url(request) if there and cards(ExperiencePage.objects.child_of(there)).exists() else ""


class ExperiencePage(WithPhoto, FoldedPage):
    """Story of an experience; the bookable facts are the `experience`'s."""

    made_up_with = ("experience",)

    experience = models.ForeignKey(Experience, models.PROTECT, related_name="pages", verbose_name=_("experience"))
    intro = models.CharField(_("introduction"), max_length=300)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    included = models.TextField(_("what is included"), blank=True, help_text=_("One line for each."))
    bring = models.TextField(_("what to bring"), blank=True, help_text=_("One line for each."))
    meeting = models.CharField(_("how to find the place"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("experience"),
        FieldPanel("intro", help_text=INTRO_HELP),
        FieldPanel("photo", help_text=PHOTO_HELP),
        FieldPanel("photo_alt", help_text=ALT_HELP),
        MultiFieldPanel(
            [FieldPanel("included"), FieldPanel("bring"), FieldPanel("meeting")], heading=_("Good to know")
        ),
        FieldPanel("body"),
    ]
    base_form_class = ExperiencePageForm
    page_description = _("The story of something to book; prices and seats are facts.")
    parent_page_types = ["experiences.ExperienceIndexPage"]
    subpage_types: list[str] = []
    template = "experiences/experience.html"
    keep_any_query = True
    search_fields = [*FoldedPage.search_fields, index.FilterField("experience_id")]

    class Meta:
        verbose_name = _("experience page")

    @property
    def included_lines(self) -> list[str]:
        return lines(self.included)

    @property
    def bring_lines(self) -> list[str]:
        return lines(self.bring)

    def folded_source(self) -> list[str]:
        facts = self.experience
        names = [facts.name, facts.name_en, facts.village.name, facts.village.name_en, facts.host.name]
        return [self.title, self.intro, *names, *stream_text(self.body)]

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        return fragments.told_apart(response, part=fragments.wants(request, PANEL))

    def get_template(self, request, *args, **kwargs):
        if fragments.wants(request, PANEL):
            return "experiences/panel.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if not ExperiencePage.experience.is_cached(self):
            facts = Experience.objects.select_related("host", "village", "ocop_product")
            self.experience = facts.get(pk=self.experience_id)
        if fragments.wants(request, PANEL):
            return context | {"facts": self.experience}
        return context | page_context.context(self, request)
