"""What a verifier decides on: a verified host's facts, before and after."""

from typing import cast

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from accounts.models import User
from common.cms.slugs import SlugFollowsName
from common.data.refusal import Refused
from outbox.tasks import drain_soon
from villages.domain.proposals import accept, decline, save_host
from villages.domain.seen import addresses, contact_changes, known_phone
from villages.models import Host, HostProposal

ACCEPTED = "villages.accept_change"
DECLINED = "villages.decline_change"
LONGEST_REASON = 600


class HostForm(SlugFollowsName, WagtailAdminModelForm):
    """Saves as the domain does; `proposal` is what a verifier has to look at first, if anything."""

    proposal: HostProposal | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Mails, calendars and phones of the host's people have it for good.
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("The desk's address is made of it, so it stays as it is.")

    def save(self, commit=True):
        host = super().save(commit=False)
        if commit:
            self.proposal = save_host(host=host, by=self.for_user, now=timezone.now())
        return host


class TellsOfProposal:
    """For views that save a host's form."""

    def save_instance(self):
        host = super().save_instance()  # type: ignore[misc]  # a mix-in's
        if self.form.proposal:  # type: ignore[attr-defined]
            drain_soon()
            text = _("What was verified of %(host)s stays as it is until a verifier has looked at the change.")
            messages.warning(self.request, text % {"host": host})  # type: ignore[attr-defined]
        return host


class ProposalView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Before and after, and the two buttons; what is decided already is only shown."""

    model = Host
    permission_required = "verify"
    template_name = "cms/villages/proposal.html"
    header_icon = "group"

    @cached_property
    def proposal(self) -> HostProposal:
        proposals = HostProposal.objects.select_related("host", "proposed_by", "decided_by")
        return get_object_or_404(proposals, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Change of %(host)s") % {"host": self.proposal.host}

    def get_breadcrumbs_items(self) -> list[dict]:
        hosts = {"url": reverse("host:index"), "label": capfirst(Host._meta.verbose_name_plural)}
        return [*super().get_breadcrumbs_items(), hosts, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        reason = self.request.POST.get("reason", "")
        host = self.proposal.host
        return super().get_context_data(**kwargs) | {
            "proposal": self.proposal,
            "reason": reason,
            "contact_changes": contact_changes(host),
            "untold": not addresses(host),
            "known_phone": known_phone(host),
        }

    def post(self, request, *args, **kwargs):
        accepted, reason = "accept" in request.POST, request.POST.get("reason", "").strip()
        if not accepted and not reason:
            messages.error(request, _("Write to the host why the change is declined."))
            return self.get(request, *args, **kwargs)
        if len(reason) > LONGEST_REASON:
            messages.error(request, _("Say it in %(count)d characters.") % {"count": LONGEST_REASON})
            return self.get(request, *args, **kwargs)
        try:
            self._decide(accepted, reason)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("host:inspect", self.proposal.host_id)

    @transaction.atomic
    def _decide(self, accepted: bool, reason: str) -> None:
        pk, now = self.proposal.pk, timezone.now()
        # As it was known before: the decision may write another.
        known, phone = addresses(self.proposal.host), known_phone(self.proposal.host)
        # Whoever may verify has signed in.
        user = cast(User, self.request.user)
        if accepted:
            accept(proposal_id=pk, by=user, now=now)
            text = _("The new facts of %(host)s are in force.")
        else:
            decline(proposal_id=pk, by=user, now=now, reason=reason)
            text = _("The facts of %(host)s stay as they are.")
        log(self.proposal.host, ACCEPTED if accepted else DECLINED, user=user)
        drain_soon()
        host = self.proposal.host
        messages.success(self.request, text % {"host": host})
        if not known:
            said = _("%(host)s has no e-mail address and was not told. Call %(phone)s.")
            messages.warning(self.request, said % {"host": host, "phone": phone})
