"""Where a guest wants money that is given back to go."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from common.models import NFCCharField


class RefundAccount(models.Model):
    """A booking has at most one. `bank_bin` is of six digits; `given_at` is when its guest last stood by it.

    Not part of the ledger, which says what moved and never whose account it was: this goes when the guest is erased.
    """

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="refund_account", verbose_name=_("booking"))
    bank_bin = models.CharField(_("bank (BIN)"), max_length=6, validators=[RegexValidator(r"^\d{6}\Z")])
    account = models.CharField(_("account number"), max_length=19, validators=[RegexValidator(r"^[0-9A-Za-z]{1,19}\Z")])
    name = NFCCharField(_("account holder"), max_length=120)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("account for money back")
        verbose_name_plural = _("accounts for money back")

    def __str__(self) -> str:
        # Never the account itself: what a row is called may end in a log.
        return f"{self.booking_id}"
