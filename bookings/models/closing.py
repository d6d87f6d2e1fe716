"""A day's cash as it was counted, beside what the ledger said. Written once; a correction is another row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, WrittenOnce
from villages.models import Host


class DayClosing(WrittenOnce):
    """All amounts in đồng. `counted_vnd` lay in the till, `float_vnd` of it since the morning, for change.

    `expected_cash_vnd` and `expected_transfer_vnd` are what the ledger said of `day` at `closed_at`: below 0 where more
    was given back than taken. `number` counts the closings of one day: the last one holds. `by_name` stays when the
    account goes. `key_hash` is that of the tap's idempotency key.
    """

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    host = models.ForeignKey(Host, models.PROTECT, related_name="+", verbose_name=_("host"))
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(default=1)
    expected_cash_vnd = models.BigIntegerField(_("cash by the ledger, đồng"))
    expected_transfer_vnd = models.BigIntegerField(_("by bank transfer, đồng"))
    counted_vnd = models.PositiveIntegerField(_("counted, đồng"))
    float_vnd = models.PositiveIntegerField(_("for change since the morning, đồng"), default=0)
    note = NFCCharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = NFCCharField(_("by"), max_length=120, blank=True)
    closed_at = models.DateTimeField(_("closed"))

    class Meta:
        verbose_name = _("closing of a day")
        verbose_name_plural = _("closings of days")
        constraints = [
            models.UniqueConstraint(fields=["host", "day", "number"], name="closing_once_per_number"),
            models.CheckConstraint(name="closing_number_above_0", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} · {self.counted_vnd} ₫"

    @property
    def difference_vnd(self) -> int:
        """Above 0: more was there than the ledger says; below 0: less."""
        return self.counted_vnd - self.float_vnd - self.expected_cash_vnd
