"""The list of hosts: who is verified, and whose facts are to change."""

import django_filters
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from common.cms.facts import FactIndexView
from common.cms.filters import FactFilterSet
from villages.domain.papers import ending
from villages.domain.seen import digest
from villages.models import Host, HostProposal

VERIFY = "villages.verify_host"


def _open_proposal() -> Subquery:
    return Subquery(HostProposal.objects.open().filter(host=OuterRef("pk")).values("pk")[:1])


class HostFilterSet(FactFilterSet):
    verified = django_filters.ChoiceFilter(
        label=_("Verification"),
        method="by_verification",
        choices=[
            ("no", _("Not verified")),
            ("yes", _("Verified")),
            ("change", _("Change to look at")),
            ("ending", _("Papers end soon")),
        ],
        empty_label=_("All"),
    )

    class Meta:
        model = Host
        fields = ["verified", "village", "kind"]

    def by_verification(self, queryset, name, value):
        if value == "ending":
            return queryset.filter(pk__in=ending(timezone.localdate()).values("pk"))
        if value == "change":
            return queryset.filter(pk__in=HostProposal.objects.open().values("host"))
        return queryset.filter(verified_at__isnull=value == "no")


class VerificationColumn(Column):
    """Who verified the host and when, or the buttons to do so for those who may."""

    cell_template_name = "cms/villages/verification_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        request = parent_context["request"]
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"host": instance, "seen": digest(instance), "may_verify": request.user.has_perm(VERIFY)}

    def render_cell_html(self, instance, parent_context):
        # With the request, so that the form in the cell has its CSRF token.
        context = self.get_cell_context_data(instance, parent_context)
        return self.cell_template.render(context, parent_context["request"])


class HostIndexView(FactIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().annotate(proposal_id=_open_proposal())

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return queryset.order_by(F("verified_at").desc(nulls_first=True), "name")
