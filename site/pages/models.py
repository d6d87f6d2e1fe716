"""The home page and plain pages such as how it works, terms and privacy."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from common.cms.blocks import BodyBlock
from common.cms.pages import FoldedPage, stream_text
from pages import front


class HomePage(FoldedPage):
    """Answers in one screen: what this is, which villages, what can be booked this weekend."""

    headline = models.CharField(_("headline"), max_length=120)
    intro = models.CharField(_("introduction"), max_length=300)
    about = RichTextField(_("what this is"), features=["bold", "italic", "link"], blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("about"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def folded_source(self) -> list[str]:
        return [self.title, self.headline, self.intro, self.about]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | front.context(self, request)


class StandardPage(FoldedPage):
    """A page of text. `key` names the ones that the footer and the checkout link to."""

    key = models.SlugField(
        _("role"), blank=True, help_text=_("about, how, terms, privacy or contact; empty for any other page.")
    )
    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, FieldPanel("key"), FieldPanel("intro"), FieldPanel("body")]
    page_description = _("A page of text, such as terms or contact.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/standard.html"

    class Meta:
        verbose_name = _("plain page")

    def folded_source(self) -> list[str]:
        return [self.title, self.intro, *stream_text(self.body)]
