"""The two buttons of a verifier."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from villages.domain.verification import verify, withdraw
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


class VerifyView(VerificationView):
    @transaction.atomic
    def perform_operation(self) -> None:
        if not self.object.is_verified:
            verify(host=self.object, by=self.request.user, now=timezone.now())
            log(self.object, VERIFIED, user=self.request.user)

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
