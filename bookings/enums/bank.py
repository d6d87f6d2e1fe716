"""Closed lists of what the bank says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BankProvider(models.TextChoices):
    """Who tells of a movement on a host's account."""

    SEPAY = "sepay", "SePay"
    PAYOS = "payos", "payOS"
    FILE = "file", _("statement file")


class BankProof(models.TextChoices):
    """How a service proves that a notice is its own."""

    SIGNED = "signed", _("signature with the time (recommended)")
    SIGNED_BODY = "signed_body", _("signature of the notice alone")
    KEY = "key", _("key in the header (Apikey)")


class BankFlow(models.TextChoices):
    """Which way money went, as the host's account sees it."""

    IN = "in", _("came in")
    OUT = "out", _("went out")


class NoticeState(models.TextChoices):
    """What became of a bank notice. TO_LOOK_AT: no rule can decide, so a person does."""

    NEW = "new", _("just come")
    MATCHED = "matched", _("in the ledger")
    TO_LOOK_AT = "to_look_at", _("to look at")
    SET_ASIDE = "set_aside", _("set aside")


OPEN_NOTICES = (NoticeState.NEW, NoticeState.TO_LOOK_AT)


class LookWhy(models.TextChoices):
    """Why a bank notice is in front of a person."""

    UNREAD = "unread", _("this notice says no sum that can be read")
    OTHERWISE = "otherwise", _("the same number came before, and said something else")
    AHEAD = "ahead", _("by the bank's clock this is still to come")
    ACCOUNT = "account", _("it is about an account that is not yours here")
    TWIN = "twin", _("this money may be known already, from another notice")
    OUTGOING = "outgoing", _("money that went out, and no refund is clearly meant")
    NO_REFERENCE = "no_reference", _("no reference in the note")
    MANGLED = "mangled", _("the reference in the note is not whole")
    SEVERAL = "several", _("the note names several bookings")
    HELD = "held", _("this booking is not finished yet")
    OFF = "off", _("this visit does not take place")
    PAID_ALREADY = "paid_already", _("this booking was paid already")
    TOO_LITTLE = "too_little", _("less than what was to be paid")
    TOO_MUCH = "too_much", _("more than what was to be paid")
    UNDONE = "undone", _("taken back by hand")
