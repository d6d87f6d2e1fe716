"""The people who do the work: a potter, a printer, a pair of singers."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.data.made_up import MaybeMadeUp
from common.models import Named, NFCCharField
from villages.models.host import Host


class ArtisanQuerySet(models.QuerySet["Artisan"]):
    def for_host(self, host: Host) -> "ArtisanQuerySet":
        return self.filter(host=host)

    def active(self) -> "ArtisanQuerySet":
        return self.filter(active=True)


class Artisan(MaybeMadeUp, Named):
    """One who works as one: `people` is 2 for a pair of singers. Their story is the ArtisanPage's."""

    made_up_with = ("host",)

    slug = models.SlugField(_("name in addresses"), unique=True)
    host = models.ForeignKey(Host, models.CASCADE, related_name="artisans", verbose_name=_("host"))
    people = models.PositiveSmallIntegerField(_("how many people"), default=1, validators=[MinValueValidator(1)])
    work = NFCCharField(_("what they do"), max_length=120)
    work_en = NFCCharField(_("what they do, in English"), max_length=120, blank=True)
    active = models.BooleanField(_("works here now"), default=True)
    is_example = models.BooleanField(_("fictional example"), default=False)

    objects = ArtisanQuerySet.as_manager()

    class Meta:
        verbose_name = _("artisan")
        verbose_name_plural = _("artisans")
        ordering = ["id"]

    @property
    def work_text(self) -> str:
        """What they do, in the language of the page that is being made."""
        return ((self.work_en if (get_language() or "vi").startswith("en") else "") or self.work).strip()
