"""What is written of a host: notes of whoever accompanies it, and what it says once a year."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, NFCTextField
from ocop.models.programme.activity import YEARS
from ocop.models.programme.kept import STANDING, Kept
from villages.models import Host

# Of a house, not of a country: a figure beyond has a zero too many.
MOST_WORKERS = 20_000


class CaseNote(Kept):
    """`next_step` is what was agreed, `next_on` when to look again."""

    made_up_with = ("host",)

    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    day = models.DateField(_("day"))
    words = NFCTextField(_("what was seen and said"), max_length=2000)
    next_step = NFCCharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("look again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("case note")
        verbose_name_plural = _("case notes")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.host} · {self.day:%d/%m/%Y}"


class Survey(Kept):
    """One host's answers for a year. Amounts are whole đồng; what is not known is empty and counts in no share."""

    made_up_with = ("host",)

    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    revenue_vnd = models.BigIntegerField(_("revenue of the year, đồng"), null=True, blank=True)
    revenue_before_vnd = models.BigIntegerField(_("revenue of the year before, đồng"), null=True, blank=True)
    online_vnd = models.BigIntegerField(_("of this year's revenue, sold online, đồng"), null=True, blank=True)
    workers = models.PositiveIntegerField(
        _("people who work there"), null=True, blank=True, validators=[MaxValueValidator(MOST_WORKERS)]
    )
    local_workers = models.PositiveIntegerField(
        _("of them from the commune"), null=True, blank=True, validators=[MaxValueValidator(MOST_WORKERS)]
    )
    capacity_grew = models.BooleanField(_("can make more than the year before"), null=True, blank=True)
    linked = models.BooleanField(_("has contracts with growers, suppliers or buyers"), null=True, blank=True)
    by_host = models.BooleanField(_("answered by the host"), default=False, editable=False)

    class Meta:
        verbose_name = _("survey of a host")
        verbose_name_plural = _("surveys of hosts")
        ordering = ["-year", "host__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["host", "year"], condition=STANDING, name="survey_once_a_year"),
            models.CheckConstraint(
                name="survey_amounts",
                condition=(models.Q(revenue_vnd__isnull=True) | models.Q(revenue_vnd__gte=0))
                & (models.Q(revenue_before_vnd__isnull=True) | models.Q(revenue_before_vnd__gte=0))
                & (models.Q(online_vnd__isnull=True) | models.Q(online_vnd__gte=0)),
                violation_error_message=_("An amount is not below zero."),
            ),
            models.CheckConstraint(
                name="survey_online_within_revenue",
                condition=models.Q(online_vnd__isnull=True)
                | models.Q(revenue_vnd__isnull=True)
                | models.Q(online_vnd__lte=models.F("revenue_vnd")),
                violation_error_message=_("What was sold online is not more than the revenue."),
            ),
            models.CheckConstraint(
                name="survey_local_among_workers",
                condition=models.Q(local_workers__isnull=True)
                | models.Q(workers__isnull=True)
                | models.Q(local_workers__lte=models.F("workers")),
                violation_error_message=_("Not more people from the commune than work there."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} · {self.year}"
