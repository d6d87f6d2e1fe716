"""What was done to a booking, by whom: rows that are written with the act and never changed."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.enums import Act, ActBy
from bookings.models.booking import Booking
from common.models import NFCCharField, WrittenOnce


class BookingAct(WrittenOnce):
    """`before` and `after` say what the act changed, in the shapes of bookings.domain.history.

    `user` acted, on the side of `by`; `user_name` stays when the account goes. Guests have no account.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="acts", verbose_name=_("booking"))
    at = models.DateTimeField(_("when"))
    act = models.CharField(_("what"), max_length=16, choices=Act)
    by = models.CharField(_("by"), max_length=8, choices=ActBy)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    user_name = NFCCharField(max_length=120, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("act on a booking")
        verbose_name_plural = _("history of bookings")

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.get_act_display()}"

    def forget(self, names: Collection[str]) -> None:
        """Take what stood under `names` off it, because a person is to be forgotten: the one change there is."""
        for told in (self.before, self.after):
            for name in names:
                told.pop(name, None)
        models.Model.save(self, update_fields=["before", "after"])
