"""Who keeps the register: an office of a province or of a commune, and who works there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField
from ocop.enums import OfficeRole
from villages.models import Commune, Province


class OfficeQuerySet(models.QuerySet["Office"]):
    def for_member(self, user) -> "OfficeQuerySet":
        """Offices at which `user` works, each with their `role` there."""
        return self.filter(members__user=user).annotate(role=models.F("members__role"))


class Office(MaybeMadeUp, ClusterableModel):
    """Of exactly one province or one commune, whose products it sees."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    name = NFCCharField(_("name"), max_length=120)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="ocop_offices", verbose_name=_("province")
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="ocop_offices", verbose_name=_("commune")
    )
    is_example = models.BooleanField(_("fictional example"), default=False, db_default=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("OCOP office")
        verbose_name_plural = _("OCOP offices")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="office_of_province_or_commune",
                condition=models.Q(province__isnull=False, commune__isnull=True)
                | models.Q(province__isnull=True, commune__isnull=False),
                violation_error_message=_("An office is of a province or of a commune: choose one of them."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> OfficeRole:
        """The role of the officers who work here."""
        return OfficeRole.PROVINCE if self.province_id else OfficeRole.COMMUNE

    @property
    def land(self) -> dict[str, int]:
        """Which commune something of its own has, as a query asks."""
        if self.province_id:
            return {"commune__province": self.province_id}
        return {"commune": self.commune_id}  # type: ignore[dict-item]  # one of the two: a constraint

    @property
    def roles(self) -> tuple[OfficeRole, ...]:
        """Those that can be had here."""
        return OfficeRole.of_province() if self.province_id else (OfficeRole.COMMUNE,)


class OfficeMember(models.Model):
    """A person who works at an office."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="members", verbose_name=_("OCOP office"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="office_memberships", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=10, choices=OfficeRole)

    class Meta:
        verbose_name = _("member of an office")
        verbose_name_plural = _("members of an office")
        constraints = [models.UniqueConstraint(fields=["office", "user"], name="member_once_per_office")]

    def __str__(self) -> str:
        return f"{self.user} · {self.office}"
