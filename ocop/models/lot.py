"""How a product is made, and the lots it is made in."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField
from ocop.models.product import OcopProduct

MOST_PIECES = 1_000_000
# What an address and a label can carry; GS1 gives a lot 20 characters (application identifier 10).
LOT_NUMBER = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}\Z",
    _("Letters without marks, figures, dots and dashes, 20 at most: 14, 2026-11."),
)
SERIAL_PREFIX = RegexValidator(r"^[0-9A-Za-z._-]{0,10}\Z", _("Letters without marks, figures, dots and dashes: BL-."))


class ProductStep(Orderable):
    """One step of making, in the order in which a passport tells them."""

    product = ParentalKey(OcopProduct, on_delete=models.CASCADE, related_name="steps", verbose_name=_("OCOP product"))
    words = NFCCharField(_("step"), max_length=160)
    words_en = NFCCharField(_("step in English"), max_length=160, blank=True, db_default="")

    class Meta(Orderable.Meta):
        verbose_name = _("step of making")
        verbose_name_plural = _("steps of making")

    def __str__(self) -> str:
        return self.words

    @property
    def label(self) -> str:
        """The step in the language of the page that is being made, the Vietnamese one where there is no other."""
        return (self.words_en if (get_language() or "vi").startswith("en") else "") or self.words


class Lot(MaybeMadeUp, models.Model):
    """Pieces of a product that were made together.

    Where they carry serials, these are `serial_prefix` and a number, counted from `serial_first`.
    """

    made_up_with = ("product",)

    product = models.ForeignKey(OcopProduct, models.PROTECT, related_name="lots", verbose_name=_("OCOP product"))
    number = NFCCharField(_("lot number"), max_length=20, validators=[LOT_NUMBER])
    made_on = models.DateField(_("made on"))
    expires_on = models.DateField(_("good until"), null=True, blank=True)
    raw_material = NFCCharField(_("raw material"), max_length=160, blank=True)
    workshop = NFCCharField(_("workshop"), max_length=160, blank=True)
    test_result = NFCCharField(_("test result"), max_length=160, blank=True)
    pieces = models.PositiveIntegerField(_("pieces"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)])
    serial_prefix = models.CharField(
        _("letters before the number"), max_length=10, blank=True, validators=[SERIAL_PREFIX]
    )
    serial_first = models.PositiveIntegerField(
        _("number of the first piece"), null=True, blank=True, validators=[MaxValueValidator(999_999_999)]
    )
    is_example = models.BooleanField(_("fictional example"), default=False)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="lot_number_once"),
            models.CheckConstraint(name="lot_has_pieces", condition=models.Q(pieces__gte=1)),
            models.CheckConstraint(
                name="lot_expires_after_making",
                condition=models.Q(expires_on__isnull=True) | models.Q(expires_on__gt=models.F("made_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.number}"

    def serial(self, position: int) -> str:
        """What the piece at `position` (from 0) carries; nothing where pieces are not numbered."""
        return "" if self.serial_first is None else f"{self.serial_prefix}{self.serial_first + position}"

    def has_serial(self, text: str) -> bool:
        """Whether a piece of this lot carries `text`."""
        number = text.removeprefix(self.serial_prefix)
        if self.serial_first is None or not text.startswith(self.serial_prefix) or not number.isascii():
            return False
        # What would be written otherwise, such as 007, is on no piece; nothing that long was ever counted to.
        if not number.isdecimal() or len(number) > 10 or str(int(number)) != number:
            return False
        return self.serial_first <= int(number) < self.serial_first + self.pieces


class LotStep(models.Model):
    """What was done to a lot, when and where, as far as its host wrote it down."""

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="steps", verbose_name=_("lot"))
    position = models.PositiveSmallIntegerField(_("order"))
    what = NFCCharField(_("what was done"), max_length=160)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    place = NFCCharField(_("where"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("step of a lot")
        verbose_name_plural = _("steps of a lot")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["lot", "position"], name="lot_step_once")]

    def __str__(self) -> str:
        return self.what
