"""The two buttons of a verifier."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseOperationView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from common.data.refusal import Refused
from villages.cms.seen_form import SeenForm
from villages.domain.seen import digest
from villages.domain.verification import NotWhatWasSeen, verify, withdraw
from villages.models import Host

VERIFIED = "villages.verify_host"
WITHDRAWN = "villages.withdraw_host"


class VerificationView(PermissionCheckedMixin, BaseOperationView):
    """POST alone; back to where the button was, or to the host."""

    model = Host
    permission_required = "verify"
    http_method_names = ["post"]

    def get_success_url(self) -> str:
        return self.next_url or reverse("host:inspect", args=[self.object.pk])


class VerifyView(WagtailAdminTemplateMixin, VerificationView):
    """The button carries a digest of what was shown with it: nothing else is verified.

    Refused for another reason, all that was ticked and typed is shown again.
    """

    template_name = "cms/villages/verify.html"
    header_icon = "group"

    def get_page_title(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs) -> HttpResponse:
        self.form = SeenForm(request.POST)
        try:
            return super().post(request, *args, **kwargs)
        except NotWhatWasSeen as refusal:
            messages.error(request, str(refusal.message))
            return redirect("host:inspect", self.object.pk)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
            told = {"host": self.object, "seen": request.POST["seen"], "form": self.form}
            return self.render_to_response(self.get_context_data(**told, next=self.get_success_url()), status=422)

    @transaction.atomic
    def perform_operation(self) -> None:
        if not self.object.is_verified:
            if not constant_time_compare(self.request.POST.get("seen", ""), digest(self.object)):
                raise NotWhatWasSeen
            seen = self.form.seen()
            verify(host=self.object, by=self.request.user, seen=seen, now=timezone.now())
            said = {"papers": list(seen.papers), "note": seen.note, "until": str(seen.until or "")}
            log(self.object, VERIFIED, user=self.request.user, data=said)

    def get_success_message(self) -> str:
        return _("%(host)s is verified: its experiences can be booked.") % {"host": self.object}


class WithdrawView(VerificationView):
    @transaction.atomic
    def perform_operation(self) -> None:
        if self.object.is_verified:
            withdraw(host=self.object)
            log(self.object, WITHDRAWN, user=self.request.user)

    def get_success_message(self) -> str:
        return _("The verification of %(host)s is withdrawn: nothing new can be booked.") % {"host": self.object}
