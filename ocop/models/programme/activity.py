"""What the office does: classes, fairs, meetings; and who took part, with which product."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField
from ocop.enums import ActivityKind
from ocop.models.product import OcopProduct
from ocop.models.programme.kept import STANDING, Kept
from villages.models import Host

YEARS = [MinValueValidator(2018), MaxValueValidator(2100)]


class Activity(Kept):
    """`year` and days are empty where a source does not tell them, `spent_vnd` where nobody has said what it cost."""

    kind = models.CharField(_("kind"), max_length=10, choices=ActivityKind)
    name = NFCCharField(_("name"), max_length=160)
    place = NFCCharField(_("where"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=YEARS)
    first_day = models.DateField(_("from"), null=True, blank=True)
    last_day = models.DateField(_("until"), null=True, blank=True)
    spent_vnd = models.BigIntegerField(_("spent, đồng"), null=True, blank=True)
    result = NFCTextField(_("what came of it"), max_length=1000, blank=True)
    source = NFCCharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = [models.F("year").desc(nulls_last=True), models.F("first_day").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="activity_days",
                condition=models.Q(first_day__isnull=True)
                | models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                name="activity_spent",
                condition=models.Q(spent_vnd__isnull=True) | models.Q(spent_vnd__gte=0),
                violation_error_message=_("An amount is not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(Kept):
    """A host at an activity, with one of its products or with none: a row for each product is a product turn."""

    made_up_with = ("host",)

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="participations", verbose_name=_("activity"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    product = models.ForeignKey(
        OcopProduct, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("OCOP product")
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["host__name", "product__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "activity",
                "host",
                Coalesce("product", 0),
                condition=STANDING,
                name="participation_once",
            )
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.host, self.product) if part)
