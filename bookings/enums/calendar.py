"""Closed lists of schedules and times."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduleKind(models.TextChoices):
    """How a schedule says its days."""

    WEEKLY = "weekly", _("every week")
    DATES = "dates", _("single dates")
    LUNAR = "lunar", _("by the lunar calendar, every year")


class SlotDecision(models.TextChoices):
    """What was decided about a slot that needs a minimum of guests."""

    RUNS = "runs", _("takes place")
    CALLED_OFF = "called_off", _("called off")


class SlotCancelReason(models.TextChoices):
    """Why a host cancels one time for everybody: what mostly happens, so that wet hands need not type."""

    RAIN = "rain", _("Heavy rain or a storm")
    ILLNESS = "illness", _("Illness in our house")
    FUNERAL = "funeral", _("A funeral in the village")
    OTHER = "other", _("Another reason")


class CallAbout(models.TextChoices):
    """What a party is told by phone of a time that was cancelled."""

    OFF = "off", _("that the visit is cancelled")
    ON = "on", _("that the visit takes place after all")


class SlotMessageText(models.TextChoices):
    """What hosts mostly write to those who come: a whole sentence, in each guest's language."""

    RAINCOAT = "raincoat", _("It may rain: please bring a raincoat.")
    PARKING = "parking", _("Please park at the gate of the communal house.")
    CLOTHES = "clothes", _("Please wear clothes that may get dirty.")
    EARLY = "early", _("Please come ten minutes early.")
    OTHER = "other", _("In my own words")


class UsePer(models.TextChoices):
    """What takes up a shared resource: each seat (a wheel), or the slot as a whole (a boat)."""

    SEAT = "seat", _("for each seat")
    SLOT = "slot", _("for the whole visit")
