"""A party's place in a slot, from the hold to the check-in."""

import datetime as dt
import uuid as uuids

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from bookings.enums import (
    EXPECTED,
    HELD,
    TAKES_SEATS,
    Awaits,
    BookingStatus,
    CancelledBy,
    Dietary,
    GuestSource,
)
from bookings.models.discount import DiscountCode
from bookings.models.slot import Slot
from common.data.compiled import Select
from common.data.made_up import MaybeMadeUp
from common.models import NFCCharField, NFCTextField
from experiences.enums import ExtraPer, PaymentTerms, SpokenLanguage, UnitType
from experiences.models import Extra, Unit
from experiences.terms import read_steps
from outbox.models import OutboxMessage
from villages.models import Host

# What `Booking.reprice` changes.
SUM = ("total_vnd", "discount_vnd")
# How long a cancellation can be taken back.
UNDO_WINDOW = dt.timedelta(minutes=15)


def taking_seats(now: dt.datetime) -> Q:
    """What counts against the capacity at `now`; what was held and ran out does not."""
    return Q(status__in=EXPECTED) | Q(status__in=HELD, hold_expires_at__gt=now)


def lapsed(now: dt.datetime) -> Q:
    """What was held, whose time ran out and that no worker has marked yet."""
    return Q(status__in=HELD, hold_expires_at__lte=now)


class BookingQuerySet(models.QuerySet["Booking"]):
    def for_host(self, host: Host) -> "BookingQuerySet":
        return self.filter(slot__experience__host=host)

    def taking_seats(self, now: dt.datetime) -> "BookingQuerySet":
        return self.filter(taking_seats(now))

    def booked(self, now: dt.datetime) -> "BookingQuerySet":
        """Parties with a name that take seats: what takes them, less who is still filling in the form."""
        return self.taking_seats(now).exclude(status=BookingStatus.ON_HOLD)

    def awaiting(self, now: dt.datetime) -> "BookingQuerySet":
        """Parties that somebody has yet to confirm, whose time has not run out."""
        return self.filter(status=BookingStatus.PENDING, awaits=Awaits.PROOF, hold_expires_at__gt=now)

    def unpaid(self, now: dt.datetime) -> "BookingQuerySet":
        """Parties whose money ahead has yet to come, whose time has not run out."""
        return self.filter(status=BookingStatus.PENDING, awaits=Awaits.PAYMENT, hold_expires_at__gt=now)

    def lapsed(self, now: dt.datetime) -> "BookingQuerySet":
        return self.filter(lapsed(now))

    def undoable(self, now: dt.datetime) -> "BookingQuerySet":
        """Cancelled a moment ago by guest or host, who may still ask for the places again."""
        return self.filter(
            status=BookingStatus.CANCELLED, confirmed_at__isnull=False, cancelled_at__gte=now - UNDO_WINDOW
        )

    def expected(self) -> "BookingQuerySet":
        """Parties that the host receives: confirmed or already there."""
        return self.filter(status__in=EXPECTED)

    def with_party(self) -> "BookingQuerySet":
        """With what a line or a mail about the booking shows, in a constant number of queries."""
        return self.select_related("slot__experience__host", "slot__experience__village").prefetch_related(
            "units", "extras"
        )


