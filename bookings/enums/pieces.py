"""Closed lists of what guests make."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PieceWay(models.TextChoices):
    """How guests get what they made, as they choose."""

    PICK_UP = "pick_up", _("I come and fetch it")
    SHIP = "ship", _("Please send it to me")


class BrokenThen(models.TextChoices):
    """What a house does about a piece that broke before its guest had it."""

    ANEW = "anew", _("we make it anew")
    MONEY_BACK = "money_back", _("we give money back")
    NOTHING = "nothing", _("nothing more is done")
