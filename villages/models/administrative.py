"""Province and commune, as they are since 1 July 2025 and as people still call them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Named, NFCCharField
from villages.enums import CommuneKind


class Province(Named):
    code = models.CharField(_("code"), max_length=2, unique=True)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["name"]


class Commune(Named):
    """A commune or ward of today's two tiers; codes are those of Decision 19/2025/QĐ-TTg."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="communes", verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=10, choices=CommuneKind, default=CommuneKind.COMMUNE)
    code = models.CharField(_("code"), max_length=5, unique=True)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["name"]

    def __str__(self) -> str:
        # In English the kind comes last: "Kinh Bắc ward".
        return _("%(name)s %(kind)s") % {"kind": self.get_kind_display(), "name": self.name}


class FormerCommune(models.Model):
    """A unit as it was before 1 July 2025, because people still search by it."""

    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="former_communes", verbose_name=_("commune of today")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CommuneKind, default=CommuneKind.COMMUNE)
    code = models.CharField(_("code"), max_length=5, unique=True)
    name = NFCCharField(_("name"), max_length=120)
    district = NFCCharField(_("district"), max_length=120)
    province = NFCCharField(_("province"), max_length=120)

    class Meta:
        verbose_name = _("commune before July 2025")
        verbose_name_plural = _("communes before July 2025")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}, {self.district}"
