"""The code on a package, and how often it was read in a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PassportCode(models.Model):
    """A public code for the row `key` of a `kind` that `ocop.domain.passport.kinds` knows. It never changes."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    key = models.PositiveBigIntegerField(_("row"))
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("passport code")
        verbose_name_plural = _("passport codes")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="passport_code_once")]

    def __str__(self) -> str:
        return self.code


class ScanDay(models.Model):
    """A count and nothing else: nobody can be followed by it."""

    code = models.ForeignKey(PassportCode, models.CASCADE, related_name="scan_days", verbose_name=_("passport code"))
    day = models.DateField(_("day"))
    scans = models.PositiveIntegerField(_("scans"), default=0)

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans by day")
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="scan_day_once")]

    def __str__(self) -> str:
        return f"{self.code} · {self.day:%d/%m/%Y}: {self.scans}"
