"""Houses that ask to join: a list, and one page for each on which the office makes a host of it or says why not."""

from typing import Any, cast

import django_filters
from django.db.models import Case, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User
from common.cms.facts import FactIndexView
from common.cms.filters import FactFilterSet
from common.data.refusal import Refused
from outbox.tasks import drain_soon
from villages.domain.applications import decline
from villages.enums import ApplicationState
from villages.models import HostApplication

ANSWER = "villages.change_hostapplication"
LONGEST_REASON = 600


class ApplicationFilterSet(FactFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ApplicationState.choices, empty_label=gettext_lazy("All")
    )

    class Meta:
        model = HostApplication
        fields = ["state", "village", "kind"]


class ApplicationIndexView(FactIndexView):
    """Those that wait first, the longest first. There is no form to add or to change what somebody else wrote."""

    related = ("village",)

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        waits = Case(When(state=ApplicationState.OPEN, then=0), default=1)
        return queryset.order_by(waits, "applied_at")

    def get_add_url(self) -> None:
        return None

    def get_list_buttons(self, instance) -> list:
        return []


class AnswerView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What they wrote, and the two ways on; what is answered already is only shown."""

    model = HostApplication
    permission_required = "change"
    template_name = "cms/villages/application.html"
    header_icon = "mail"

    @cached_property
    def application(self) -> HostApplication:
        found = HostApplication.objects.select_related("village__commune", "host", "decided_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.application)

    def get_breadcrumbs_items(self) -> list[dict]:
        name = capfirst(HostApplication._meta.verbose_name_plural)
        every = {"url": reverse("host_application:index"), "label": name}
        return [*super().get_breadcrumbs_items(), every, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        asked = urlencode({"application": self.application.pk})
        return super().get_context_data(**kwargs) | {
            "application": self.application,
            "reason": self.request.POST.get("reason", ""),
            "make_url": f"{reverse('host:add')}?{asked}",
        }

    def post(self, request, *args, **kwargs):
        reason = request.POST.get("reason", "").strip()
        if not reason:
            messages.error(request, _("Write to the house why it cannot join now."))
            return self.get(request, *args, **kwargs)
        if len(reason) > LONGEST_REASON:
            messages.error(request, _("Say it in %(count)d characters.") % {"count": LONGEST_REASON})
            return self.get(request, *args, **kwargs)
        # Whoever may answer has signed in.
        user = cast(User, request.user)
        try:
            decline(application_id=self.application.pk, by=user, now=timezone.now(), reason=reason)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("host_application:answer", self.application.pk)
        drain_soon()
        messages.success(request, _("Declined."))
        if not self.application.email:
            said = _("They have no e-mail address and were not told. Call %(phone)s.")
            messages.warning(request, said % {"phone": self.application.phone.as_national})
        return redirect("host_application:index")


class ApplicationViewSet(ModelViewSet):
    model = HostApplication
    icon = "mail"
    index_view_class = ApplicationIndexView
    filterset_class = ApplicationFilterSet
    search_fields = ["name", "contact_name", "phone", "email", "place", "village__name"]
    form_fields = ["name"]
    list_per_page = 50
    list_display = [
        "name",
        Column("village", label=gettext_lazy("Village"), accessor=lambda asked: asked.village or asked.place),
        Column("phone", label=gettext_lazy("Phone number"), accessor=lambda asked: asked.phone.as_national),
        DateColumn("applied_at", label=gettext_lazy("Asked"), sort_key="applied_at", width="15%"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    def get_url_name(self, view_name: str) -> str:
        """Wherever Wagtail leads to a row's form, it is answered."""
        return super().get_url_name("answer" if view_name == "edit" else view_name)

    def get_urlpatterns(self) -> list:
        """Nobody adds, edits or deletes one here."""
        answer = self.construct_view(AnswerView)
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("answer/<int:pk>/", answer, name="answer"),
        ]
