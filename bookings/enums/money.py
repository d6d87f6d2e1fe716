"""Closed lists of the ledger and of invoices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Issuing(models.TextChoices):
    """What became of asking a connector to issue a VAT invoice."""

    WAITING = "waiting", _("is being issued")
    REFUSED = "refused", _("refused")
    SILENT = "silent", _("no answer for three days")


class Buyer(models.TextChoices):
    """Who a VAT invoice is made out to."""

    COMPANY = "company", _("A company or an organisation")
    PERSON = "person", _("A person")


class LedgerKind(models.TextChoices):
    """What a row of the ledger says of a booking's money."""

    PAYMENT = "payment", _("paid")
    REFUND = "refund", _("given back")
    # Of what the guest owed, and of what the host owed: no money moves.
    WAIVED = "waived", _("not asked for")
    KEPT = "kept", _("kept, as agreed")


class PaidBy(models.TextChoices):
    """How money changes hands."""

    CASH = "cash", _("cash")
    TRANSFER = "transfer", _("bank transfer")
    VNPAY = "vnpay", "VNPay"
    MOMO = "momo", "MoMo"
    ZALOPAY = "zalopay", "ZaloPay"


# What a person may write down; the others are written at a gateway's word alone.
BY_HAND = (PaidBy.CASH, PaidBy.TRANSFER)


class LedgerState(models.TextChoices):
    """A payment is received. A refund in cash has arrived at once; any other is sent, then arrives or bounces."""

    RECEIVED = "received", _("received")
    SENT = "sent", _("sent")
    ARRIVED = "arrived", _("arrived")
    BOUNCED = "bounced", _("came back")
    AGREED = "agreed", _("agreed")
