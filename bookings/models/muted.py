"""What a guest does not want to be written of any more."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.enums import MutedTopic


class MutedLetters(models.Model):
    """One topic of one `address`, in lower case. Goes with the last booking of that address that is not erased yet."""

    address = models.EmailField(_("email address"))
    topic = models.CharField(max_length=10, choices=MutedTopic)
    muted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("muted letters")
        verbose_name_plural = _("muted letters")
        constraints = [models.UniqueConstraint(fields=["address", "topic"], name="muted_letters_once")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.address}"
