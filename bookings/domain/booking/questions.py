"""A guest asks the house something about their visit. The house answers by writing to the party, or calls."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.history import note
from bookings.domain.seats import lock
from bookings.enums import Act, Audience, BookingStatus, MessageKind
from bookings.models import Booking, BookingAct, Slot
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

LONGEST = 1_000
# Each is a mail to a house; who has more to ask had better call.
MOST, SPAN = 5, dt.timedelta(days=1)
# Of one booking in all: its page, the desk's and the history show each of them.
MOST_OF_ALL = 30


class NotAsked(Refused):
    message = _("This visit is over or cancelled, so the house is not asked from here any more. Please call them.")


class AskedOften(Refused):
    """The house has enough to answer for today."""

    said = _("You have asked several times today. Please call %(host)s: %(phone)s.")

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        super().__init__(self.said % {"host": host.name, "phone": host.phone.as_national})


class AskedEnough(AskedOften):
    """Nothing more can be asked from this booking."""

    said = _("You have asked as much as can be asked from here. Please call %(host)s: %(phone)s.")


def may_ask(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `ask_house` would look at this booking: one that stands, until its visit ends."""
    return booking.status in (BookingStatus.CONFIRMED, BookingStatus.REDEEMED) and booking.slot.ends_at > now


@atomic_with_retry
def ask_house(*, booking: Booking, question: str, now: dt.datetime) -> None:
    """Write the question into the booking's history, and owe it to the house and to its members who want to be told.

    At most LONGEST characters. The same question as the last one changes nothing.
    Raises NotAsked, AskedOften, AskedEnough, MovedMeanwhile, SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    booking.slot = slot
    if not may_ask(booking, now=now):
        raise NotAsked
    asked = questions_of(booking)
    if asked and asked[-1].after.get("question") == question:
        return
    if len(asked) >= MOST_OF_ALL:
        raise AskedEnough(slot)
    if sum(act.at > now - SPAN for act in asked) >= MOST:
        raise AskedOften(slot)
    note(booking, Act.ASKED, now=now, after={"question": question})
    messages.owe(booking=booking, kind=MessageKind.QUESTION, now=now, to=[Audience.HOST], number=len(asked) + 1)


def questions_of(booking: Booking) -> list[BookingAct]:
    """All that was asked, oldest first; of who was erased without words."""
    return list(booking.acts.filter(act=Act.ASKED).order_by("pk"))
