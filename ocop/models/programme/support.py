"""Schemes that pay for what hosts do, each with its ceiling, and what was paid."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField
from ocop.enums import CeilingOf
from ocop.models.programme.activity import YEARS
from ocop.models.programme.kept import Kept
from villages.models import Host


class Scheme(Kept):
    """`ceiling_vnd` is whole đồng in a year, of everything or of one host; `rate` is percent of the costs."""

    name = NFCCharField(_("what is paid for"), max_length=200)
    law = NFCCharField(_("by which decision"), max_length=160)
    rate = models.PositiveSmallIntegerField(
        _("share that is paid, percent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    ceiling_vnd = models.BigIntegerField(_("ceiling in a year, đồng"))
    ceiling_of = models.CharField(_("what the ceiling is for"), max_length=10, choices=CeilingOf)
    note = NFCTextField(_("note"), max_length=600, blank=True)
    source = NFCCharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("support scheme")
        verbose_name_plural = _("support schemes")
        ordering = ["law", "-ceiling_vnd", "pk"]
        constraints = [
            models.CheckConstraint(
                name="scheme_ceiling",
                condition=models.Q(ceiling_vnd__gt=0),
                violation_error_message=_("A ceiling is more than zero."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.law})"


class Payout(Kept):
    """`year` is the one whose ceiling it counts against; `host` is empty for what the office itself held."""

    made_up_with = ("host",)

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="payouts", verbose_name=_("support scheme"))
    host = models.ForeignKey(Host, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    amount_vnd = models.BigIntegerField(_("paid, đồng"))
    decision = NFCCharField(_("by which decision"), max_length=160)
    note = NFCCharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="payout_amount",
                condition=models.Q(amount_vnd__gt=0),
                violation_error_message=_("An amount is more than zero."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount_vnd:,} ₫ · {self.decision}".replace(",", ".")
