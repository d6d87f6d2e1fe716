"""OCOP products and their certificates; the full register (assessments, targets) grows from here."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from common.models import Named, NFCCharField
from ocop.enums import ProductGroup
from villages.models import Host

# Province, commune (Decision 19/2025/QĐ-TTg), serial kept by the commune, year.
PRODUCT_CODE = RegexValidator(
    r"^\d{2}-\d{5}-\d{2,4}-20\d{2}\Z", _("Province, commune, serial number and year, as in 24-09292-01-2026.")
)


class OcopProduct(ClusterableModel, Named):
    host = models.ForeignKey(Host, models.PROTECT, related_name="ocop_products", verbose_name=_("host"))
    group = models.CharField(_("product group"), max_length=3, choices=ProductGroup)
    code = models.CharField(_("product code"), max_length=20, unique=True, validators=[PRODUCT_CODE])
    is_example = models.BooleanField(_("fictional example"), default=False)

    class Meta:
        verbose_name = _("OCOP product")
        verbose_name_plural = _("OCOP products")
        ordering = ["code"]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid_on(self, day: dt.date) -> "CertificateQuerySet":
        """Certificates in force on `day`."""
        return self.filter(issued_on__lte=day, valid_until__gte=day, withdrawn_on__isnull=True)


class Certificate(models.Model):
    """Recognition of a product: 3 to 5 stars, for 36 months (Decision 26/2026/QĐ-TTg). 1 and 2 stars get none."""

    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="certificates", verbose_name=_("OCOP product")
    )
    stars = models.PositiveSmallIntegerField(_("stars"), choices=[(3, "★★★"), (4, "★★★★"), (5, "★★★★★")])
    decision_number = NFCCharField(_("decision number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    is_example = models.BooleanField(_("fictional example"), default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-valid_until"]
        constraints = [
            models.CheckConstraint(
                name="certificate_stars",
                condition=models.Q(stars__gte=3, stars__lte=5),
                violation_error_message=_("A certificate has three to five stars."),
            ),
            models.CheckConstraint(
                name="certificate_period",
                condition=models.Q(valid_until__gt=models.F("issued_on")),
                violation_error_message=_("The last day of validity comes after the day of issue."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars}★ · {self.decision_number}"

    def in_force_on(self, day: dt.date) -> bool:
        """The same as `CertificateQuerySet.valid_on`, for one that is already loaded."""
        return self.issued_on <= day <= self.valid_until and self.withdrawn_on is None