class Booking(MaybeMadeUp, models.Model):
    """`seats` is what it takes, `total_vnd` what it costs in đồng; both fixed when it was held. `discount_vnd` is what
    `discount_code` took off that price already.

    `uuid` names it in the guest's own addresses and is shown to nobody else. `key_hash` is that of the client's
    idempotency key (None where no form asked), `fingerprint` the hash of what was asked with it. `sequence` counts the
    versions that messages told of (RFC 5545's SEQUENCE). `hold_expires_at` is until when a hold, or a booking that
    `awaits` something (PENDING), keeps its seats. `missing_vnd` is what is not asked for those of a party who did not
    come. `kept_at` is when the host decided to receive the party
    although the slot is no longer offered.

    A host entered what has another `source` than the web; the guest's consent was then told by word. `agent` is who
    sent the party, `origin` the province or country it came from, as the host wrote it.

    `terms_version` and `privacy_version` are what the guest agreed to by pressing Book (`pages.agreed_texts`), 0 where
    that was by word, by a group's contract, or before versions were kept.

    `prepay_vnd` is what must be paid within `pay_within_hours` for the booking to stand, by its `payment_terms`; 0
    where all is paid at the village. `said_paid_at` is when the guest said that they have.

    What was agreed: `free_cancel_hours` before the start and `cancel_steps` after that (see `experiences.terms`),
    `included` as lines in the guest's language, `told_place` as
    the meeting place was told, in Vietnamese, `told_way` how to find it, in the guest's language, `told_spot` where it
    lies on the map (each "" where nothing was said, or nobody looked yet). `changed_by_host_at` is when the host last
    changed the visit's time, place or price: from then on the guest may leave free of charge. `cancel_fee_vnd` is what
    those terms keep of the price, at most what was paid, since the guest cancelled or did not come.
    """

    made_up_with = ("slot",)

    uuid = models.UUIDField(unique=True, default=uuids.uuid4, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings", verbose_name=_("slot"))
    status = models.CharField(_("status"), max_length=10, choices=BookingStatus)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    seats = models.PositiveSmallIntegerField(_("seats"))
    total_vnd = models.PositiveIntegerField(_("total, đồng"))
    discount_vnd = models.PositiveIntegerField(_("taken off by a code, đồng"), default=0, db_default=0)
    # Few have one: its index is `booking_discount_code`.
    discount_code = models.ForeignKey(
        DiscountCode,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="bookings",
        verbose_name=_("discount code"),
    )
    missing_vnd = models.PositiveIntegerField(_("not asked for who did not come, đồng"), default=0, db_default=0)
    payment_terms = models.CharField(
        _("payment"),
        max_length=20,
        choices=PaymentTerms,
        default=PaymentTerms.AT_VILLAGE,
        db_column="payment_method",
    )
    prepay_vnd = models.PositiveIntegerField(_("to be paid ahead, đồng"), default=0, db_default=0)
    pay_within_hours = models.PositiveSmallIntegerField(_("paid ahead within, hours"), default=24, db_default=24)
    said_paid_at = models.DateTimeField(_("said to be paid"), null=True, blank=True)
    contact_name = NFCCharField(_("full name"), max_length=120, blank=True)
    contact_phone = PhoneNumberField(_("phone number"), blank=True)
    contact_email = models.EmailField(_("email address"), blank=True)
    note = NFCTextField(_("note to the host"), max_length=1000, blank=True)
    # Codes of Dietary, with commas between.
    dietary = models.CharField(_("food"), max_length=80, blank=True, default="", db_default="")
    spoken_language = models.CharField(
        _("language of the visit"), max_length=5, choices=SpokenLanguage, blank=True, default="", db_default=""
    )
    ship_to = NFCTextField(_("address to send to"), max_length=300, blank=True, default="", db_default="")
    # Who holds, as a keyed hash of the address; kept only while the hold lives.
    holder = models.CharField(max_length=64, blank=True, editable=False)
    # Who booked, in the same way, where nobody has proved who they are; kept until the visit begins.
    asked_from = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    source = models.CharField(
        _("booked"), max_length=10, choices=GuestSource, default=GuestSource.WEB, db_default=GuestSource.WEB.value
    )
    agent = NFCCharField(_("agency"), max_length=120, blank=True, default="", db_default="")
    origin = NFCCharField(_("where from"), max_length=80, blank=True, default="", db_default="")
    awaits = models.CharField(_("waits for"), max_length=10, choices=Awaits, blank=True, default="", db_default="")
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)
    terms_version = models.PositiveSmallIntegerField(_("version of the terms"), default=0, db_default=0)
    privacy_version = models.PositiveSmallIntegerField(_("version of the page on data"), default=0, db_default=0)
    created_at = models.DateTimeField(_("made"))
    hold_expires_at = models.DateTimeField(_("hold runs out"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.CharField(_("cancelled by"), max_length=10, choices=CancelledBy, blank=True)
    cancel_reason = NFCCharField(_("reason"), max_length=300, blank=True)
    redeemed_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    free_cancel_hours = models.PositiveSmallIntegerField(
        _("free cancellation until, hours before"), default=24, db_default=24
    )
    cancel_steps = models.CharField(_("cancelled later"), max_length=40, blank=True, default="", db_default="")
    cancel_fee_vnd = models.PositiveIntegerField(_("kept by the terms, đồng"), default=0, db_default=0)
    included = NFCTextField(_("what is included"), blank=True, default="", db_default="")
    told_place = NFCCharField(_("meeting place as told"), max_length=400, blank=True, default="", db_default="")
    told_way = NFCCharField(_("way as told"), max_length=300, blank=True, default="", db_default="")
    told_spot = models.CharField(_("position as told"), max_length=40, blank=True, default="", db_default="")
    changed_by_host_at = models.DateTimeField(_("changed by the host"), null=True, blank=True)
    kept_at = models.DateTimeField(_("kept in spite of a change"), null=True, blank=True)
    no_show_at = models.DateTimeField(_("did not come"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(_("name and contact erased"), null=True, blank=True, editable=False)

    messages = GenericRelation(
        OutboxMessage, content_type_field="subject_type", object_id_field="subject_id", related_query_name="booking"
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [
            models.Index(fields=["slot", "status"]),
            models.Index(
                fields=["hold_expires_at"],
                name="booking_held",
                condition=Q(status__in=HELD),
            ),
            models.Index(
                fields=["discount_code"], name="booking_discount_code", condition=Q(discount_code__isnull=False)
            ),
            # Few: those to come that nobody has proved.
            models.Index(fields=["asked_from"], name="booking_asked_from", condition=~Q(asked_from="")),
            models.Index(fields=["contact_phone"], name="booking_unproved_phone", condition=~Q(asked_from="")),
            models.Index(Lower("contact_email"), name="booking_unproved_email", condition=~Q(asked_from="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="booking_confirmed_has_consent",
                condition=~Q(status__in=[*TAKES_SEATS]) | Q(consented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_pending_awaits",
                condition=~Q(status=BookingStatus.PENDING) | ~Q(awaits=""),
            ),
            models.CheckConstraint(
                name="booking_redeemed_has_time",
                condition=~Q(status=BookingStatus.REDEEMED) | Q(redeemed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_cancelled_has_time",
                condition=~Q(status=BookingStatus.CANCELLED) | Q(cancelled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def price_vnd(self) -> int:
        """What its lines cost, in đồng, before a code takes something off."""
        return self.total_vnd + self.discount_vnd

    def reprice(self, price_vnd: int) -> None:
        """Its lines cost this now, and its code takes off what it does of that. Not saved: SUM names the fields."""
        self.discount_vnd = self.discount_code.off_vnd(price_vnd) if self.discount_code else 0
        self.total_vnd = price_vnd - self.discount_vnd

    def agree_ahead(self) -> None:
        """After its price changed: a deposit stays as agreed, who pays all ahead pays for whoever comes. Not saved."""
        whole = self.payment_terms == PaymentTerms.IN_ADVANCE
        self.prepay_vnd = self.total_vnd if whole else min(self.prepay_vnd, self.total_vnd)

    def not_asked_vnd(self, missing_vnd: int) -> int:
        """What is not asked for guests who did not come and whose lines cost `missing_vnd`: what the code took off goes
        with them where it is a percent."""
        came_vnd = self.price_vnd - missing_vnd
        off_vnd = self.discount_code.part_of(came_vnd) if self.discount_code and self.discount_vnd else 0
        return max(self.total_vnd - came_vnd + off_vnd, 0)

    def free_cancel_until(self) -> dt.datetime:
        """The last moment at which the guest may cancel free of charge, by what was agreed with them."""
        if self.changed_by_host_at is not None:
            return self.slot.starts_at
        return self.slot.starts_at - dt.timedelta(hours=self.free_cancel_hours)

    def percent_back(self, at: dt.datetime) -> int | None:
        """How much of the price comes back when the guest cancels `at` that moment; None where no step says it."""
        if at <= self.free_cancel_until():
            return 100
        if not self.cancel_steps:
            return None
        before = self.slot.starts_at - at
        return next((s.percent for s in read_steps(self.cancel_steps) if before >= dt.timedelta(hours=s.hours)), 0)

    def fee_vnd(self, at: dt.datetime) -> int:
        """What the terms keep of the price when the guest leaves `at` that moment, in whole đồng, rounded down."""
        percent = self.percent_back(at)
        return 0 if percent is None else self.total_vnd * (100 - percent) // 100

    @property
    def consented_by_word(self) -> bool:
        """Whether the host asked the guest, and wrote the answer down."""
        return self.consented_at is not None and self.source not in (GuestSource.WEB, GuestSource.GROUP)

    def dietary_labels(self) -> list[str]:
        return [str(Dietary(code).label) for code in self.dietary.split(",") if code in Dietary.values]

    def included_lines(self) -> list[str]:
        return [line.strip() for line in self.included.splitlines() if line.strip()]


_BY_UUID = Select(lambda uuid: Booking.objects.filter(uuid=uuid).order_by(), uuid=Booking._meta.get_field("uuid"))
_BY_KEY = Select(
    lambda key_hash: Booking.objects.filter(key_hash=key_hash).order_by(),
    key_hash=Booking._meta.get_field("key_hash"),
)


def booking_by_uuid(uuid: uuids.UUID) -> Booking | None:
    """The booking of a guest's address, the row alone."""
    return _BY_UUID.first(uuid=uuid)


def booking_by_key(key_hash: str) -> Booking | None:
    """The booking that the key of this hash made, the row alone."""
    return _BY_KEY.first(key_hash=key_hash)


class BookingUnit(models.Model):
    """So many guests of a kind, at the price they were promised.

    `why` says why it is that price where it is not the usual one, as `bookings.domain.seats.prices.Why` has it.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    type = models.CharField(max_length=10, choices=UnitType)
    quantity = models.PositiveSmallIntegerField()
    price_vnd = models.PositiveIntegerField()
    seats = models.PositiveSmallIntegerField()
    why = models.JSONField(default=dict, blank=True, db_default={})
    # How many of them came; None where all did, or nobody has come yet.
    came = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "type"], name="booking_unit_type_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.get_type_display()}"

    @property
    def amount_vnd(self) -> int:
        return self.quantity * self.price_vnd


class BookingExtra(models.Model):
    """An extra as it was promised, with both names, because the host may rename it later."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="extras")
    extra = models.ForeignKey(Extra, models.SET_NULL, null=True, related_name="+")
    name = NFCCharField(max_length=120)
    name_en = NFCCharField(max_length=120, blank=True)
    per = models.CharField(max_length=10, choices=ExtraPer)
    is_shipped = models.BooleanField(default=False, db_default=False)
    quantity = models.PositiveSmallIntegerField()
    price_vnd = models.PositiveIntegerField()
    # How many there were at one time when it was promised; None where there was no end of them.
    per_slot = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def amount_vnd(self) -> int:
        return self.quantity * self.price_vnd

    def name_in(self, language: str) -> str:
        return (self.name_en if language.startswith("en") else "") or self.name
