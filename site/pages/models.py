"""The home page, plain pages such as how it works, terms and privacy, and the words of the site around them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from common.cms.blocks import BodyBlock
from common.cms.pages import FoldedPage, stream_text
from common.models import NFCCharField
from pages import front
from pages.personal.kept import listed


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
        _("role"), blank=True, help_text=_("about, how, terms, privacy, sources or contact; empty for any other page.")
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

    def get_context(self, request, *args, **kwargs):
        """The page about guests' data lists what is kept, from the map of fields and not from what somebody typed."""
        context = super().get_context(request, *args, **kwargs)
        return context | ({"kept": listed(self.locale.language_code)} if self.key == "privacy" else {})


class AgreedText(models.Model):
    """One version of a page that guests agree to, as it was published in Vietnamese; it never changes.

    `text` has paragraphs with an empty line between. Written by `pages.agreed_texts` alone.
    """

    key = models.SlugField(_("role"))
    number = models.PositiveSmallIntegerField(_("version"))
    title = NFCCharField(_("title"), max_length=255)
    text = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("version that guests agreed to")
        verbose_name_plural = _("versions that guests agreed to")
        ordering = ["key", "-number"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="agreed_text_number")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


@register_setting(icon="site")
class SiteSetting(BaseSiteSetting):
    """What the site calls itself and its region, in two languages; what is left empty says something plain."""

    name = NFCCharField(_("name of the site"), max_length=60, blank=True)
    name_en = NFCCharField(_("name of the site in English"), max_length=60, blank=True)
    region = NFCCharField(_("region"), max_length=80, blank=True)
    region_en = NFCCharField(_("region in English"), max_length=80, blank=True)
    # Who runs the site, by whom the law on e-commerce knows it (Law 122/2025/QH15); empty lines are not shown.
    operator = NFCCharField(_("who runs the site"), max_length=150, blank=True, default="", db_default="")
    operator_number = NFCCharField(
        _("business registration number"), max_length=60, blank=True, default="", db_default=""
    )
    ecommerce_number = NFCCharField(
        _("number of the registration or notice of e-commerce"), max_length=80, blank=True, default="", db_default=""
    )
    claim = NFCCharField(_("at the foot of every page"), max_length=250, blank=True)
    claim_en = NFCCharField(_("at the foot of every page, in English"), max_length=250, blank=True)
    description = NFCCharField(_("for search engines"), max_length=250, blank=True)
    description_en = NFCCharField(_("for search engines, in English"), max_length=250, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")])],
            heading=_("Name"),
            help_text=_("At the head of every page and mail, and whom mails are from."),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("region"), FieldPanel("region_en")])],
            heading=_("Region"),
            help_text=_("Where the villages are, such as the name of a province."),
        ),
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("claim", "claim_en", "operator")),
                FieldRowPanel([FieldPanel("operator_number"), FieldPanel("ecommerce_number")]),
            ],
            heading=_("Foot of every page"),
        ),
        MultiFieldPanel(
            [FieldPanel("description"), FieldPanel("description_en")],
            heading=_("Description"),
            help_text=_("One sentence for pages that have none of their own."),
        ),
    ]

    class Meta:
        verbose_name = _("words of the site")
        verbose_name_plural = _("words of the sites")

    def told(self, name: str, language: str) -> str:
        """The field `name` for readers of `language`, the Vietnamese one where there is no other."""
        return (getattr(self, f"{name}_en") if language.startswith("en") else "") or getattr(self, name)
