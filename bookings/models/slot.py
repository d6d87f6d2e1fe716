"""A date and time that can be booked."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from bookings.enums import SlotDecision
from bookings.models.resource import ExtraUse, ResourceUse
from bookings.models.schedule import Closure, Schedule
from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField
from common.words.dates import moment_text
from experiences.models import Experience
from villages.models import Host

# An offer to the waiting list leaves at least this long to answer; with less left before the close, the list is over.
SHORTEST_OFFER = dt.timedelta(minutes=30)


class SlotQuerySet(models.QuerySet["Slot"]):
    def for_host(self, host: Host) -> "SlotQuerySet":
        return self.filter(experience__host=host)

    def upcoming(self, now: dt.datetime) -> "SlotQuerySet":
        return self.filter(starts_at__gt=now)

    def open(self) -> "SlotQuerySet":
        """Not on a closed day, not withdrawn, not cancelled and not called off."""
        offered = self.filter(closure__isnull=True, withdrawn_at__isnull=True, cancelled_at__isnull=True)
        return offered.exclude(decision=SlotDecision.CALLED_OFF)

    def standing(self) -> "SlotQuerySet":
        """What a desk has to know of: offered, or withdrawn but with guests who still come."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(taken__gt=0))

    def on_sale(self, now: dt.datetime) -> "SlotQuerySet":
        """Open, still taking bookings, of an active experience and a verified host. Full ones are included."""
        return self.open().filter(
            closes_at__gt=now, experience__active=True, experience__host__verified_at__isnull=False
        )

    def with_rules(self) -> "SlotQuerySet":
        """With experience and host; adds `shares`, whether it draws on a resource, `extras_share`, whether an extra of
        it does, and `rule_seats`, its rule's.
        """
        return self.select_related("experience__host").annotate(  # type: ignore[no-redef]
            shares=_shares(),
            extras_share=Exists(ExtraUse.objects.filter(extra__experience=OuterRef("experience"))),
            rule_seats=Coalesce("schedule__capacity", "experience__capacity"),
        )

    def with_live(self, now: dt.datetime) -> "SlotQuerySet":
        """Adds `live`: seats that are taken at `now`. What ran out frees its seats with no worker running."""
        # Bookings know their slots, and not the other way round.
        bookings: Any = self.model._meta.get_field("bookings").related_model
        lapsed = (
            bookings.objects.filter(slot=OuterRef("pk"))
            .lapsed(now)
            .order_by()
            .values("slot")
            .annotate(total=Sum("seats"))
            .values("total")
        )
        return self.annotate(live=F("taken") - Coalesce(Subquery(lapsed), 0))  # type: ignore[no-redef]

    def with_free(self, now: dt.datetime) -> "SlotQuerySet":
        """Adds `live`, `shares`, and `free`: what is left of the slot's own seats; what it shares is another matter.

        Seats that a waiting list is still to be offered are not free for others.
        """
        kept = Case(When(closes_at__gt=now + SHORTEST_OFFER, then=F("waiting")), default=0)
        free = F("capacity") - F("live") - kept
        return self.with_live(now).annotate(free=free, shares=_shares())  # type: ignore[no-redef]

    def with_room(self, now: dt.datetime) -> "SlotQuerySet":
        """With at least one free seat at `now`; adds `free` too."""
        return self.with_free(now).filter(free__gt=0)  # type: ignore[misc]


def _shares() -> Exists:
    return Exists(ResourceUse.objects.filter(experience=OuterRef("experience")))


class Slot(MaybeMadeUp, models.Model):
    """`capacity`, `taken` and `waiting` in seats; the last two are written only under the slot's lock.

    `closes_at` is the moment after which the web takes no more bookings: the start less the experience's cut-off.
    `planned_at` is the start that a schedule made; `starts_at` differs from it where the host moved this slot by hand.
    `capacity_by_hand` keeps the rules from changing `capacity`. `prices` are this slot's own in đồng, by the unit's id
    as text. `withdrawn_at` is set while no schedule makes the slot any more, `cancelled_at` while a SlotCancelling
    stands: no rule opens it again. `decision` is what came of the minimum: `min_to_run` seats by `decide_at`, as its
    first guests were told, or None while nobody has booked.
    """

    made_up_with = ("experience",)

    experience = models.ForeignKey(Experience, models.PROTECT, related_name="slots", verbose_name=_("experience"))
    schedule = models.ForeignKey(Schedule, models.SET_NULL, null=True, blank=True, related_name="slots")
    closure = models.ForeignKey(Closure, models.SET_NULL, null=True, blank=True, related_name="slots")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    planned_at = models.DateTimeField(null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    closes_at = models.DateTimeField(_("booking closes"))
    capacity = models.PositiveSmallIntegerField(_("seats"))
    capacity_by_hand = models.BooleanField(default=False, editable=False)
    prices = models.JSONField(_("prices of this time"), default=dict, blank=True)
    note = NFCCharField(_("note to guests"), max_length=200, blank=True)
    taken = models.PositiveSmallIntegerField(_("seats taken"), default=0)
    waiting = models.PositiveSmallIntegerField(_("seats waited for"), default=0)
    min_to_run = models.PositiveSmallIntegerField(
        _("fewest seats to take place"), null=True, blank=True, editable=False
    )
    decide_at = models.DateTimeField(_("to be decided"), null=True, blank=True, editable=False)
    decision = models.CharField(_("decision"), max_length=10, choices=SlotDecision, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    live: int  # set by SlotQuerySet.with_live
    free: int  # set by SlotQuerySet.with_free
    shares: bool  # set by SlotQuerySet.with_free and with_rules
    extras_share: bool  # set by SlotQuerySet.with_rules
    rule_seats: int  # set by SlotQuerySet.with_rules

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        indexes = [
            models.Index(fields=["starts_at"]),
            models.Index(fields=["starts_at"], name="slot_waited_for", condition=Q(waiting__gt=0)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["experience", "starts_at"], name="slot_once_per_start"),
            models.UniqueConstraint(fields=["experience", "planned_at"], name="slot_once_per_planned_start"),
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

    @property
    def is_open(self) -> bool:
        """What SlotQuerySet.open filters by."""
        offered = not self.is_closed and self.withdrawn_at is None and self.cancelled_at is None
        return offered and self.decision != SlotDecision.CALLED_OFF

    def kept_seats(self, now: dt.datetime) -> int:
        """Seats that are kept for the waiting list at `now`."""
        return self.waiting if self.closes_at > now + SHORTEST_OFFER else 0

    @property
    def moved_by_hand(self) -> bool:
        return self.planned_at is not None and self.planned_at != self.starts_at
