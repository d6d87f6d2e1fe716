"""The ledger: what was paid and given back for a booking. Only the state of a row ever changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import LedgerKind, LedgerState, PaidBy
from bookings.models.booking import Booking
from common.models import NFCCharField, WrittenOnce
from villages.models import Host

# What a row of each kind may be.
STATES = {
    LedgerKind.PAYMENT: [LedgerState.RECEIVED],
    LedgerKind.REFUND: [LedgerState.SENT, LedgerState.ARRIVED, LedgerState.BOUNCED],
    LedgerKind.WAIVED: [LedgerState.AGREED],
    LedgerKind.KEPT: [LedgerState.AGREED],
}
# Kinds in which money changes hands.
MOVES_MONEY = (LedgerKind.PAYMENT, LedgerKind.REFUND)


class LedgerEntry(WrittenOnce):
    """`amount_vnd` in đồng, always above 0; `kind` says which way it goes, and `reverses` turns that round.

    `by` wrote it, or took the money; `by_name` stays when the account goes. `happened_at` is when the money changed
    hands. `key_hash` is that of the tap's idempotency key. `host` is the booking's, so that a day's money is found.
    """

    # By `bookings.domain.money.ledger` alone.
    MOVES = frozenset({"state"})

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="ledger", verbose_name=_("booking"))
    kind = models.CharField(_("kind"), max_length=10, choices=LedgerKind)
    method = models.CharField(_("method"), max_length=10, choices=PaidBy, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LedgerState)
    amount_vnd = models.PositiveIntegerField(_("amount, đồng"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("takes back")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = NFCCharField(_("by"), max_length=120, blank=True)
    note = NFCCharField(_("note"), max_length=200, blank=True)
    happened_at = models.DateTimeField(_("happened"))
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("row of the ledger")
        verbose_name_plural = _("ledger")
        indexes = [models.Index(fields=["host", "happened_at"], name="ledger_host_day")]
        constraints = [
            models.CheckConstraint(name="ledger_amount_above_0", condition=Q(amount_vnd__gt=0)),
            models.CheckConstraint(
                name="ledger_state_of_kind",
                condition=Q(kind=LedgerKind.PAYMENT, state__in=STATES[LedgerKind.PAYMENT])
                | Q(kind=LedgerKind.REFUND, state__in=STATES[LedgerKind.REFUND])
                | Q(kind__in=[LedgerKind.WAIVED, LedgerKind.KEPT], state=LedgerState.AGREED),
            ),
            models.CheckConstraint(
                name="ledger_method_where_money",
                condition=(Q(kind__in=MOVES_MONEY) & ~Q(method="")) | (~Q(kind__in=MOVES_MONEY) & Q(method="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_vnd} ₫"


class LedgerMove(WrittenOnce):
    """A change of a row's state, never edited."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=LedgerState)
    after = models.CharField(max_length=10, choices=LedgerState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
