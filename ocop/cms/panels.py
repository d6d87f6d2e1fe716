"""What hangs on a product, as rows below its form."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from common.words.countries import countries


class CountrySelect(forms.Select):
    """Countries in the order of their names, in the reader's language."""

    def optgroups(self, name, value, attrs=None):
        self.choices = [("", "–"), *countries()]
        return super().optgroups(name, value, attrs)


LISTS = [
    InlinePanel(
        "steps",
        heading=_("Steps of making"),
        label=_("step of making"),
        help_text=_("In their order, as a guest is told them. They stand behind the code on the package."),
        panels=[FieldRowPanel([FieldPanel("words"), FieldPanel("words_en")])],
    ),
    InlinePanel(
        "certificates",
        heading=_("Certificates"),
        label=_("certificate"),
        help_text=_("3 to 5 stars for 36 months. A product of 1 or 2 stars has none."),
        panels=[
            FieldRowPanel([FieldPanel("stars"), FieldPanel("decision_number"), FieldPanel("issuer")]),
            FieldRowPanel([FieldPanel("issued_on"), FieldPanel("valid_until"), FieldPanel("basis")]),
            FieldPanel("is_example"),
        ],
    ),
    InlinePanel(
        "assessments",
        heading=_("Evaluations"),
        label=_("evaluation"),
        panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("outcome"), FieldPanel("points")]),
            FieldRowPanel([FieldPanel("decided_on"), FieldPanel("basis")]),
            FieldPanel("note"),
        ],
    ),
    InlinePanel("pictures", heading=_("Pictures"), label=_("picture"), panels=[FieldPanel("photo")]),
    InlinePanel(
        "quality_certificates",
        heading=_("Quality certificates"),
        label=_("quality certificate"),
        panels=[
            FieldRowPanel([FieldPanel("standard"), FieldPanel("number"), FieldPanel("issuer")]),
            FieldRowPanel([FieldPanel("valid_until"), FieldPanel("file")]),
        ],
    ),
    InlinePanel(
        "growing_areas",
        heading=_("Growing areas"),
        label=_("growing area"),
        help_text=_("The code as it is printed, also where it names a district that is no more."),
        panels=[FieldRowPanel([FieldPanel("code"), FieldPanel("issuer"), FieldPanel("status")])],
    ),
    InlinePanel(
        "shop_links",
        heading=_("Shops on the web"),
        label=_("shop on the web"),
        panels=[FieldRowPanel([FieldPanel("channel"), FieldPanel("url")])],
    ),
    InlinePanel(
        "livestreams",
        heading=_("Livestreams"),
        label=_("livestream"),
        panels=[FieldRowPanel([FieldPanel("starts_at"), FieldPanel("channel"), FieldPanel("url")])],
    ),
    InlinePanel(
        "export_markets",
        heading=_("Export markets"),
        label=_("export market"),
        panels=[FieldPanel("country", widget=CountrySelect)],
    ),
]
