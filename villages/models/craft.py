"""What a village is known for making or singing: a fact that an editor adds, never code."""

from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from common.cms.art import NEUTRAL_SIGN, sign
from common.models import Named
from villages.enums import Pigment, StepKind


class Craft(ClusterableModel, Named):
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


class CraftStep(Orderable, Named):
    """A step that each piece of this craft goes through, in their order, with the craft's own name for it.

    What it means is its `kind`: only pieces that are under way are at one of several steps of one kind.
    """

    craft = ParentalKey(Craft, on_delete=models.CASCADE, related_name="steps", verbose_name=_("craft"))
    kind = models.CharField(_("what it means"), max_length=12, choices=StepKind, default=StepKind.UNDER_WAY)

    class Meta(Orderable.Meta):
        verbose_name = _("step of a craft")
        verbose_name_plural = _("steps of a craft")
        constraints = [
            models.UniqueConstraint(
                fields=["craft", "kind"], name="craft_step_kind_once", condition=~models.Q(kind=StepKind.UNDER_WAY)
            ),
        ]
