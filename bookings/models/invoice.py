"""To whom a guest wants a VAT invoice to be made out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import Buyer
from bookings.models.booking import Booking
from common.models import NFCCharField


class InvoiceRequest(models.Model):
    """A booking has at most one. `tax_code` is ten digits, or ten and three after a hyphen; a person has none.

    `issued_at` is when the host wrote down that it was issued, `number` which one that was, where they wrote it;
    `issued_by_name` stays when the account goes. Nothing here issues.
    """

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="invoice", verbose_name=_("booking"))
    buyer = models.CharField(_("who buys"), max_length=10, choices=Buyer)
    name = NFCCharField(_("buyer's name"), max_length=200)
    address = NFCCharField(_("buyer's address"), max_length=300)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    email = models.EmailField(_("e-mail for the invoice"), blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    number = NFCCharField(_("invoice number"), max_length=40, blank=True)
    issued_by_name = NFCCharField(_("by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("VAT invoice asked for")
        verbose_name_plural = _("VAT invoices asked for")
        constraints = [
            models.CheckConstraint(
                name="invoice_company_has_tax_code", condition=~Q(buyer=Buyer.COMPANY) | ~Q(tax_code="")
            ),
            models.CheckConstraint(
                name="invoice_number_is_issued", condition=Q(number="") | Q(issued_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} · {self.name}"
