"""Closed lists of paying through a gateway."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OnlineProvider(models.TextChoices):
    """A gateway that a host may have a contract with. Each is a PaidBy of the same value."""

    VNPAY = "vnpay", "VNPay"
    MOMO = "momo", "MoMo"
    ZALOPAY = "zalopay", "ZaloPay"


class OnlineState(models.TextChoices):
    """What became of one attempt to pay. Money ends each of them: it is RECEIVED whenever the gateway says so."""

    STARTED = "started", _("waits for the gateway's word")
    RECEIVED = "received", _("paid")
    FAILED = "failed", _("not paid")
    LAPSED = "lapsed", _("never paid")


class OnlineRefundState(models.TextChoices):
    """How far the gateway is with a refund. UNCLEAR: it was asked, and no answer says what it did: a person looks."""

    WAITING = "waiting", _("is being passed on")
    ASKED = "asked", _("the gateway is being asked")
    TAKEN = "taken", _("the gateway passes it on to the guest's bank")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused by the gateway")
    UNCLEAR = "unclear", _("no clear answer: look at the gateway's own page")
