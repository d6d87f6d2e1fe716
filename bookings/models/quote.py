"""What a host offers a group: versions, none of which changes once it was sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import QuoteLineKind
from bookings.models.booking import Booking
from bookings.models.group_request import GroupRequest
from bookings.models.slot import Slot
from common.models import NFCCharField, NFCTextField, WrittenOnce
from experiences.enums import UnitType
from experiences.models import Unit

LONGEST_LETTER = 1_500


class Quote(WrittenOnce):
    """The `version`th of a request; the newest is the one that can be accepted, until `valid_until`.

    `keeps_seats`: bookings on hold keep its seats until then. Until `freeze_at` the group may change its numbers.
    `total_vnd` and `deposit_vnd` in đồng. `agreed` is what a contract says beside
    the lines (`domain.groups.agreed`), frozen when it is accepted. Only it and `accepted_at` are ever written later.
    """

    MOVES = frozenset({"accepted_at", "agreed"})

    request = models.ForeignKey(GroupRequest, models.PROTECT, related_name="quotes", verbose_name=_("request"))
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    version = models.PositiveSmallIntegerField(_("version"))
    sent_at = models.DateTimeField(_("sent"))
    valid_until = models.DateTimeField(_("valid until"))
    keeps_seats = models.BooleanField(_("keeps the places until then"))
    freeze_at = models.DateTimeField(_("numbers settled"))
    total_vnd = models.PositiveIntegerField(_("total, đồng"))
    deposit_vnd = models.PositiveIntegerField(_("deposit, đồng"), default=0)
    words = NFCTextField(_("words to the guest"), max_length=LONGEST_LETTER, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = NFCCharField(_("by"), max_length=120, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    agreed = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [
            models.UniqueConstraint(fields=["request", "version"], name="quote_version_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(accepted_at__isnull=False), name="quote_accepted_once"
            ),
            models.CheckConstraint(name="quote_deposit_within", condition=Q(deposit_vnd__lte=F("total_vnd"))),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} v{self.version}"


class QuoteLine(WrittenOnce):
    """`quantity` at `price_vnd` each. A visit's line is so many guests of one kind in one `slot`, which began at
    `starts_at` when it was quoted; a discount's price is taken off."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines", verbose_name=_("quote"))
    kind = models.CharField(_("what"), max_length=10, choices=QuoteLineKind)
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("slot"))
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")
    type = models.CharField(max_length=10, choices=UnitType, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=0)
    text = NFCCharField(_("what"), max_length=120, blank=True)
    quantity = models.PositiveSmallIntegerField(_("how many"))
    price_vnd = models.PositiveIntegerField(_("each, đồng"))

    class Meta:
        verbose_name = _("line of a quote")
        verbose_name_plural = _("lines of quotes")
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "slot", "type"], condition=Q(slot__isnull=False), name="quote_line_once"
            ),
            models.CheckConstraint(
                name="quote_line_visit_has_slot",
                condition=Q(kind=QuoteLineKind.VISIT, slot__isnull=False, starts_at__isnull=False)
                | (~Q(kind=QuoteLineKind.VISIT) & Q(slot__isnull=True) & ~Q(text="")),
            ),
            models.CheckConstraint(name="quote_line_quantity", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.text or self.get_type_display()}"

    @property
    def amount_vnd(self) -> int:
        """Below 0 for a discount."""
        amount = self.quantity * self.price_vnd
        return -amount if self.kind == QuoteLineKind.DISCOUNT else amount


class QuotedBooking(models.Model):
    """A booking that stands for what a quote has of one slot: on hold while the quote can be accepted, booked then."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="places", verbose_name=_("quote"))
    booking = models.OneToOneField(Booking, models.CASCADE, related_name="quoted", verbose_name=_("booking"))

    class Meta:
        verbose_name = _("booking of a quote")
        verbose_name_plural = _("bookings of quotes")

    def __str__(self) -> str:
        return f"{self.quote_id}: {self.booking_id}"
