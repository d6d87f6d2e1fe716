"""A date and time that can be booked."""

import datetime as dt

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from bookings.enums import BookingStatus
from common.dates import moment_text
from experiences.models import Experience
from villages.models import Host

from .schedule import Closure, Schedule


class SlotQuerySet(models.QuerySet["Slot"]):
    def for_host(self, host: Host) -> "SlotQuerySet":
        return self.filter(experience__host=host)

    def upcoming(self, now: dt.datetime) -> "SlotQuerySet":
        return self.filter(starts_at__gt=now)

    def open(self) -> "SlotQuerySet":
        """Not on a closed day and not withdrawn."""
        return self.filter(closure__isnull=True, withdrawn_at__isnull=True)

    def standing(self) -> "SlotQuerySet":
        """What a desk has to know of: offered, or withdrawn but with guests who still come."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(taken__gt=0))

    def on_sale(self, now: dt.datetime) -> "SlotQuerySet":
        """Open, still taking bookings, of an active experience and a verified host. Full ones are included."""
        return self.open().filter(
            closes_at__gt=now, experience__active=True, experience__host__verified_at__isnull=False
        )

    def with_free(self, now: dt.datetime) -> "SlotQuerySet":
        """Adds `free`: seats that can be taken at `now`. A hold that ran out frees its seats with no worker running."""
        from .booking import Booking

        lapsed = (
            Booking.objects.filter(slot=OuterRef("pk"), status=BookingStatus.ON_HOLD, hold_expires_at__lte=now)
            .order_by()
            .values("slot")
            .annotate(total=Sum("seats"))
            .values("total")
        )
        return self.annotate(free=F("capacity") - F("taken") + Coalesce(Subquery(lapsed), 0))

    def with_room(self, now: dt.datetime) -> "SlotQuerySet":
        """With at least one free seat at `now`; adds `free` too."""
        return self.with_free(now).filter(free__gt=0)


class Slot(models.Model):
    """`capacity` and `taken` in seats. `taken` is written only under the slot's lock, see bookings.domain.seats.

    `closes_at` is the moment after which the web takes no more bookings: the start less the experience's cut-off.
    `withdrawn_at` is set while no schedule makes the slot any more.
    """

    experience = models.ForeignKey(Experience, models.PROTECT, related_name="slots", verbose_name=_("experience"))
    schedule = models.ForeignKey(Schedule, models.PROTECT, null=True, blank=True, related_name="slots")
    closure = models.ForeignKey(Closure, models.SET_NULL, null=True, blank=True, related_name="slots")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    closes_at = models.DateTimeField(_("booking closes"))
    capacity = models.PositiveSmallIntegerField(_("seats"))
    taken = models.PositiveSmallIntegerField(_("seats taken"), default=0)

    free: int  # set by SlotQuerySet.with_free

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "experience_id"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["experience", "starts_at"], name="slot_once_per_start"),
            models.CheckConstraint(name="slot_never_oversold", condition=models.Q(taken__lte=models.F("capacity"))),
            models.CheckConstraint(name="slot_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(
                name="slot_closes_before_start", condition=models.Q(closes_at__lte=models.F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.experience} · {moment_text(self.starts_at, 'vi')}"

    @property
    def is_closed(self) -> bool:
        return self.closure_id is not None
