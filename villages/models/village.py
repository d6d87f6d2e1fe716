"""A craft village and its places on the map: facts, free of language and of publishing."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from common.cms.art import NEUTRAL_PICTURE
from common.data.made_up import MaybeMadeUp
from common.models import Named, NFCCharField
from villages.enums import PlaceKind
from villages.models.administrative import Commune, FormerCommune
from villages.models.craft import Craft

LATITUDE = [MinValueValidator(8.0), MaxValueValidator(24.0)]
LONGITUDE = [MinValueValidator(102.0), MaxValueValidator(118.0)]


class Village(MaybeMadeUp, ClusterableModel, Named):
    """Position in degrees (WGS 84). `approximate` says that it is a centroid and not a surveyed place."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    # The column holds the craft's slug. There are some dozens of villages: no index, whose making would lock them.
    craft = models.ForeignKey(
        Craft,
        models.PROTECT,
        to_field="slug",
        db_column="craft",
        db_index=False,
        related_name="villages",
        verbose_name=_("craft"),
    )
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="villages", verbose_name=_("commune"))
    former_commune = models.ForeignKey(
        FormerCommune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="villages",
        verbose_name=_("commune before July 2025"),
    )
    address = NFCCharField(_("address"), max_length=250)
    former_address = NFCCharField(_("address before July 2025"), max_length=250, blank=True)
    latitude = models.FloatField(_("latitude"), validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), validators=LONGITUDE)
    approximate = models.BooleanField(_("position is approximate"), default=True)
    km_from_hanoi = models.PositiveSmallIntegerField(_("road from Hà Nội, km"), null=True, blank=True)
    art = models.SlugField(_("illustration"), default=NEUTRAL_PICTURE)
    is_example = models.BooleanField(_("fictional example"), default=False, db_default=False)

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["id"]


class Place(MaybeMadeUp, Named):
    """A workshop, kiln, temple, shop or pier that the map shows."""

    village = ParentalKey(Village, on_delete=models.CASCADE, related_name="places", verbose_name=_("village"))
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    note = NFCCharField(_("note"), max_length=300, blank=True)
    note_en = NFCCharField(_("note in English"), max_length=300, blank=True)
    latitude = models.FloatField(_("latitude"), validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), validators=LONGITUDE)
    approximate = models.BooleanField(_("position is approximate"), default=True)
    is_example = models.BooleanField(_("fictional example"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["id"]

    def note_in(self, language: str) -> str:
        """The note for readers of `language`, the Vietnamese one where there is no other."""
        return (self.note_en if language.startswith("en") else "") or self.note
