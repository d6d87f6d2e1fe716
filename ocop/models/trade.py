"""What stands behind a product and where it is sold."""

import datetime as dt

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from common.data.made_up import MaybeMadeUp
from common.models import Named, NFCCharField
from common.words.countries import country_name
from ocop.enums import AreaStatus, QualityStandard, SalesPointKind, ShopChannel
from ocop.models.numbers import check_country
from ocop.models.product import OcopProduct
from villages.models import Commune
from villages.models.village import LATITUDE, LONGITUDE


class ProductPicture(models.Model):
    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("OCOP product")
    )
    photo = models.ForeignKey("wagtailimages.Image", models.CASCADE, related_name="+", verbose_name=_("photo"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.photo)


class QualityCertificateQuerySet(models.QuerySet["QualityCertificate"]):
    def good_on(self, day: dt.date) -> "QualityCertificateQuerySet":
        """Those that do not end, or not before `day`."""
        return self.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day))


class QualityCertificate(models.Model):
    """`valid_until` is the last day, where the paper names one."""

    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="quality_certificates", verbose_name=_("OCOP product")
    )
    standard = models.CharField(_("standard"), max_length=20, choices=QualityStandard)
    number = NFCCharField(_("number"), max_length=80, blank=True)
    issuer = NFCCharField(_("issued by"), max_length=160, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    file = models.ForeignKey(
        "wagtaildocs.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    objects = QualityCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality certificate")
        verbose_name_plural = _("quality certificates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.get_standard_display(), self.number]))


class GrowingArea(models.Model):
    """A growing-area code as it is printed: it may name a district that is no more (Decision 3156/2022)."""

    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="growing_areas", verbose_name=_("OCOP product")
    )
    code = NFCCharField(_("code"), max_length=60)
    issuer = NFCCharField(_("issued by"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=AreaStatus, default=AreaStatus.ACTIVE)

    class Meta:
        verbose_name = _("growing area")
        verbose_name_plural = _("growing areas")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code


class ShopLink(models.Model):
    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="shop_links", verbose_name=_("OCOP product")
    )
    channel = models.CharField(_("shop"), max_length=20, choices=ShopChannel)
    url = models.URLField(_("address"), max_length=500, validators=[URLValidator(schemes=["https"])])

    class Meta:
        verbose_name = _("shop on the web")
        verbose_name_plural = _("shops on the web")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.url}"


class Livestream(models.Model):
    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="livestreams", verbose_name=_("OCOP product")
    )
    starts_at = models.DateTimeField(_("starts"))
    channel = models.CharField(_("shop"), max_length=20, choices=ShopChannel)
    url = models.URLField(_("address"), max_length=500, blank=True, validators=[URLValidator(schemes=["https"])])

    class Meta:
        verbose_name = _("livestream")
        verbose_name_plural = _("livestreams")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.starts_at:%d/%m/%Y}"


class ExportMarket(models.Model):
    """`country` by its two letters (ISO 3166-1)."""

    product = ParentalKey(
        OcopProduct, on_delete=models.CASCADE, related_name="export_markets", verbose_name=_("OCOP product")
    )
    country = models.CharField(_("country"), max_length=2, validators=[check_country])

    class Meta:
        verbose_name = _("export market")
        verbose_name_plural = _("export markets")
        ordering = ["country"]
        constraints = [models.UniqueConstraint(fields=["product", "country"], name="export_market_once")]

    def __str__(self) -> str:
        return country_name(self.country)


class SalesPoint(MaybeMadeUp, Named):
    """Where products are sold by hand. Position in degrees (WGS 84), where it is known."""

    kind = models.CharField(_("kind"), max_length=20, choices=SalesPointKind)
    address = NFCCharField(_("address"), max_length=250)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="sales_points", verbose_name=_("commune")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    products = models.ManyToManyField(
        OcopProduct, blank=True, related_name="sales_points", verbose_name=_("OCOP products")
    )
    is_example = models.BooleanField(_("fictional example"), default=False)

    class Meta:
        verbose_name = _("point of sale")
        verbose_name_plural = _("points of sale")
        ordering = ["name", "pk"]
