"""What the programme aims at in a period: a number, and whose paper says so."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField
from ocop.enums import ProductGroup, TargetMeasure
from ocop.models.programme.kept import STANDING, Kept
from villages.enums import HostKind
from villages.models import Commune


class Target(Kept):
    """`value` is a number of products, or percent of the hosts. Empty facets mean all; `former_province` names a
    province of before July 2025 where the paper meant that one; `period_from` is empty where it says only until when.
    """

    measure = models.CharField(
        _("what is counted"), max_length=12, choices=TargetMeasure, default=TargetMeasure.PRODUCTS
    )
    stars = models.PositiveSmallIntegerField(
        _("stars"), null=True, blank=True, choices=[(3, "★★★"), (4, "★★★★"), (5, "★★★★★")]
    )
    group = models.CharField(_("product group"), max_length=3, choices=ProductGroup, blank=True)
    host_kind = models.CharField(_("kind of host"), max_length=20, choices=HostKind, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    former_province = NFCCharField(_("province before July 2025"), max_length=120, blank=True)
    value = models.PositiveIntegerField(_("target"), validators=[MinValueValidator(1)])
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("until"))
    source = NFCCharField(_("whose paper says so"), max_length=250)
    note = NFCCharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = [
            "-period_to",
            "measure",
            models.F("stars").desc(nulls_last=True),
            "group",
            "host_kind",
            "commune__name",
            "pk",
        ]
        constraints = [
            models.CheckConstraint(
                name="target_period",
                condition=models.Q(period_from__isnull=True) | models.Q(period_to__gte=models.F("period_from")),
                violation_error_message=_("A period ends after it begins."),
            ),
            models.CheckConstraint(name="target_value", condition=models.Q(value__gte=1)),
            models.UniqueConstraint(
                "province",
                "period_to",
                "measure",
                Coalesce("stars", 0),
                "group",
                "host_kind",
                Coalesce("commune", 0),
                "former_province",
                condition=STANDING,
                name="target_once_per_period",
                violation_error_message=_("There is a target for this already: correct that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.value}"

    @property
    def scope(self) -> str:
        """What the number is of, in words."""
        if self.measure == TargetMeasure.OTHER:
            return self.note
        facets = [
            _("OCOP %(n)s stars") % {"n": self.stars} if self.stars else "",
            self.get_group_display() if self.group else "",
            self.get_host_kind_display() if self.host_kind else "",
            str(self.commune) if self.commune_id else "",
        ]
        named = [str(facet) for facet in facets if facet]
        return ", ".join([str(self.get_measure_display()), *named])

    @property
    def unit(self) -> str:
        return " %" if self.measure == TargetMeasure.HOST_SHARE else ""
