"""Whether the web may take a booking of a slot now, and why not."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain.seats import opening
from bookings.enums import SlotDecision
from bookings.models import Slot
from common.data.refusal import Refused


class SlotClosed(Refused):
    """Past, after the cut-off, on a closed day, or of an experience that is not on sale."""


class NotOpen(SlotClosed):
    """What must stand before any booking is missing: another time would not help."""


class TimeCancelled(Refused):
    """What a host hears who changes a time that was cancelled for everybody."""

    message = _("This time is cancelled. Take that back first.")


def require_on_sale(
    slot: Slot, *, now: dt.datetime, held: bool = False, agreed: bool = False, promised: bool = False
) -> None:
    """Raises SlotClosed, with the reason, where the web may not take a booking at `now`.

    A hold that is alive (`held`) may still be confirmed after the cut-off: the guest was promised the time.
    Whoever has `agreed` to the terms before is asked for nothing that is missing of them now, and who was `promised`
    the visit does not lose it to a day that is closed since: no more than whoever is booked.
    """
    experience = slot.experience
    if slot.starts_at <= now:
        raise SlotClosed(_("This time is already over. Please choose a later day."))
    if slot.decision == SlotDecision.CALLED_OFF:
        raise SlotClosed(_("Too few guests booked this time, so it was called off. Please choose another one."))
    require_not_cancelled(slot)
    offered = slot.is_open and experience.active and experience.host.is_verified
    if not offered and not promised:
        raise SlotClosed(_("The host does not receive guests at this time. Please choose another one."))
    if now >= slot.closes_at and not held:
        raise SlotClosed(
            _("Booking for this time has closed. Choose a later one, or call %(host)s: %(phone)s.")
            % {"host": experience.host.name, "phone": experience.host.phone.as_national}
        )
    if not agreed and not opening.is_open():
        raise NotOpen(opening.not_open_text(experience.host))


def require_not_cancelled(slot: Slot) -> None:
    """Raises SlotClosed, with the reason, where the host cancelled the time for everybody."""
    if slot.cancelled_at is not None:
        raise SlotClosed(_("The host had to cancel this time. Please choose another one."))


def is_on_sale(slot: Slot, *, now: dt.datetime) -> bool:
    """Whether `require_on_sale` has nothing against it."""
    try:
        require_on_sale(slot, now=now)
    except SlotClosed:
        return False
    return True
