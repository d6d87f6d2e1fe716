"""The OCOP register in the editors' menu."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from common.cms.choosers import FactChooserViewSet
from common.cms.facts import FactViewSet
from common.cms.named import NamedRowsField
from ocop.cms.panels import LISTS
from ocop.domain.certificates import end_followed
from ocop.domain.criteria.reading import newest
from ocop.models import OcopProduct, SalesPoint
from villages.cms.position import CreateView, EditView, MapPanel


def certificate_text(product: OcopProduct) -> str:
    """The stars in force today and until when, or nothing."""
    today = timezone.localdate()
    for certificate in product.certificates.all():
        if certificate.in_force_on(today):
            until = certificate.last_day.strftime("%d/%m/%Y")
            return f"{certificate.get_stars_display()} · {_('until')} {until}"
    return "–"


def sets_to_choose() -> list[tuple[str | int, str]]:
    """The sheets by their number and name, in the reader's language."""
    sheets = newest(timezone.localdate()).sets.values()
    return [("", "–"), *((sheet.number, f"{sheet.number}. {sheet.name}") for sheet in sheets)]


class OcopProductForm(WagtailAdminModelForm):
    """A set lies in its group: it is chosen by name, and one of another group is an error."""

    criteria_set = forms.TypedChoiceField(
        label=capfirst(_("set of criteria")), choices=sets_to_choose, coerce=int, empty_value=None, required=False
    )

    def clean(self):
        cleaned = super().clean()
        number, group = cleaned.get("criteria_set"), cleaned.get("group")
        if number and group and newest(timezone.localdate()).sets[number].group != group:
            self.add_error("criteria_set", _("This set belongs to another product group."))
        return cleaned

    def save(self, commit=True):
        product = super().save(commit)
        if commit:
            end_followed([product.pk])
        return product


PANELS = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
    FieldRowPanel([FieldPanel("host"), FieldPanel("village")]),
    FieldRowPanel([FieldPanel("commune"), FieldPanel("former_commune")]),
    FieldRowPanel([FieldPanel("group"), FieldPanel("criteria_set")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("code_scheme"), FieldPanel("gtin")]),
            FieldRowPanel([FieldPanel("basis"), FieldPanel("source")]),
        ],
        heading=_("Numbers and source"),
        help_text=_("A code such as 24-09292-01-2026. Leave it empty where the decision prints none."),
    ),
    FieldPanel("story"),
    FieldPanel("story_en"),
    FieldPanel("is_example"),
    *LISTS,
]


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
    edit_handler = ObjectList(PANELS, base_form_class=OcopProductForm)


class SalesPointForm(WagtailAdminModelForm):
    products = NamedRowsField(
        OcopProduct.objects.order_by("name"),
        search_fields=("name", "name_en", "code", "host__name"),
        label=capfirst(_("OCOP products")),
        required=False,
        help_text=_("Take the tick away to leave one out; write others by name or code."),
    )


class SalesPointViewSet(FactViewSet):
    model = SalesPoint
    add_view_class = CreateView
    edit_view_class = EditView
    icon = "site"
    related = ("commune",)
    list_filter = ["kind", "is_example"]
    list_display = ["name", "kind", "address", "commune"]
    search_fields = ["name", "name_en", "address"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("commune")]),
            FieldPanel("address"),
            MultiFieldPanel(
                [MapPanel(), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("On the map")
            ),
            FieldPanel("products"),
            FieldPanel("is_example"),
        ],
        base_form_class=SalesPointForm,
    )


products = OcopProductViewSet(
    "ocop_product", url_prefix="ocop", add_to_admin_menu=True, menu_order=250, menu_label=_("OCOP register")
)
sales_points = SalesPointViewSet(
    "sales_point", url_prefix="sales-points", add_to_admin_menu=True, menu_order=252, menu_label=_("Points of sale")
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
