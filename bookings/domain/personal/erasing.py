"""Forget the person and keep the books: what a visit cost and who was paid stays, whose it was does not."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.domain.history import note
from bookings.domain.money.owing import account_of
from bookings.domain.seats import lock
from bookings.enums import TAKES_SEATS, Act, Audience, BookingStatus
from bookings.models import Booking, BookingAct, InvoiceRequest, SlotMessage, WaitingEntry
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.money import format_vnd
from common.work.sweep import each

# The first night after an update finds years of guests, and other work waits behind this.
MOST_A_NIGHT = 5_000
# What stands in place of a name that was erased.
NOBODY = "—"
# Of the history's `before` and `after`.
PERSONAL = ("name", "phone", "email", "note")


class NotOver(Refused):
    message = _("This visit is still to come, and your host has to know who comes. Cancel it first, then erase.")


class StillOwed(Refused):
    """Money is to be given back, and nobody could say to whom."""

    def __init__(self, amount_vnd: int) -> None:
        message = _("Your host still has %(amount)s to give back to you. Once you have it, come back here to erase.")
        super().__init__(message % {"amount": format_vnd(amount_vnd)})


# What is emptied; the name gets NOBODY.
EMPTIED = (
    "contact_phone",
    "contact_email",
    "note",
    "dietary",
    "spoken_language",
    "ship_to",
    "origin",
    "holder",
    "asked_from",
)


def why_not_yet(booking: Booking, *, now: dt.datetime) -> Refused | None:
    """What stands against erasing it now. One query at most."""
    if booking.status in (*TAKES_SEATS, BookingStatus.ON_HOLD) and booking.slot.ends_at > now:
        return NotOver()
    due = account_of(booking).due
    return StillOwed(-due) if due < 0 else None


@atomic_with_retry
def erase(*, booking: Booking, now: dt.datetime) -> Booking:
    """Take name, number, address, notes and wishes off a booking that is over, wherever they were written.

    Its address of the web dies with them. A second call changes nothing.
    Raises NotOver, StillOwed, MovedMeanwhile, SlotGone.
    """
    _slot, booking = lock.lock_booking(booking)
    if booking.erased_at is not None:
        return booking
    refused = why_not_yet(booking, now=now)
    if refused is not None:
        raise refused
    changes: dict[str, Any] = dict.fromkeys(EMPTIED, "")
    changes |= {"contact_name": NOBODY, "uuid": uuids.uuid4(), "erased_at": now}
    Booking.objects.filter(pk=booking.pk).update(**changes)
    for name, value in changes.items():
        setattr(booking, name, value)
    _erase_around(booking)
    note(booking, Act.ERASED, now=now)
    return booking


def _erase_around(booking: Booking) -> None:
    """What was written beside the booking: its place in a list, its invoice, its mails, words to it, its history."""
    WaitingEntry.objects.filter(booking=booking).update(
        contact_name=NOBODY, contact_phone="", contact_email="", note="", holder="", uuid=uuids.uuid4()
    )
    # One that was issued belongs to the books, without a way to write to anybody.
    invoices = InvoiceRequest.objects.filter(booking=booking)
    invoices.filter(issued_at__isnull=True).delete()
    invoices.update(email="")
    # What was written to one alone may name them; words to all of a time do not.
    SlotMessage.objects.filter(to_one=True, parties__booking=booking).exclude(words="").update(words=NOBODY)
    mails = booking.messages.filter(audience=Audience.GUEST)
    mails.waiting().delete()
    mails.update(to="", error="")
    for act in BookingAct.objects.filter(booking=booking):
        for told in (act.before, act.after):
            for name in PERSONAL:
                told.pop(name, None)
        # The one change that a row of the history knows.
        act.save(update_fields=["before", "after"])


def erase_old(*, now: dt.datetime) -> int:
    """Forget everybody whose visit, or whose cancelled visit, is PERSONAL_DATA_DAYS past; returns how many.

    At most MOST_A_NIGHT, the oldest first.
    """
    before = now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS)
    old = Booking.objects.filter(erased_at__isnull=True, slot__ends_at__lt=before).filter(
        Q(consented_at__isnull=False) | ~Q(contact_name="")
    )
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:MOST_A_NIGHT])
    return each("erasing the guest of booking", ids, lambda pk: _erase_one(pk, now=now))


def _erase_one(pk: int, *, now: dt.datetime) -> bool:
    booking = Booking.objects.filter(pk=pk).first()
    if booking is None:
        return False
    try:
        return erase(booking=booking, now=now).erased_at == now
    except StillOwed:
        # Whoever still gets money is remembered until they have it.
        return False
