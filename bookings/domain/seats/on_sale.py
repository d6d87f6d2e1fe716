"""Whether the web may take a booking of a slot now, and why not."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.enums import SlotDecision
from bookings.models import Slot
from common.data.refusal import Refused


class SlotClosed(Refused):
    """Past, after the cut-off, on a closed day, or of an experience that is not on sale."""


def require_on_sale(slot: Slot, *, now: dt.datetime, held: bool = False) -> None:
    """Raises SlotClosed, with the reason, where the web may not take a booking at `now`.

    A hold that is alive (`held`) may still be confirmed after the cut-off: the guest was promised the time.
    """
    experience = slot.experience
    if slot.starts_at <= now:
        raise SlotClosed(_("This time is already over. Please choose a later day."))
    if slot.decision == SlotDecision.CALLED_OFF:
        raise SlotClosed(_("Too few guests booked this time, so it was called off. Please choose another one."))
    if not slot.is_open or not experience.active or not experience.host.is_verified:
        raise SlotClosed(_("The host does not receive guests at this time. Please choose another one."))
    if now >= slot.closes_at and not held:
        raise SlotClosed(
            _("Booking for this time has closed. Choose a later one, or call %(host)s: %(phone)s.")
            % {"host": experience.host.name, "phone": experience.host.phone.as_national}
        )


def is_on_sale(slot: Slot, *, now: dt.datetime) -> bool:
    """Whether `require_on_sale` has nothing against it."""
    try:
        require_on_sale(slot, now=now)
    except SlotClosed:
        return False
    return True
