"""Bookable facts, free of language and of publishing: slots and bookings hang on these."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from common.cms.art import NEUTRAL_PICTURE
from common.data.made_up import MaybeMadeUp
from common.models import Named, NFCCharField
from common.words.money import format_vnd
from experiences.enums import ExtraPer, PaymentTerms, SpokenLanguage, UnitType
from experiences.paying_ahead import LONGEST_HOURS, prepay_vnd, require_deposit
from experiences.terms import require_after_free, validate_steps
from experiences.texts import cancel_step_lines, payment_line
from ocop.models import OcopProduct
from villages.models import Host, Place, Village


def validate_languages(value: object) -> None:
    """A non-empty list of known language codes."""
    if not isinstance(value, list) or not value or set(value) - set(SpokenLanguage.values):
        raise ValidationError(_("Choose at least one language that guides speak."))


class ExperienceQuerySet(models.QuerySet["Experience"]):
    def on_sale(self) -> "ExperienceQuerySet":
        """What guests may book now: switched on, and the host's papers are verified."""
        return self.filter(active=True, host__verified_at__isnull=False)

    def for_host(self, host: Host) -> "ExperienceQuerySet":
        return self.filter(host=host)


class Experience(MaybeMadeUp, ClusterableModel, Named):
    """`capacity` in seats, `duration_minutes` and `cutoff_minutes` in minutes, `free_cancel_hours` before the start.

    `cancel_steps` is what comes back of the price after that, as `experiences.terms` writes it. Where `payment_terms`
    ask for a deposit, it is `deposit_percent` of the price or `deposit_vnd` a booking; what is to be paid ahead is to
    be paid within `pay_within_hours` of booking.
    What guests make is ready `ready_min_days` to `ready_max_days` after the visit; 0 and 0: nothing is ready later.
    With fewer than `min_to_run` seats booked `decide_hours` before the start, a visit is called off.
    """

    made_up_with = ("host",)

    slug = models.SlugField(_("name in addresses"), unique=True)
    host = models.ForeignKey(Host, models.PROTECT, related_name="experiences", verbose_name=_("host"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="experiences", verbose_name=_("village"))
    place = models.ForeignKey(
        Place,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiences",
        verbose_name=_("meeting place"),
    )
    ocop_product = models.ForeignKey(
        OcopProduct,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiences",
        verbose_name=_("OCOP product"),
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration, minutes"), validators=[MinValueValidator(15), MaxValueValidator(24 * 60)]
    )
    capacity = models.PositiveSmallIntegerField(
        _("seats per slot"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    languages = models.JSONField(_("languages spoken"), default=list, validators=[validate_languages])
    min_age = models.PositiveSmallIntegerField(_("youngest age"), default=0)
    cutoff_minutes = models.PositiveIntegerField(_("bookings close, minutes before the start"), default=60)
    free_cancel_hours = models.PositiveSmallIntegerField(_("free cancellation until, hours before"), default=24)
    cancel_steps = models.CharField(
        _("cancelled later"), max_length=40, blank=True, default="", db_default="", validators=[validate_steps]
    )
    payment_terms = models.CharField(
        _("payment"),
        max_length=10,
        choices=PaymentTerms,
        default=PaymentTerms.AT_VILLAGE,
        db_default=PaymentTerms.AT_VILLAGE.value,
    )
    deposit_percent = models.PositiveSmallIntegerField(
        _("deposit, percent of the price"), default=0, db_default=0, validators=[MaxValueValidator(99)]
    )
    deposit_vnd = models.PositiveIntegerField(
        _("deposit, đồng a booking"), default=0, db_default=0, validators=[MaxValueValidator(100_000_000)]
    )
    pay_within_hours = models.PositiveSmallIntegerField(
        _("paid ahead within, hours"),
        default=24,
        db_default=24,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HOURS)],
    )
    min_to_run = models.PositiveSmallIntegerField(
        _("fewest seats to take place"), default=0, help_text=_("0: takes place for anybody.")
    )
    decide_hours = models.PositiveSmallIntegerField(
        _("decided so many hours before"), default=48, validators=[MinValueValidator(1), MaxValueValidator(24 * 14)]
    )
    max_party = models.PositiveSmallIntegerField(
        _("largest party booked online"), default=20, validators=[MinValueValidator(1)]
    )
    ready_min_days = models.PositiveSmallIntegerField(
        _("what guests made is ready after days, at the earliest"),
        default=0,
        db_default=0,
        help_text=_("0: they take it home at once, or nothing is made."),
    )
    ready_max_days = models.PositiveSmallIntegerField(
        _("… and at the latest"), default=0, db_default=0, validators=[MaxValueValidator(400)]
    )
    active = models.BooleanField(_("can be booked"), default=True)
    featured = models.BooleanField(_("on the home page"), default=False)
    art = models.SlugField(_("illustration"), default=NEUTRAL_PICTURE)
    is_example = models.BooleanField(_("fictional example"), default=False)

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="experience_has_seats",
                condition=models.Q(capacity__gte=1),
                violation_error_message=_("Offer at least one seat."),
            ),
            models.CheckConstraint(
                name="experience_ready_in_order",
                condition=models.Q(ready_min_days__lte=models.F("ready_max_days")),
                violation_error_message=_("Ready at the latest comes after ready at the earliest."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.min_to_run and self.capacity and self.min_to_run > self.capacity:
            raise ValidationError({"min_to_run": _("No more than the seats of a slot, or it would never take place.")})
        if self.cutoff_minutes and self.cutoff_minutes > settings.SLOT_HORIZON_DAYS * 24 * 60:
            raise ValidationError({"cutoff_minutes": _("Nobody could ever book: times are made only so far ahead.")})
        if self.free_cancel_hours is not None:
            require_after_free(self.free_cancel_hours, self.cancel_steps)
        require_deposit(self.payment_terms, percent=self.deposit_percent, deposit_vnd=self.deposit_vnd)

    def prepay_vnd(self, total_vnd: int) -> int:
        """What is paid ahead, in đồng, of a party that costs `total_vnd`; nothing while its host has no account."""
        if not self.host.takes_transfers:
            return 0
        return prepay_vnd(
            self.payment_terms, percent=self.deposit_percent, deposit_vnd=self.deposit_vnd, total_vnd=total_vnd
        )

    @property
    def language_labels(self) -> list[str]:
        return [str(SpokenLanguage(code).label) for code in self.languages]

    @property
    def cancel_step_lines(self) -> list[str]:
        return cancel_step_lines(self.cancel_steps)

    @property
    def payment_line(self) -> str:
        """When a guest pays, where that is not at the village."""
        if not self.host.takes_transfers:
            return ""
        return payment_line(
            self.payment_terms,
            percent=self.deposit_percent,
            deposit_vnd=self.deposit_vnd,
            hours=self.pay_within_hours,
        )

    @property
    def lowest_price(self) -> str:
        """The adult price in words, or the lowest where there is none for adults: what "from" should mean."""
        units = list(self.units.all())
        # Not is_adult: a senior's price is a favour to few.
        prices = [unit.price_vnd for unit in units if unit.type == UnitType.ADULT] or [unit.price_vnd for unit in units]
        return format_vnd(min(prices)) if prices else ""


class Unit(models.Model):
    """A kind of guest and its price. `seats` is what one takes: an infant on a lap takes none."""

    experience = ParentalKey(Experience, on_delete=models.CASCADE, related_name="units", verbose_name=_("experience"))
    type = models.CharField(_("kind of guest"), max_length=10, choices=UnitType)
    price_vnd = models.PositiveIntegerField(_("price, đồng"))
    min_age = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats taken"), default=1)
    needs_adult = models.BooleanField(_("only with an adult"), default=False)

    why: Any = None  # why it costs that at one time, set by bookings.domain.seats.prices

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units and prices")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["experience", "type"], name="unit_type_once_per_experience"),
        ]

    def __str__(self) -> str:
        return str(self.get_type_display())

    def clean(self) -> None:
        super().clean()
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise ValidationError({"max_age": _("No younger than the youngest age of this kind of guest.")})

    @property
    def is_adult(self) -> bool:
        """Whether this guest may accompany a child."""
        return self.type in (UnitType.ADULT, UnitType.SENIOR)


class Extra(Named):
    """A meal, firing and shipping: chosen with a booking, priced per person, per booking or each.

    `per_slot` is how many there are at one time, for all parties together; None where there is no end of them. One
    that brings an interpreter names the `spoken_language` that the visit can be told in with it.
    """

    experience = ParentalKey(Experience, on_delete=models.CASCADE, related_name="extras", verbose_name=_("experience"))
    price_vnd = models.PositiveIntegerField(_("price, đồng"))
    per = models.CharField(_("charged"), max_length=10, choices=ExtraPer, default=ExtraPer.ITEM)
    max_quantity = models.PositiveSmallIntegerField(_("at most"), default=10)
    per_slot = models.PositiveSmallIntegerField(
        _("how many there are at one time"),
        null=True,
        blank=True,
        help_text=_("For all parties of a time together. Empty: as many as guests want."),
    )
    spoken_language = models.CharField(
        _("interpreter into"),
        max_length=2,
        choices=SpokenLanguage,
        blank=True,
        default="",
        db_default="",
        help_text=_("Guests may choose this language for their visit and take the extra with it."),
    )
    is_shipped = models.BooleanField(
        _("is sent to the guest"), default=False, db_default=False, help_text=_("Guests are asked where to.")
    )
    # Nobody looks for an extra by its photo but who deletes one, and there are few extras.
    photo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("photo"),
    )
    photo_alt = NFCCharField(_("what the photo shows"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("extra")
        verbose_name_plural = _("extras")
        ordering = ["id"]

    @property
    def photo_text(self) -> str:
        """For those who do not see the photo: the house's words are Vietnamese, others read the extra's name."""
        return (self.photo_alt if (get_language() or "vi") == "vi" else "") or self.label
