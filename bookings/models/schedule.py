"""A host's week, and the days off."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField
from experiences.models import Experience
from villages.models import Host


def validate_weekdays(value: object) -> None:
    """A non-empty list of weekdays, 0 for Monday to 6 for Sunday."""
    if not isinstance(value, list) or not value or not all(day in range(7) for day in value):
        raise ValidationError(_("Choose at least one weekday."))


class Schedule(models.Model):
    """Every week on `weekdays` (0 Monday … 6 Sunday) at `time`, local, from and to days inclusive."""

    experience = models.ForeignKey(Experience, models.CASCADE, related_name="schedules", verbose_name=_("experience"))
    weekdays = models.JSONField(_("weekdays"), default=list, validators=[validate_weekdays])
    time = models.TimeField(_("starts at"))
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats, if other than the experience's"), null=True, blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["experience_id", "time"]
        constraints = [
            models.CheckConstraint(
                name="schedule_period",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.experience} · {self.time:%H:%M}"


class Closure(models.Model):
    """A day on which the whole host receives nobody new."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="closures", verbose_name=_("host"))
    day = models.DateField(_("day"))
    reason = NFCCharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["host", "day"], name="closure_once_per_day")]

    def __str__(self) -> str:
        return f"{self.host} · {self.day:%d/%m/%Y}"
