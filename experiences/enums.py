"""Closed lists of what can be booked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitType(models.TextChoices):
    """OCTO's unit types, those a village uses."""

    ADULT = "ADULT", _("Adult")
    CHILD = "CHILD", _("Child")
    STUDENT = "STUDENT", _("Student")
    SENIOR = "SENIOR", _("Senior")
    INFANT = "INFANT", _("Infant")


class ExtraPer(models.TextChoices):
    PERSON = "person", _("per person")
    BOOKING = "booking", _("per booking")
    ITEM = "item", _("each")


class PaymentTerms(models.TextChoices):
    """When a guest pays."""

    AT_VILLAGE = "at_village", _("Pay at the village")
    DEPOSIT = "deposit", _("A deposit ahead, the rest at the village")
    IN_ADVANCE = "in_advance", _("The whole price ahead")


class SeasonCalendar(models.TextChoices):
    """By which a season comes back."""

    SOLAR = "solar", _("solar calendar")
    LUNAR = "lunar", _("lunar calendar")


class SpokenLanguage(models.TextChoices):
    VI = "vi", _("Vietnamese")
    EN = "en", _("English")
    FR = "fr", _("French")
    JA = "ja", _("Japanese")
    KO = "ko", _("Korean")
    ZH = "zh", _("Chinese")


class StoryNews(models.TextChoices):
    """Kinds of messages about what a house proposes for its page."""

    PROPOSED = "story-proposed", _("a house proposes a change of its page")
    PUBLISHED = "story-published", _("the office has published what a house proposed")
    SENT_BACK = "story-sent-back", _("the office has sent back what a house proposed")
