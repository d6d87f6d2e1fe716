"""Forget the person and keep the books: what a visit cost and who was paid stays, whose it was does not."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.domain import muting
from bookings.domain.groups.forget import forget_group_of
from bookings.domain.history import note
from bookings.domain.money.bank.forgetting import forget_notes
from bookings.domain.money.online.forgetting import forget_words_of_gateways
from bookings.domain.money.owing import account_of, with_account
from bookings.domain.pieces.forgetting import forget_pieces
from bookings.domain.reviews.pictures import drop_all
from bookings.domain.seats import lock
from bookings.enums import TAKES_SEATS, Act, Audience, BookingStatus, GuestWay
from bookings.models import (
    BankNotice,
    Booking,
    BookingAct,
    InvoiceRequest,
    OnlineNotice,
    RefundAccount,
    Review,
    SlotMessage,
    WaitingEntry,
)
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.money import format_vnd
from common.work.sweep import each, each_part

# The first night after an update finds years of guests, and other work waits behind this.
MOST_A_NIGHT = 5_000
# What stands in place of a name that was erased.
NOBODY = "—"
# Of the history's `before` and `after`.
PERSONAL = ("name", "phone", "email", "note", "dietary", "spoken_language", "ship_to", "question", "reason")


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
    "cancel_reason",
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
    address = booking.contact_email
    changes: dict[str, Any] = dict.fromkeys(EMPTIED, "")
    changes |= {"contact_name": NOBODY, "uuid": uuids.uuid4(), "erased_at": now}
    Booking.objects.filter(pk=booking.pk).update(**changes)
    for name, value in changes.items():
        setattr(booking, name, value)
    _erase_around(booking)
    forget_group_of(booking, now=now)
    muting.forget(address)
    note(booking, Act.ERASED, now=now)
    return booking


def _erase_around(booking: Booking) -> None:
    """What was written beside it: its place in a list, invoice, account, review, mails, words to it, its history."""
    WaitingEntry.objects.filter(booking=booking).update(
        contact_name=NOBODY, contact_phone="", contact_email="", note="", holder="", uuid=uuids.uuid4()
    )
    # One that was issued belongs to the books, without a way to write to anybody.
    invoices = InvoiceRequest.objects.filter(booking=booking)
    invoices.filter(issued_at__isnull=True).delete()
    invoices.update(email="")
    # The ledger says that money went back, and need not say where.
    RefundAccount.objects.filter(booking=booking).delete()
    # What was written to one alone may name them; words to all of a time stay for those (decision 0041).
    SlotMessage.objects.filter(to_one=True, parties__booking=booking).exclude(words="").update(words=NOBODY)
    # The sum stays in the books; what the bank said besides may name them, and who paid for them.
    forget_notes(BankNotice.objects.filter(rows__entry__booking=booking))
    forget_words_of_gateways(OnlineNotice.objects.filter(payment__booking=booking))
    # What they said of the visit stays, without a name and without faces (decision 0060).
    for review in Review.objects.filter(booking=booking):
        drop_all(review)
        review.name = ""
        review.save()
    # What they made stays on the house's board, as nobody's.
    forget_pieces(booking)
    mails = booking.messages.filter(audience__in=[Audience.GUEST, GuestWay.PHONE])
    mails.waiting().delete()
    mails.update(to="", error="")
    for act in BookingAct.objects.filter(booking=booking):
        act.forget(PERSONAL)


def forget_words(*, now: dt.datetime) -> int:
    """Forget what hosts wrote to all of a time whose parties are to be forgotten by now; returns how many messages.

    At most MOST_A_NIGHT. Whom they name nobody can tell, and nobody is left to read them.
    """
    over = SlotMessage.objects.filter(slot__ends_at__lt=_long_ago(now)).exclude(words__in=["", NOBODY])
    ids = list(over.order_by("pk").values_list("pk", flat=True)[:MOST_A_NIGHT])
    return each_part(
        "forgetting words to a time", ids, lambda part: SlotMessage.objects.filter(pk__in=part).update(words=NOBODY)
    )


def forget_reasons(*, now: dt.datetime) -> int:
    """Forget why parties were cancelled whose guest was erased before that was forgotten with them; returns how many.

    At most MOST_A_NIGHT; once they are through there are none.
    """
    erased = Booking.objects.filter(erased_at__isnull=False)
    told = BookingAct.objects.filter(act=Act.CANCELLED, booking__in=erased, after__has_key="reason")
    ids = {
        *erased.exclude(cancel_reason="").order_by("pk").values_list("pk", flat=True)[:MOST_A_NIGHT],
        *told.order_by("pk").values_list("booking", flat=True)[:MOST_A_NIGHT],
    }
    return each_part("forgetting why a party was cancelled", sorted(ids)[:MOST_A_NIGHT], _forget_reasons)


def _forget_reasons(part: Sequence[int]) -> int:
    for act in BookingAct.objects.filter(booking__in=part, act=Act.CANCELLED, after__has_key="reason"):
        act.forget(["reason"])
    Booking.objects.filter(pk__in=part).update(cancel_reason="")
    return len(part)


def erase_old(*, now: dt.datetime) -> int:
    """Forget everybody whose visit, or whose cancelled visit, is PERSONAL_DATA_DAYS past; returns how many.

    At most MOST_A_NIGHT, the oldest first. Whoever still gets money is remembered until they have it.
    """
    old = Booking.objects.filter(erased_at__isnull=True, slot__ends_at__lt=_long_ago(now)).filter(
        Q(consented_at__isnull=False) | ~Q(contact_name="")
    )
    # Left out here, and the night goes on behind rows that fail: else those would take the place of others for ever.
    ids = with_account(old).filter(Q(due_vnd__gte=0)).order_by("pk").values_list("pk", flat=True)
    erased, last = 0, 0
    while erased < MOST_A_NIGHT and (part := list(ids.filter(pk__gt=last)[: MOST_A_NIGHT - erased])):
        erased += each("erasing the guest of booking", part, lambda pk: _erase_one(pk, now=now))
        last = part[-1]
    return erased


def _erase_one(pk: int, *, now: dt.datetime) -> bool:
    booking = Booking.objects.filter(pk=pk).first()
    if booking is None:
        return False
    try:
        return erase(booking=booking, now=now).erased_at == now
    except StillOwed:
        # Since it was looked for.
        return False


def _long_ago(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS)
