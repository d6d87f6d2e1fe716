"""A code that makes a visit cheaper: so many percent, or so many đồng."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import NFCCharField, WrittenOnce, WrittenOnceQuerySet
from experiences.models import Experience
from villages.models import Host

# Percents are rounded down to it, as those of seasons and tiers are.
ROUND_VND = 1000


class DiscountCodeQuerySet(WrittenOnceQuerySet):
    def open(self, now: dt.datetime) -> "DiscountCodeQuerySet":
        """Those that can still be used, as far as their days go."""
        day = timezone.localtime(now).date()
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), ended_at__isnull=True)


class DiscountCode(WrittenOnce):
    """Either `percent` or `amount_vnd` off, in đồng, of a visit that costs `from_vnd` or more without it.

    `code` is A–Z and 0–9. `most_uses` is how many bookings may have it at once, None for no end; `last_day`, inclusive,
    is the day of booking; `experience` is None for all of the host's. What it takes off never changes: a booking keeps
    what it was promised. `ended_at` is when the host took it out of use.
    """

    # By `bookings.domain.booking.discount` alone.
    MOVES = frozenset({"ended_at"})

    host = models.ForeignKey(Host, models.CASCADE, related_name="discount_codes", verbose_name=_("host"))
    code = models.CharField(_("code"), max_length=20)
    purpose = NFCCharField(_("what it is for"), max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(
        _("percent off"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    amount_vnd = models.PositiveIntegerField(_("đồng off"), null=True, blank=True)
    from_vnd = models.PositiveIntegerField(_("from a price of, đồng"), default=0)
    most_uses = models.PositiveIntegerField(_("how often it can be used"), null=True, blank=True)
    last_day = models.DateField(_("last day to book with it"), null=True, blank=True)
    experience = models.ForeignKey(
        Experience, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("experience")
    )
    created_at = models.DateTimeField(_("written"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = DiscountCodeQuerySet.as_manager()  # type: ignore[misc]  # a queryset of WrittenOnce's, with more

    class Meta:
        verbose_name = _("discount code")
        verbose_name_plural = _("discount codes")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["host", "code"], name="discount_code_once"),
            models.CheckConstraint(
                name="discount_percent_or_amount",
                condition=Q(percent__isnull=False, percent__range=(1, 100), amount_vnd__isnull=True)
                | Q(percent__isnull=True, amount_vnd__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def off_vnd(self, price_vnd: int) -> int:
        """What it takes off a visit of this price, in đồng; nothing where that is below `from_vnd`."""
        return self.part_of(price_vnd) if price_vnd >= self.from_vnd else 0

    def part_of(self, price_vnd: int) -> int:
        """The same whatever the price is: where fewer came than were promised it, they keep it."""
        if self.percent is None:
            return min(self.amount_vnd or 0, price_vnd)
        if self.percent == 100:
            return price_vnd
        return price_vnd * self.percent // (100 * ROUND_VND) * ROUND_VND
