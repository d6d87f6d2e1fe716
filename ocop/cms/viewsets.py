"""The OCOP register in the editors' menu."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import Column

from common.cms.choosers import FactChooserViewSet
from common.cms.facts import FactViewSet
from ocop.models import OcopProduct


def certificate_text(product: OcopProduct) -> str:
    """The stars in force today and until when, or nothing."""
    today = timezone.localdate()
    for certificate in product.certificates.all():
        if certificate.in_force_on(today):
            until = certificate.valid_until.strftime("%d/%m/%Y")
            return f"{certificate.get_stars_display()} · {_('until')} {until}"
    return "–"


class OcopProductViewSet(FactViewSet):
    model = OcopProduct
    icon = "circle-check"
    related = ("host",)
    lists = ("certificates",)
    list_filter = ["group", "host__village", "is_example"]
    search_fields = ["name", "name_en", "code", "host__name"]
    list_display = [
        "name",
        "code",
        "group",
        "host",
        Column("certificate", label=_("Stars"), accessor=certificate_text),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("host"),
        FieldPanel("group"),
        FieldPanel("code", help_text=_("Province, commune, number and year, such as 24-09292-01-2026.")),
        FieldPanel("is_example"),
        InlinePanel(
            "certificates",
            heading=_("Certificates"),
            label=_("certificate"),
            help_text=_("3 to 5 stars for 36 months. A product of 1 or 2 stars has none."),
            panels=[
                FieldRowPanel([FieldPanel("stars"), FieldPanel("decision_number")]),
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("valid_until"), FieldPanel("withdrawn_on")]),
                FieldPanel("is_example"),
            ],
        ),
    ]


products = OcopProductViewSet(
    "ocop_product", url_prefix="ocop", add_to_admin_menu=True, menu_order=250, menu_label=_("OCOP register")
)

product_chooser = FactChooserViewSet(
    "product_chooser",
    url_prefix="product-chooser",
    model=OcopProduct,
    icon="circle-check",
    search_fields=("name", "name_en", "code", "host__name"),
    choose_one_text=_("Choose a product"),
    choose_another_text=_("Choose another product"),
    edit_item_text=_("Edit this product"),
)
