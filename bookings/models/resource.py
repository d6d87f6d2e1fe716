"""What several experiences share: wheels, a boat, a rota of singers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.enums import UsePer
from common.models import Named
from experiences.models import Experience, Extra
from villages.models import Artisan, Host

# How far before and after a slot its use of a resource may reach; bounds every query for what overlaps.
LONGEST_AROUND = 12 * 60


class Resource(Named):
    """`capacity` pieces that exist. One with `artisans` is a rota: as many pieces as of these are not off that day.

    `changed_at` is when `capacity` was last set: what was booked before may exceed it until the host has decided.
    """

    host = models.ForeignKey(Host, models.CASCADE, related_name="resources", verbose_name=_("host"))
    capacity = models.PositiveSmallIntegerField(_("how many there are"), validators=[MinValueValidator(1)])
    artisans = models.ManyToManyField(Artisan, blank=True, related_name="resources", verbose_name=_("artisans"))
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("shared resource")
        verbose_name_plural = _("shared resources")
        ordering = ["id"]


class ResourceUse(models.Model):
    """What a slot of `experience` takes of `resource`, from set-up before it to clearing after it.

    `quantity` for each seat that is taken, or for the slot as a whole once somebody takes a seat in it.
    """

    experience = models.ForeignKey(Experience, models.CASCADE, related_name="uses", verbose_name=_("experience"))
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="uses", verbose_name=_("shared resource"))
    per = models.CharField(_("taken"), max_length=4, choices=UsePer, default=UsePer.SEAT)
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    setup_minutes = models.PositiveSmallIntegerField(
        _("set-up before, minutes"), default=0, validators=[MaxValueValidator(LONGEST_AROUND)]
    )
    clearing_minutes = models.PositiveSmallIntegerField(
        _("clearing after, minutes"), default=0, validators=[MaxValueValidator(LONGEST_AROUND)]
    )

    class Meta:
        verbose_name = _("use of a resource")
        verbose_name_plural = _("uses of resources")
        ordering = ["resource_id"]
        constraints = [
            models.UniqueConstraint(fields=["experience", "resource"], name="resource_used_once_per_experience"),
            models.CheckConstraint(name="resource_use_takes_some", condition=models.Q(quantity__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.experience} · {self.quantity} × {self.resource}"


class ExtraUse(models.Model):
    """That each `extra` takes `quantity` pieces of `resource` for as long as its visit lasts."""

    extra = models.OneToOneField(Extra, models.CASCADE, related_name="use", verbose_name=_("extra"))
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="extra_uses", verbose_name=_("shared resource"))
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("extra that uses a resource")
        verbose_name_plural = _("extras that use resources")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="extra_use_takes_some", condition=models.Q(quantity__gte=1))]

    def __str__(self) -> str:
        return f"{self.extra} · {self.quantity} × {self.resource}"
