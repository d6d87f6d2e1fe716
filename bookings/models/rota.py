"""Who of a rota does which slot, and who is off."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.resource import Resource
from bookings.models.slot import Slot
from common.models import NFCCharField
from villages.models import Artisan


class DayOffQuerySet(models.QuerySet["DayOff"]):
    def between(self, first: dt.date, last: dt.date) -> "DayOffQuerySet":
        """Those that touch the days from `first` to `last` inclusive."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class DayOff(models.Model):
    """Days, both ends included, on which an artisan does not work."""

    artisan = models.ForeignKey(Artisan, models.CASCADE, related_name="days_off", verbose_name=_("artisan"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = NFCCharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField()

    objects = DayOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("days off")
        verbose_name_plural = _("days off")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(name="day_off_ends_after_start", condition=Q(last_day__gte=F("first_day")))
        ]

    def __str__(self) -> str:
        return f"{self.artisan} · {self.first_day:%d/%m/%Y}"


class Assignment(models.Model):
    """An artisan's turn: `slot` as one of `resource`'s rota. `by_hand` where the host chose; the rota keeps those."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="assignments", verbose_name=_("slot"))
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="assignments")
    artisan = models.ForeignKey(Artisan, models.PROTECT, related_name="assignments", verbose_name=_("artisan"))
    by_hand = models.BooleanField(_("chosen by the host"), default=False)

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        ordering = ["slot_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "artisan"], name="assignment_once_per_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.artisan} · {self.slot}"
