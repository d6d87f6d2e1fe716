"""The rules that make a host's slots, and the days off."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import ScheduleKind
from bookings.models.resource import Resource
from common.models import NFCCharField
from common.words.lunar import LAST_DAY
from experiences.models import Experience
from villages.models import Host


def validate_weekdays(value: object) -> None:
    """A list of weekdays, 0 for Monday to 6 for Sunday."""
    if not isinstance(value, list) or not all(day in range(7) for day in value):
        raise ValidationError(_("Choose at least one weekday."))


def validate_times(value: object) -> None:
    """A non-empty list of local times as "HH:MM"."""
    try:
        if not isinstance(value, list) or not value:
            raise ValueError
        for text in value:
            dt.time.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Write at least one time, such as 08:30.")) from error


def validate_dates(value: object) -> None:
    """A list of ISO dates."""
    try:
        if not isinstance(value, list):
            raise TypeError
        for text in value:
            dt.date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Write dates as day/month/year.")) from error


def validate_lunar_day(value: int) -> None:
    """1 to 30, or -1 for a month's last day."""
    if value != LAST_DAY and not 1 <= value <= 30:
        raise ValidationError(_("A lunar month has 29 or 30 days."))


def _lunar_month(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )


def _lunar_day(label) -> models.SmallIntegerField:
    return models.SmallIntegerField(label, null=True, blank=True, validators=[validate_lunar_day])


class YearlyLunarSpan(models.Model):
    """A span of lunar days that comes back every lunar year, both ends included; all four numbers or none.

    Days count from 1; -1 is the month's last day, be it the 29th or the 30th. See common.words.lunar.YearlySpan
    for the rule on short and leap months.
    """

    lunar_first_month = _lunar_month(_("first lunar month"))
    lunar_first_day = _lunar_day(_("first lunar day"))
    lunar_last_month = _lunar_month(_("last lunar month"))
    lunar_last_day = _lunar_day(_("last lunar day"))

    class Meta:
        abstract = True


class Schedule(YearlyLunarSpan):
    """At `times` (local, "HH:MM") on the days that `kind` says, from and to days inclusive.

    WEEKLY: on `weekdays` (0 Monday … 6 Sunday) of every `every_weeks`-th week, counted from the week of `valid_from`
    (RFC 5545: FREQ=WEEKLY;INTERVAL=n;WKST=MO). DATES: on `dates` (ISO). LUNAR: on each day of the yearly lunar span.
    """

    experience = models.ForeignKey(Experience, models.CASCADE, related_name="schedules", verbose_name=_("experience"))
    kind = models.CharField(_("kind"), max_length=10, choices=ScheduleKind, default=ScheduleKind.WEEKLY)
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True, validators=[validate_weekdays])
    every_weeks = models.PositiveSmallIntegerField(
        _("every so many weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    dates = models.JSONField(_("dates"), default=list, blank=True, validators=[validate_dates])
    times = models.JSONField(_("start times"), default=list, validators=[validate_times])
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("seats, if other than the experience's"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["experience_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="schedule_period", condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="schedule_every_weeks", condition=Q(every_weeks__gte=1)),
            models.CheckConstraint(
                name="schedule_lunar_has_span",
                condition=~Q(kind=ScheduleKind.LUNAR)
                | Q(
                    lunar_first_month__isnull=False,
                    lunar_first_day__isnull=False,
                    lunar_last_month__isnull=False,
                    lunar_last_day__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.experience} · {', '.join(self.times)}"


class Closure(YearlyLunarSpan):
    """Days on which nobody new is received: solar days from `first_day` to `last_day`, or a lunar span every year.

    Of the whole host, or only of `experience`, or of whatever uses `resource`.
    """

    host = models.ForeignKey(Host, models.CASCADE, related_name="closures", verbose_name=_("host"))
    experience = models.ForeignKey(
        Experience, models.CASCADE, null=True, blank=True, related_name="closures", verbose_name=_("experience")
    )
    resource = models.ForeignKey(
        Resource, models.CASCADE, null=True, blank=True, related_name="closures", verbose_name=_("shared resource")
    )
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    reason = NFCCharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                name="closure_has_days",
                condition=Q(
                    first_day__isnull=False,
                    last_day__isnull=False,
                    last_day__gte=F("first_day"),
                    lunar_first_month__isnull=True,
                )
                | Q(
                    first_day__isnull=True,
                    last_day__isnull=True,
                    lunar_first_month__isnull=False,
                    lunar_first_day__isnull=False,
                    lunar_last_month__isnull=False,
                    lunar_last_day__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="closure_of_one_thing", condition=Q(experience__isnull=True) | Q(resource__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} · {self.reason or self.pk}"
