"""A VAT invoice that a connector is asked to issue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.enums import Issuing
from bookings.models.invoice import InvoiceRequest
from common.models import NFCCharField


class InvoiceErrand(models.Model):
    """`body` is what the connector is told, and `key` names it: both are the same for every try.

    While it waits, `try_at` is when it is asked (again). `said` is why it was refused, in the connector's own words.
    The row goes once the invoice is issued.
    """

    invoice = models.OneToOneField(InvoiceRequest, models.CASCADE, related_name="errand", verbose_name=_("invoice"))
    key = models.UUIDField(_("key"), unique=True)
    body = models.JSONField(_("what is asked"))
    state = models.CharField(_("state"), max_length=10, choices=Issuing, default=Issuing.WAITING)
    asked_at = models.DateTimeField(_("asked"))
    asked_by_name = NFCCharField(_("by"), max_length=120, blank=True)
    try_at = models.DateTimeField(_("next try"))
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    said = NFCCharField(_("why not"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("VAT invoice to be issued")
        verbose_name_plural = _("VAT invoices to be issued")
        indexes = [models.Index(fields=["state", "try_at"], name="invoice_errand_due")]

    def __str__(self) -> str:
        return str(self.invoice)
