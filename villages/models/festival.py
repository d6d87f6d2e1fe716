"""Festivals by the lunar calendar."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Named
from villages.models.village import Village


class Festival(Named):
    """`days` days from a day of a lunar month, every year, in the ordinary month where a leap one follows."""

    village = models.ForeignKey(
        Village, models.CASCADE, null=True, blank=True, related_name="festivals", verbose_name=_("village")
    )
    lunar_month = models.PositiveSmallIntegerField(
        _("lunar month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    lunar_day = models.PositiveSmallIntegerField(
        _("lunar day"), validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    days = models.PositiveSmallIntegerField(_("days"), default=1)

    class Meta:
        verbose_name = _("festival")
        verbose_name_plural = _("festivals")
        ordering = ["lunar_month", "lunar_day"]
