"""What a village is known for making or singing: a fact that an editor adds, never code."""

from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from common.cms.art import NEUTRAL_SIGN, sign
from common.models import Named
from villages.enums import Pigment


class Craft(Named):
    """`slug` is what villages refer to, so it stays; `motif` names one of our drawings, `pigment` its colour.

    `drawing` is one of its own, as `common.cms.drawings` makes it safe; it goes before the motif.
    """

    slug = models.SlugField(_("name in the database"), max_length=20, unique=True)
    motif = models.SlugField(_("printed sign"), default=NEUTRAL_SIGN)
    drawing = models.FileField(
        _("drawing of its own"), upload_to="crafts/", max_length=120, blank=True, default="", db_default=""
    )
    pigment = models.CharField(_("pigment"), max_length=10, choices=Pigment, default=Pigment.CLAY)

    class Meta:
        verbose_name = _("craft")
        verbose_name_plural = _("crafts")
        ordering = ["name"]

    @property
    def sign(self) -> str:
        """The name of its sign on a page that holds several."""
        return f"craft-{self.slug}" if self.drawing else sign(self.motif)

    @property
    def sign_url(self) -> str:
        return self.drawing.url if self.drawing else static(f"art/{sign(self.motif)}.svg")
