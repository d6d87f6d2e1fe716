"""Hosts: facts for those who keep them, verification for those who have seen the papers."""

import django_filters
from django.db.models import F
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminAutoHeightTextInput

from common.cms.facts import FactIndexView, FactViewSet
from villages.cms.members import MANAGE, account_chooser
from villages.cms.verification import VerifyView, WithdrawView
from villages.models import Host

VERIFY = "villages.verify_host"

FACTS = [
    FieldPanel("name"),
    FieldRowPanel([FieldPanel("slug", help_text=_("Short name without marks, for addresses.")), FieldPanel("village")]),
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldPanel("legal_name"),
            FieldPanel("registration_number"),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        ],
        heading=_("The seller, as guests see it"),
        help_text=_("Consumer law asks for the name, address, phone number and registration number."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("bank_bin"), FieldPanel("bank_account")]),
            FieldPanel("bank_account_name"),
        ],
        heading=_("Bank account"),
        help_text=_("For payments by QR code. Leave empty if guests pay at the village."),
    ),
    MultiFieldPanel(
        [FieldPanel(name, widget=AdminAutoHeightTextInput) for name in ("about", "about_en")],
        heading=_("Who they are"),
    ),
    FieldPanel("is_example"),
]
MEMBERS = InlinePanel(
    "members",
    heading=_("People at the desk"),
    label=_("member"),
    help_text=_("They see this host's bookings and guests."),
    panels=[FieldPanel("user", widget=account_chooser.widget_class), FieldPanel("role")],
)
PLAIN = ObjectList(FACTS).bind_to_model(Host)
WITH_MEMBERS = ObjectList([*FACTS, MEMBERS]).bind_to_model(Host)


class HostFilterSet(WagtailFilterSet):
    verified = django_filters.ChoiceFilter(
        label=_("Verification"),
        method="by_verification",
        choices=[("no", _("Not verified")), ("yes", _("Verified"))],
        empty_label=_("All"),
    )

    class Meta:
        model = Host
        fields = ["verified", "village", "kind"]

    def by_verification(self, queryset, name, value):
        return queryset.filter(verified_at__isnull=value == "no")


class VerificationColumn(Column):
    """Who verified the host and when, or the buttons to do so for those who may."""

    cell_template_name = "cms/villages/verification_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        request = parent_context["request"]
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"host": instance, "may_verify": request.user.has_perm(VERIFY)}

    def render_cell_html(self, instance, parent_context):
        # With the request, so that the form in the cell has its CSRF token.
        context = self.get_cell_context_data(instance, parent_context)
        return self.cell_template.render(context, parent_context["request"])


class HostIndexView(FactIndexView):
    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return queryset.order_by(F("verified_at").desc(nulls_first=True), "name")


class MembersGuard:
    """Whoever may not give people a desk has no such part in the form: a desk shows guests' bookings."""

    def get_panel(self):
        return WITH_MEMBERS if self.request.user.has_perm(MANAGE) else PLAIN

    def get_form_class(self):
        return self.panel.get_form_class()


class HostCreateView(MembersGuard, generic.CreateView):
    pass


class VerificationContext:
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        may_verify = self.request.user.has_perm(VERIFY)
        return context | {"host": self.object, "may_verify": may_verify, "here": self.request.path}


class HostEditView(VerificationContext, MembersGuard, generic.EditView):
    pass


class HostInspectView(VerificationContext, generic.InspectView):
    any_permission_required = ["add", "change", "delete", "view", "verify"]

    def get_phone_display_value(self) -> str:
        return self.object.phone.as_national

    def get_is_example_display_value(self) -> str:
        return gettext("Yes") if self.object.is_example else gettext("No")


class HostHistoryView(generic.HistoryView):
    """Verifiers see who verified and withdrew before."""

    any_permission_required = ["add", "change", "delete", "view", "verify"]

    @cached_property
    def header_buttons(self):
        return super().header_buttons if self.user_has_permission("change") else []


class HostViewSet(FactViewSet):
    model = Host
    icon = "group"
    related = ("village", "verified_by")
    search_fields = ["name", "legal_name", "registration_number", "phone", "email", "village__name"]
    filterset_class = HostFilterSet
    index_view_class = HostIndexView
    add_view_class = HostCreateView
    edit_view_class = HostEditView
    inspect_view_class = HostInspectView
    history_view_class = HostHistoryView
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "village",
        "kind",
        "legal_name",
        "registration_number",
        "address",
        "phone",
        "email",
        "bank_bin",
        "bank_account",
        "bank_account_name",
        "about",
        "is_example",
    ]
    edit_handler = WITH_MEMBERS
    edit_template_name = "cms/villages/host_edit.html"
    inspect_template_name = "cms/villages/host_inspect.html"
    list_display = [
        "name",
        "village",
        "kind",
        "registration_number",
        VerificationColumn("verified_at", label=_("Verification"), sort_key="verified_at", width="28%"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("verify/<int:pk>/", self.construct_view(VerifyView), name="verify"),
            path("withdraw/<int:pk>/", self.construct_view(WithdrawView), name="withdraw"),
        ]
