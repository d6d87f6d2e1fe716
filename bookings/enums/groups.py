"""Closed lists of groups that ask first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    """Who asks."""

    SCHOOL = "school", _("A school or a class")
    COMPANY = "company", _("A company or an office")
    AGENCY = "agency", _("A travel agency")
    OTHER = "other", _("Another group")


class GroupState(models.TextChoices):
    """How far a request is. What time alone brings about is read by `domain.groups.states`."""

    NEW = "NEW", _("New")
    QUOTED = "QUOTED", _("Quoted")
    ACCEPTED = "ACCEPTED", _("Accepted, deposit to come")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    FROZEN = "FROZEN", _("Numbers settled")
    DONE = "DONE", _("Over")
    DECLINED = "DECLINED", _("Declined")
    LAPSED = "LAPSED", _("Ran out")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


# Somebody is still to say something.
GROUP_ASKING = (GroupState.NEW, GroupState.QUOTED)
# The group comes: its bookings stand for an accepted quote.
GROUP_COMING = (GroupState.ACCEPTED, GroupState.CONFIRMED, GroupState.FROZEN)
GROUP_OVER = (GroupState.DONE, GroupState.DECLINED, GroupState.LAPSED, GroupState.WITHDRAWN)


class GroupTurn(models.TextChoices):
    """Whom a request waits for."""

    HOUSE = "house", _("waits for you")
    GUEST = "guest", _("waits for the guest")
    NOBODY = "nobody", _("waits for nobody")


class DayPart(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    WHOLE = "whole", _("The whole day")
    ANY = "any", _("Either will do")


class AnswerBy(models.TextChoices):
    """How whoever asks wants to be answered."""

    PHONE = "phone", _("By phone")
    ZALO = "zalo", _("By Zalo")
    MAIL = "mail", _("By e-mail")


class QuoteLineKind(models.TextChoices):
    VISIT = "visit", _("visit")
    OTHER = "other", _("besides")
    DISCOUNT = "discount", _("discount")


class GroupAge(models.TextChoices):
    """Who somebody on a group's list of names is."""

    CHILD = "child", _("A child or a pupil")
    ADULT = "adult", _("An adult")


class GroupActKind(models.TextChoices):
    """What is written into a request's history."""

    ASKED = "asked", _("asked for a visit")
    QUOTED = "quoted", _("quote sent")
    CHANGE = "change", _("asked for another quote")
    FULL = "full", _("accepted, but too few places were left")
    ACCEPTED = "accepted", _("quote accepted")
    DEPOSIT = "deposit", _("deposit received")
    UNDONE = "undone", _("deposit taken back")
    VISIT = "visit", _("a visit was cancelled")
    NUMBERS = "numbers", _("numbers changed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn by the guest")
    LAPSED = "lapsed", _("ran out")


class GroupNews(models.TextChoices):
    """Kinds of messages about a request; whether it is for guest or house is the message's audience."""

    ASKED = "group-asked", _("a group asks for a visit")
    QUOTED = "group-quoted", _("a quote for a group")
    CHANGE = "group-change", _("a group asks for another quote")
    FULL = "group-full", _("a group accepted and too few places were left")
    ACCEPTED = "group-accepted", _("a group accepted its quote")
    DEPOSIT = "group-deposit", _("the deposit of a group is here")
    UNDONE = "group-undone", _("the deposit of a group was taken back")
    LAPSING = "group-lapsing", _("a quote for a group ends soon")
    NAMES = "group-names", _("the numbers of a group are settled soon")
    UNPAID = "group-unpaid", _("the deposit of a group is still to come")
    DECLINED = "group-declined", _("a house declined a group")
    WITHDRAWN = "group-withdrawn", _("a group does not come after all")
