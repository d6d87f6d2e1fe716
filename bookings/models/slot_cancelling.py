"""One time that the host had to cancel, who had booked it, and whom somebody called about it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import AWAITED, Audience, BookingStatus, CallAbout, MessageKind, SlotCancelReason
from bookings.models.booking import Booking
from bookings.models.slot import Slot
from common.models import NFCCharField
from outbox.enums import MessageState
from outbox.models import OutboxMessage


class SlotCancelling(models.Model):
    """`cancelled_at` is also the slot's, until it is taken back, and that of every party that was cancelled with it.

    `reason` and the host's own `words` are what guests read; `by_name` stays when the account goes.
    """

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="cancellings", verbose_name=_("slot"))
    reason = models.CharField(_("reason"), max_length=10, choices=SlotCancelReason)
    words = NFCCharField(_("in own words"), max_length=200, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = NFCCharField(_("by"), max_length=120, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by_name = NFCCharField(_("taken back by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("cancelling of a time")
        verbose_name_plural = _("cancellings of times")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], name="slot_cancelled_once", condition=Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(
                name="slot_cancelling_has_words",
                condition=~Q(reason=SlotCancelReason.OTHER) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} · {self.get_reason_display()}"

    def reason_text(self) -> str:
        """The usual reason in the language of now, and the host's own words as they are."""
        if self.reason == SlotCancelReason.OTHER:
            return self.words
        usual = str(SlotCancelReason(self.reason).label)
        return f"{usual}. {self.words}" if self.words else usual


class CancelledPartyQuerySet(models.QuerySet["CancelledParty"]):
    def newest(self) -> "CancelledPartyQuerySet":
        """Of each booking the last time that it was cancelled so: what came before says nothing of now."""
        later = CancelledParty.objects.filter(booking=OuterRef("booking"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def to_call(self) -> "CancelledPartyQuerySet":
        """Parties that no mail reaches, or has reached yet, and that nobody has called about what is so now.

        Whoever was called when the time was cancelled is called again when it takes place after all.
        """
        parties = self.newest().annotate(
            unheard=_unheard(), called_off=_called(CallAbout.OFF), called_on=_called(CallAbout.ON)
        )
        off = Q(back_at__isnull=True, booking__status=BookingStatus.CANCELLED, called_off=False)
        on = Q(back_at__isnull=False, booking__status__in=AWAITED, called_on=False)
        no_mail = Q(booking__contact_email="")
        return parties.filter(  # type: ignore[no-redef]
            off & (no_mail | Q(unheard=True)) | on & (no_mail & Q(called_off=True) | Q(unheard=True))
        )


def _unheard() -> Exists:
    """What waits for its first try is on its way; what was tried in vain is not."""
    mails = OutboxMessage.objects.filter(
        booking=OuterRef("booking"),
        audience=Audience.GUEST,
        sequence=OuterRef("booking__sequence"),
        kind__in=[MessageKind.CANCELLED, MessageKind.CONFIRMED, MessageKind.PROOF, MessageKind.PAYMENT],
    )
    return Exists(mails.exclude(error="").exclude(state=MessageState.SENT))


def _called(about: CallAbout) -> Exists:
    return Exists(PhoneCall.objects.filter(party=OuterRef("pk"), about=about))


class CancelledParty(models.Model):
    """A party that was cancelled with its time, from the state `was`; `back_at` is when it was booked again with it."""

    cancelling = models.ForeignKey(SlotCancelling, models.CASCADE, related_name="parties")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="cancelled_with")
    was = models.CharField(max_length=10, choices=BookingStatus)
    back_at = models.DateTimeField(null=True, blank=True)

    objects = CancelledPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party of a cancelled time")
        verbose_name_plural = _("parties of cancelled times")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cancelling", "booking"], name="cancelled_party_once"),
        ]

    def __str__(self) -> str:
        return str(self.booking)

    @property
    def about(self) -> CallAbout:
        """What they have to hear now."""
        return CallAbout.OFF if self.back_at is None else CallAbout.ON


class PhoneCall(models.Model):
    """Somebody told a party by phone: `about` what, who (`by_name` stays when the account goes) and when."""

    party = models.ForeignKey(CancelledParty, models.CASCADE, related_name="calls")
    about = models.CharField(max_length=10, choices=CallAbout)
    called_at = models.DateTimeField(_("called"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = NFCCharField(_("by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("phone call")
        verbose_name_plural = _("phone calls")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "about"], name="phone_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.get_about_display()}"
