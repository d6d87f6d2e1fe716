"""What a village is known for making or singing: a fact that an editor adds, never code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.cms.art import NEUTRAL_SIGN
from common.models import Named
from villages.enums import Pigment


class Craft(Named):
    """`slug` is what villages refer to, so it stays; `motif` names one of our drawings, `pigment` its colour."""

    slug = models.SlugField(_("name in the database"), max_length=20, unique=True)
    motif = models.SlugField(_("printed sign"), default=NEUTRAL_SIGN)
    pigment = models.CharField(_("pigment"), max_length=10, choices=Pigment, default=Pigment.CLAY)

    class Meta:
        verbose_name = _("craft")
        verbose_name_plural = _("crafts")
        ordering = ["name"]
