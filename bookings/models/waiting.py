"""The waiting list of a slot that is full."""

import datetime as dt
import uuid as uuids

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.enums import BookingStatus, WaitingStatus
from bookings.models.booking import Booking
from bookings.models.slot import Slot
from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField, NFCTextField
from outbox.models import OutboxMessage


class WaitingQuerySet(models.QuerySet["WaitingEntry"]):
    def waiting(self) -> "WaitingQuerySet":
        return self.filter(status=WaitingStatus.WAITING)

    def standing(self, now: dt.datetime) -> "WaitingQuerySet":
        """Waiting, or holding an offer that can be taken still."""
        offered = Q(status=WaitingStatus.OFFERED, booking__status=BookingStatus.ON_HOLD)
        return self.filter(Q(status=WaitingStatus.WAITING) | offered & Q(booking__hold_expires_at__gt=now))


class WaitingEntry(MaybeMadeUp, models.Model):
    """A party that waits for `seats` in `slot`, served in order of `id`.

    `units` and `extras` are quantities by id (as text, JSON's keys). `passed` counts how often smaller parties behind
    it were offered places that were too few for it. `booking` is the hold that it was offered; its `hold_expires_at`
    is the offer's deadline. `uuid` names the entry in its guest's addresses; `key_hash` is that of the form's
    idempotency key.
    """

    made_up_with = ("slot",)

    uuid = models.UUIDField(unique=True, default=uuids.uuid4, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="waiting_entries", verbose_name=_("slot"))
    status = models.CharField(_("status"), max_length=10, choices=WaitingStatus, default=WaitingStatus.WAITING)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    seats = models.PositiveSmallIntegerField(_("seats"))
    units = models.JSONField(default=dict)
    extras = models.JSONField(default=dict)
    contact_name = NFCCharField(_("full name"), max_length=120)
    contact_phone = PhoneNumberField(_("phone number"))
    contact_email = models.EmailField(_("email address"))
    note = NFCTextField(_("note to the host"), max_length=1000, blank=True)
    holder = models.CharField(max_length=64, blank=True, editable=False)
    passed = models.PositiveSmallIntegerField(default=0)
    booking = models.OneToOneField(
        Booking, models.SET_NULL, null=True, blank=True, related_name="waiting_entry", verbose_name=_("booking")
    )
    created_at = models.DateTimeField(_("joined"))
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ended"), null=True, blank=True)

    messages = GenericRelation(
        OutboxMessage,
        content_type_field="subject_type",
        object_id_field="subject_id",
        related_query_name="waiting_entry",
    )

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["slot"], name="waiting_of_slot", condition=Q(status=WaitingStatus.WAITING)),
            models.Index(Lower("contact_email"), name="waiting_contact_email"),
        ]
        constraints = [
            models.CheckConstraint(name="waiting_takes_seats", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="waiting_offered_has_time",
                condition=~Q(status=WaitingStatus.OFFERED) | Q(offered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_name} · {self.slot}"

    def unit_quantities(self) -> dict[int, int]:
        return {int(pk): number for pk, number in self.units.items()}

    def extra_quantities(self) -> dict[int, int]:
        return {int(pk): number for pk, number in self.extras.items()}

    def was_offered(self) -> bool:
        return self.offered_at is not None

    def deadline(self) -> dt.datetime | None:
        """When the offer ends; None where there is none."""
        return self.booking.hold_expires_at if self.booking else None
