"""Looking after a certificate: planned visits and unannounced ones (Decision 26/2026/QĐ-TTg, art. 9)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCTextField
from ocop.enums import InspectionOutcome
from ocop.models.certificate import Withdrawal
from ocop.models.office import Office
from ocop.models.product import OcopProduct


class Inspection(models.Model):
    """Planned while `held_on` and `cancelled_on` are empty; held or cancelled, it stands. `mend_by` is for what is to
    be mended, `withdrawal` what it led to, `by` who wrote the last word."""

    product = models.ForeignKey(OcopProduct, models.PROTECT, related_name="inspections", verbose_name=_("OCOP product"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="inspections")
    unannounced = models.BooleanField(_("unannounced"), default=False)
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    criteria = NFCTextField(_("whether the criteria are kept"), max_length=2000, blank=True)
    mark = NFCTextField(_("use of the OCOP mark, information and advertising"), max_length=2000, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=InspectionOutcome, blank=True)
    mend_by = models.DateField(_("to be mended by"), null=True, blank=True)
    withdrawal = models.OneToOneField(Withdrawal, models.PROTECT, null=True, related_name="inspection", editable=False)
    cancelled_on = models.DateField(_("cancelled on"), null=True, editable=False)
    cancel_reason = NFCTextField(_("why cancelled"), max_length=500, blank=True, db_default="", editable=False)
    created_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-held_on", "planned_for", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="inspection_planned_or_held",
                condition=models.Q(planned_for__isnull=False) | models.Q(held_on__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_held_with_outcome",
                condition=models.Q(held_on__isnull=True, outcome="")
                | (models.Q(held_on__isnull=False) & ~models.Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.held_on or self.planned_for}"
