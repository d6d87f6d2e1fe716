"""The outbox: a message is a row written in the transaction that made it true."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import Audience, MessageKind, MessageState
from bookings.models.booking import Booking
from bookings.models.waiting import WaitingEntry


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, now: dt.datetime) -> "OutboxQuerySet":
        """Waiting and due, or claimed by a worker that died before it said how it went."""
        return self.filter(
            Q(state=MessageState.PENDING, due_at__lte=now) | Q(state=MessageState.SENDING, leased_until__lte=now)
        )


class OutboxMessage(models.Model):
    """One mail to one reader about one version (`sequence`) of a booking, or about a place in a waiting list.

    `key` makes it once.
    """

    key = models.CharField(max_length=120, unique=True)
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, blank=True, related_name="messages")
    waiting_entry = models.ForeignKey(WaitingEntry, models.CASCADE, null=True, blank=True, related_name="messages")
    kind = models.CharField(max_length=20, choices=MessageKind)
    audience = models.CharField(max_length=10, choices=Audience)
    sequence = models.PositiveSmallIntegerField(default=0)
    to = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="outbox_about_one_thing",
                condition=Q(booking__isnull=False, waiting_entry__isnull=True)
                | Q(booking__isnull=True, waiting_entry__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=Q(state__in=[MessageState.PENDING, MessageState.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"
