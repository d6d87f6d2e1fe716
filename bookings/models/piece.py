"""What guests made and get later: the pieces, the loads they are fired in, their way to whoever made them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import BrokenThen, PieceWay
from bookings.models.booking import Booking
from common.models import NFCCharField, NFCTextField, WrittenOnce
from ocop.models.register_import import private_storage
from villages.enums import StepKind
from villages.models import Artisan, CraftStep, Host

LONGEST_WHOSE, LONGEST_MATERIAL, LONGEST_NOTE = 40, 120, 300
LONGEST_BATCH, LARGEST_BATCH = 60, 2_000
# With these nothing is left to do for a piece.
ENDS = (StepKind.HANDED_OVER, StepKind.SHIPPED, StepKind.BROKEN)


class Batch(models.Model):
    """Pieces of one house that are worked on together, such as a kiln load. `filled` counts its places.

    `key_hash` is that of the form's idempotency key.
    """

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    host = models.ForeignKey(Host, models.CASCADE, related_name="+", verbose_name=_("host"), db_index=False)
    name = NFCCharField(_("name"), max_length=LONGEST_BATCH)
    day = models.DateField(_("day"))
    capacity = models.PositiveSmallIntegerField(_("pieces at most"))
    filled = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        indexes = [models.Index(fields=["host", "day"], name="batch_of_host")]
        constraints = [
            models.CheckConstraint(name="batch_never_too_full", condition=Q(filled__lte=F("capacity"))),
            models.CheckConstraint(name="batch_holds_something", condition=Q(capacity__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.day:%d/%m/%Y}"


class Parcel(models.Model):
    """One sending to a guest. `cost_vnd` in đồng is what it cost to send; None where nobody said."""

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="parcels", verbose_name=_("booking"))
    carrier = NFCCharField(_("sent with"), max_length=60, blank=True)
    tracking = NFCCharField(_("tracking number"), max_length=60, blank=True)
    cost_vnd = models.PositiveIntegerField(_("cost of sending, đồng"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.carrier} {self.tracking}"


class PieceChoice(models.Model):
    """How the guest of a booking gets all that they made there; `ship_to` where it is to be sent."""

    booking = models.OneToOneField(
        Booking, models.CASCADE, related_name="piece_choice", verbose_name=_("booking"), primary_key=True
    )
    way = models.CharField(_("how"), max_length=8, choices=PieceWay)
    ship_to = NFCTextField(_("address to send to"), max_length=300, blank=True)
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        verbose_name = _("way of a piece to its guest")
        verbose_name_plural = _("ways of pieces to their guests")
        constraints = [
            models.CheckConstraint(
                name="piece_choice_address_if_sent", condition=~Q(way=PieceWay.SHIP) | ~Q(ship_to="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.get_way_display()}"


class PieceQuerySet(models.QuerySet["Piece"]):
    def for_host(self, host: Host) -> "PieceQuerySet":
        return self.filter(host=host)

    def under_way(self) -> "PieceQuerySet":
        """Those that the house still has."""
        return self.exclude(step__kind__in=ENDS)

    def public(self) -> "PieceQuerySet":
        """Those whose guest lets anybody read who knows the code."""
        return self.filter(public_at__isnull=False)


class Piece(models.Model):
    """`code` is public, and that of a PassportCode; `whose` a first name, or "" for nobody's.

    `place` counts the pieces that one tap (`key_hash`) made. `host` is the booking's, so that a board is found.
    `expected_from` and `expected_until` are what was told to the guest. `ready_at` is when it was ready first.
    Of a broken one `broken_then` says what the house does, `refund_vnd` in đồng what it gives back.
    `public_name` is what the guest lets others read.
    """

    key_hash = models.CharField(max_length=64, editable=False)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    code = models.CharField(_("code"), max_length=12, unique=True)
    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"), db_index=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="pieces", verbose_name=_("booking"))
    step = models.ForeignKey(CraftStep, models.PROTECT, related_name="+", verbose_name=_("step"))
    step_since = models.DateTimeField(_("there since"))
    whose = NFCCharField(_("whose"), max_length=LONGEST_WHOSE, blank=True)
    artisan = models.ForeignKey(
        Artisan, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made with")
    )
    material = NFCCharField(_("material"), max_length=LONGEST_MATERIAL, blank=True)
    note = NFCCharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    expected_from = models.DateField(_("ready from"), null=True, blank=True)
    expected_until = models.DateField(_("ready until"), null=True, blank=True)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    broken_then = models.CharField(_("broken, and then"), max_length=10, choices=BrokenThen, blank=True)
    refund_vnd = models.PositiveIntegerField(_("to give back, đồng"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("in place of")
    )
    parcel = models.ForeignKey(
        Parcel, models.SET_NULL, null=True, blank=True, related_name="pieces", verbose_name=_("parcel")
    )
    public_at = models.DateTimeField(_("made public"), null=True, blank=True)
    public_name = NFCCharField(_("name that others read"), max_length=LONGEST_WHOSE, blank=True)
    created_at = models.DateTimeField(_("written down"))

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        indexes = [models.Index(fields=["host", "step", "-step_since"], name="piece_on_board")]
        constraints = [
            models.UniqueConstraint(fields=["key_hash", "place"], name="piece_once_for_tap"),
            models.CheckConstraint(
                name="piece_refund_of_money_back",
                condition=Q(broken_then=BrokenThen.MONEY_BACK, refund_vnd__gt=0)
                | (~Q(broken_then=BrokenThen.MONEY_BACK) & Q(refund_vnd__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BatchPlace(models.Model):
    """A piece in a load. It stays when the load is done: that is in which firing it was."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="places", verbose_name=_("load"), db_index=False)
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="places", verbose_name=_("piece"))

    class Meta:
        verbose_name = _("place in a load")
        verbose_name_plural = _("places in loads")
        constraints = [models.UniqueConstraint(fields=["batch", "piece"], name="batch_place_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.piece_id}"


class PieceMove(WrittenOnce):
    """A piece came to `step` from `before` (None: it was written down); all moves of one tap share `key_hash`.

    `batch` is the load that moved as a whole. `undoes` is the move that this one takes back.
    """

    key_hash = models.CharField(max_length=64, editable=False)
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="moves", verbose_name=_("piece"))
    before = models.ForeignKey(CraftStep, models.PROTECT, null=True, related_name="+", db_index=False)
    step = models.ForeignKey(CraftStep, models.PROTECT, related_name="+", verbose_name=_("step"))
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+", verbose_name=_("load"))
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = NFCCharField(_("by"), max_length=120, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("move of a piece")
        verbose_name_plural = _("moves of pieces")
        constraints = [models.UniqueConstraint(fields=["key_hash", "piece"], name="piece_move_once_for_tap")]

    def __str__(self) -> str:
        return f"{self.piece_id}: {self.before_id} → {self.step_id}"


def photo_path(_photo: "PiecePhoto", _name: str) -> str:
    """A name that nobody guesses; what a phone called it is not kept."""
    return f"pieces/{secrets.token_hex(16)}.jpg"


class PiecePhoto(models.Model):
    """A JPEG of a piece, or of a whole load, at the step at which it was taken. `sha256` is of what was sent."""

    piece = models.ForeignKey(Piece, models.CASCADE, null=True, related_name="photos", verbose_name=_("piece"))
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="photos", verbose_name=_("load"))
    step = models.ForeignKey(CraftStep, models.PROTECT, null=True, related_name="+", verbose_name=_("step"))
    file = models.FileField(storage=private_storage, upload_to=photo_path, max_length=80)
    small = models.FileField(storage=private_storage, upload_to=photo_path, max_length=80)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(_("taken"))

    class Meta:
        verbose_name = _("photo of a piece")
        verbose_name_plural = _("photos of pieces")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="piece_photo_of_one",
                condition=Q(piece__isnull=False, batch__isnull=True) | Q(piece__isnull=True, batch__isnull=False),
            ),
            # The same one twice is one, however often a phone sends it.
            models.UniqueConstraint(fields=["piece", "sha256"], name="piece_photo_once"),
            models.UniqueConstraint(fields=["batch", "sha256"], name="batch_photo_once"),
        ]

    def __str__(self) -> str:
        return f"{self.piece_id or self.batch_id}: {self.width} × {self.height}"
