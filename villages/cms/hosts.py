"""Hosts: facts for those who keep them, verification for those who have seen the papers."""

from django.db import transaction
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.utils import set_query_params
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminAutoHeightTextInput

from common.cms.choosers import FactChooserViewSet
from common.cms.facts import FactCreateView, FactEditView, FactViewSet
from common.cms.keys import is_key
from common.cms.slugs import HELP, NamePanel
from outbox.tasks import drain_soon
from villages.cms.applications import ANSWER
from villages.cms.host_list import VERIFY, HostFilterSet, HostIndexView, VerificationColumn
from villages.cms.in_place import HostInPlace
from villages.cms.members import MANAGE, account_chooser
from villages.cms.proposals import HostForm, ProposalView, TellsOfProposal
from villages.cms.verification import VerifyView, WithdrawView
from villages.domain.applications import join
from villages.domain.members import LastOwner
from villages.domain.seen import contact_changes, digest
from villages.models import Host, HostApplication

FACTS = [
    NamePanel(),
    FieldPanel("slug", help_text=HELP),
    FieldRowPanel([FieldPanel("village"), FieldPanel("commune")]),
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
    help_text=_(
        "They see this host's bookings and guests. An owner decides who works here and where guests pay, a manager "
        "does the daily work, a guide checks parties in and sees no money."
    ),
    panels=[FieldPanel("user", widget=account_chooser.widget_class), FieldPanel("role")],
)
PLAIN = ObjectList(FACTS, base_form_class=HostForm).bind_to_model(Host)
WITH_MEMBERS = ObjectList([*FACTS, MEMBERS], base_form_class=HostForm).bind_to_model(Host)


class MembersGuard:
    """Whoever may not give people a desk has no such part in the form: a desk shows guests' bookings."""

    def get_panel(self):
        return WITH_MEMBERS if self.request.user.has_perm(MANAGE) else PLAIN

    def get_form_class(self):
        return self.panel.get_form_class()


class HostCreateView(MembersGuard, FactCreateView):
    """`?application=7` fills in what that house wrote of itself, and tells it once the host is saved."""

    @cached_property
    def application(self) -> HostApplication | None:
        asked = self.request.GET.get("application", "")
        if not is_key(asked) or not self.request.user.has_perm(ANSWER):
            return None
        return HostApplication.objects.open().filter(pk=asked).first()

    def get_initial(self) -> dict:
        asked = self.application
        if asked is None:
            return super().get_initial()
        told = {"name": asked.name, "kind": asked.kind, "village": asked.village_id, "about": asked.offer}
        return super().get_initial() | told | {"address": asked.place, "phone": asked.phone, "email": asked.email}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.application:
            context["action_url"] = set_query_params(context["action_url"], {"application": self.application.pk})
        return context

    @transaction.atomic
    def save_instance(self):
        host = super().save_instance()
        if self.application:
            join(application_id=self.application.pk, host=host, by=self.request.user, now=timezone.now())
            drain_soon()
        return host


class VerificationContext:
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        may_verify = self.request.user.has_perm(VERIFY)
        proposal = self.object.proposals.open().select_related("proposed_by").first()
        return context | {
            "host": self.object,
            "seen": digest(self.object),
            "may_verify": may_verify,
            "here": self.request.path,
            "proposal": proposal,
            "contact_changes": contact_changes(self.object) if self.object.is_verified else [],
        }


class HostEditView(VerificationContext, TellsOfProposal, MembersGuard, FactEditView):
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except LastOwner as refusal:
            form.add_error(None, str(refusal.message))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


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
            path("proposal/<int:pk>/", self.construct_view(ProposalView), name="proposal"),
        ]


host_chooser = FactChooserViewSet(
    "host_chooser",
    url_prefix="host-chooser",
    model=Host,
    icon="group",
    search_fields=("name", "legal_name", "registration_number", "phone", "village__name"),
    choose_one_text=_("Choose a host"),
    choose_another_text=_("Choose another host"),
    edit_item_text=_("Edit this host"),
    creation_form_class=HostInPlace,
    creates=(Host,),
)
