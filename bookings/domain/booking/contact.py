"""Mend a guest's name, note, e-mail address or phone number, and send the ticket again."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext_lazy as _

from bookings.domain import messages
from bookings.domain.booking.rationing import may_write_proof, require_fair_contact
from bookings.domain.history import note as write_down
from bookings.domain.seats import lock
from bookings.enums import AWAITED, Act, Audience, BookingStatus, CancelledBy, MessageKind
from bookings.models import Booking, Slot, WaitingEntry
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from outbox.enums import MessageState

# Whoever asks more often looks in the wrong letter box, or writes to somebody else's.
MOST_SENT = 5


class NotComing(Refused):
    message = _("This visit is over or cancelled, so there is nothing to mend or to send any more.")


class TooLateForWords(Refused):
    """The host has read, and maybe printed, who comes."""

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        message = _("It is too late to change the name or the note here. Please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class NoAddress(Refused):
    message = _("Write an e-mail address first, so that there is somewhere to send the ticket.")


class SentOften(Refused):
    message = _("That mail was sent several times already. Please look among unwanted mail too.")


def may_mend_words(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether the guest may change their name and note: until booking closes for the slot."""
    return booking.status in AWAITED and now < booking.slot.closes_at


@atomic_with_retry
def mend_contact(
    *,
    booking: Booking,
    phone: str,
    email: str,
    now: dt.datetime,
    by: CancelledBy = CancelledBy.GUEST,
    name: str | None = None,
    note: str | None = None,
) -> Booking:
    """Reach the guest by these from now on; `phone` in E.164. A second call changes nothing.

    The guest may change `name` and `note` too, until booking closes; None leaves them. The host of a visit that stands
    is written to: a note is what a kitchen reads, and a name is whom somebody waits for at the gate.

    With another e-mail address the booking gets another name in addresses, so that whoever got the first mail by a slip
    can no longer open the guest's pages; what is still to be sent goes to the new one, and the ticket is sent there.
    Raises NotComing, TooLateForWords, OverRation, SentOften, MovedMeanwhile, SlotGone.
    """
    booking = _lock(booking, now=now)
    standing = {"name": booking.contact_name, "note": booking.note}
    words = standing | {key: value for key, value in (("name", name), ("note", note)) if value is not None}
    reached = (booking.contact_phone, booking.contact_email) == (phone, email)
    if reached and words == standing:
        return booking
    if words != standing and not may_mend_words(booking, now=now):
        raise TooLateForWords(booking.slot)
    if not reached and by == CancelledBy.GUEST and booking.status == BookingStatus.CONFIRMED:
        require_fair_contact(booking, phone=phone, email=email, now=now)
    before = {"phone": str(booking.contact_phone or ""), "email": booking.contact_email}
    after = {"phone": phone, "email": email}
    if words != standing:
        before, after = before | standing, after | words
    write_down(booking, Act.CONTACT, now=now, before=before, after=after)
    moved = booking.contact_email != email
    booking.contact_phone, booking.contact_email = phone, email
    booking.contact_name, booking.note = words["name"], words["note"]
    if moved:
        booking.uuid = uuids.uuid4()
    booking.save(update_fields=["contact_phone", "contact_email", "contact_name", "note", "uuid"])
    if words != standing and booking.status == BookingStatus.CONFIRMED:
        number = booking.messages.filter(kind=MessageKind.WORDS_CHANGED).count() + 1
        messages.owe(booking=booking, kind=MessageKind.WORDS_CHANGED, now=now, to=[Audience.HOST], number=number)
    if moved:
        # A place in a waiting list leads on to the booking that came of it.
        WaitingEntry.objects.filter(booking=booking).update(uuid=uuids.uuid4(), contact_email=email)
    if moved and not _redirect_unsent(booking) and email:
        _send(booking, now=now)
    return booking


@atomic_with_retry
def send_again(*, booking: Booking, now: dt.datetime) -> Booking:
    """Owe the guest their ticket once more. Raises NotComing, NoAddress, SentOften, MovedMeanwhile, SlotGone."""
    booking = _lock(booking, now=now)
    if not booking.contact_email:
        raise NoAddress
    _send(booking, now=now)
    return booking


def _redirect_unsent(booking: Booking) -> int:
    """What still waits goes to the new address, or nowhere; returns how many have one."""
    # Those under way too: one that the server refuses waits again, and would follow the new link to the old address.
    unsent = booking.messages.filter(audience=Audience.GUEST).waiting()
    if booking.contact_email:
        return unsent.update(to=booking.contact_email)
    unsent.delete()
    return 0


def _lock(booking: Booking, *, now: dt.datetime) -> Booking:
    slot, booking = lock.lock_booking(booking)
    if booking.status not in AWAITED or slot.ends_at <= now:
        raise NotComing
    return booking


def _send(booking: Booking, *, now: dt.datetime) -> None:
    """The ticket, or what asks for the word or the money that the booking waits for."""
    unproved = booking.status == BookingStatus.PENDING
    kind = messages.asking(booking) if unproved else MessageKind.TICKET
    sent = booking.messages.filter(kind=kind).count()
    if sent >= MOST_SENT or (unproved and not may_write_proof(booking.contact_email, now=now)):
        raise SentOften
    unsent = booking.messages.filter(kind=kind, state=MessageState.PENDING, to=booking.contact_email)
    if not unsent.exists():
        messages.owe(booking=booking, kind=kind, now=now, to=[Audience.GUEST], number=sent + 1)
