"""What a host wrote to all parties of a slot, and to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.enums import SlotMessageText
from bookings.models.booking import Booking
from bookings.models.slot import Slot
from common.models import NFCCharField


class SlotMessage(models.Model):
    """One message, from a template (`usual`), in the host's own `words`, or both.

    `by_name` stays when the account goes. `key_hash` is that of the form's idempotency key.
    """

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="messages_sent", verbose_name=_("slot"))
    usual = models.CharField(_("what"), max_length=10, choices=SlotMessageText)
    words = NFCCharField(_("in own words"), max_length=300, blank=True)
    to_one = models.BooleanField(_("to one party alone"), default=False, db_default=False)
    written_at = models.DateTimeField(_("written"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = NFCCharField(_("by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("message to a time's parties")
        verbose_name_plural = _("messages to a time's parties")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="slot_message_has_words", condition=~Q(usual=SlotMessageText.OTHER) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot} · {self.get_usual_display()}"

    def text(self) -> str:
        """The template in the language of now, and the host's own words as they are."""
        if self.usual == SlotMessageText.OTHER:
            return self.words
        usual = str(SlotMessageText(self.usual).label)
        return f"{usual} {self.words}" if self.words else usual


class SlotMessageParty(models.Model):
    """A party that a message is for; `number` counts those of its booking, as the `sequence` of their mails does."""

    message = models.ForeignKey(SlotMessage, models.CASCADE, related_name="parties")
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="host_messages")
    number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("party of a message")
        verbose_name_plural = _("parties of messages")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "booking"], name="slot_message_party_once"),
            models.UniqueConstraint(fields=["booking", "number"], name="slot_message_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.booking} · {self.number}"
