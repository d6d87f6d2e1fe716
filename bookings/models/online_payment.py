"""Paying through a gateway, straight to the host: their contract, each attempt, what the gateway said, refunds."""

import uuid
from functools import partial

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import OnlineProvider, OnlineRefundState, OnlineState
from bookings.models.booking import Booking
from bookings.models.ledger import LedgerEntry
from common.models import NFCCharField, WrittenOnce
from villages.models import Host

provider_field = partial(models.CharField, _("gateway"), max_length=10, choices=OnlineProvider)


class OnlineMerchant(models.Model):
    """A host's own contract with a gateway: `code` is what it calls them, `secret` and, where it
    gives two keys, `second` are sealed. It tells at `address`.

    One that is off starts nothing, and is still asked about what was begun.
    """

    host = models.ForeignKey(Host, models.PROTECT, related_name="online_merchants", verbose_name=_("host"))
    provider = provider_field()
    code = models.CharField(max_length=40)
    secret = models.TextField(editable=False)
    second = models.TextField(editable=False, blank=True, default="", db_default="")
    address = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("connected"))
    made_by_name = NFCCharField(_("by"), max_length=120, blank=True)
    heard_at = models.DateTimeField(_("last heard"), null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contract with a gateway")
        verbose_name_plural = _("contracts with gateways")
        constraints = [
            models.UniqueConstraint(fields=["host", "provider", "code"], name="online_merchant_once"),
            models.UniqueConstraint(
                fields=["host", "provider"], condition=Q(off_at__isnull=True), name="online_merchant_one_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} · {self.host}"


class OnlinePayment(WrittenOnce):
    """One attempt to pay `amount_vnd` (đồng). `reference` is what the gateway calls it, `number` its own number of
    the money, `said` its last code; `entry` the row of the ledger that it wrote; `pay_url` where the guest pays, once
    it is known.

    Until `expires_at` the gateway takes the money; from `ask_at` on it is asked what became of it.
    """

    # By `bookings.domain.money.online` alone.
    MOVES = frozenset({"state", "number", "said", "entry", "ask_at", "asked_at", "pay_url"})

    merchant = models.ForeignKey(OnlineMerchant, models.PROTECT, related_name="payments")
    provider = provider_field()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="online_payments", verbose_name=_("booking"))
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    reference = models.CharField(max_length=40)
    amount_vnd = models.PositiveIntegerField(_("amount, đồng"))
    state = models.CharField(_("state"), max_length=10, choices=OnlineState, default=OnlineState.STARTED)
    number = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=20, blank=True)
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, null=True, related_name="online_payment")
    created_at = models.DateTimeField(_("begun"))
    expires_at = models.DateTimeField()
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    pay_url = models.TextField(editable=False, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("online payment")
        verbose_name_plural = _("online payments")
        indexes = [
            models.Index(fields=["ask_at"], condition=Q(state=OnlineState.STARTED), name="online_payment_to_ask")
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="online_payment_reference"),
            models.UniqueConstraint(
                fields=["provider", "number"], condition=~Q(number=""), name="online_payment_number"
            ),
            models.CheckConstraint(name="online_payment_above_0", condition=Q(amount_vnd__gt=0)),
            models.CheckConstraint(
                name="online_payment_has_its_row",
                condition=Q(state=OnlineState.RECEIVED, entry__isnull=False)
                | ~Q(state=OnlineState.RECEIVED) & Q(entry__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.reference}"


class OnlineNotice(WrittenOnce):
    """What a gateway said of an attempt, whole as it came and once: `digest` is of `raw`."""

    merchant = models.ForeignKey(OnlineMerchant, models.PROTECT, related_name="notices")
    payment = models.ForeignKey(OnlinePayment, models.PROTECT, null=True, related_name="notices")
    digest = models.CharField(max_length=64)
    raw = models.JSONField()
    kept_at = models.DateTimeField(_("came"))

    class Meta:
        verbose_name = _("word of a gateway")
        verbose_name_plural = _("words of gateways")
        constraints = [models.UniqueConstraint(fields=["merchant", "digest"], name="online_notice_once")]

    def __str__(self) -> str:
        return f"{self.merchant} {self.kept_at:%Y-%m-%d %H:%M}"


class OnlineMove(WrittenOnce):
    """A change of an attempt's state, never edited; `said` is the gateway's code for it."""

    payment = models.ForeignKey(OnlinePayment, models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=OnlineState)
    after = models.CharField(max_length=10, choices=OnlineState)
    said = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class OnlineRefund(models.Model):
    """A refund that a gateway is to pay: `entry` is the row of the ledger, `payment` what it is given back of.

    It is asked once, by `request_id`; `said` is its code. From `ask_at` on the gateway is asked what became of it, as
    long as there is one.
    """

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="online_refund")
    payment = models.ForeignKey(OnlinePayment, models.PROTECT, related_name="refunds")
    request_id = models.CharField(max_length=32, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=OnlineRefundState, default=OnlineRefundState.WAITING)
    said = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund by a gateway")
        verbose_name_plural = _("refunds by gateways")

    def __str__(self) -> str:
        return f"{self.payment} {self.request_id}"
