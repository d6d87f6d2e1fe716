"""What a slot's page says before and after its time is cancelled: who is touched, who is told, and whom to call."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.desk.bookings.purse import Purse, make_purse
from bookings.desk.bookings.rows import Row, make_row
from bookings.desk.shell import words
from bookings.desk.shell.lookups import GONE, with_money
from bookings.domain.booking import calls
from bookings.domain.money.owing import account
from bookings.enums import BookingStatus, CallAbout
from bookings.models import Booking, CancelledParty, Slot, SlotCancelling
from bookings.models.booking import UNDO_WINDOW
from common.words.dates import moment_text, time_text
from common.words.money import format_vnd
from common.words.text import fold
from experiences.enums import SpokenLanguage
from villages.models import Host


@dataclass(frozen=True)
class Touched:
    """Whom cancelling would touch, for templates/desk/calendar/_cancel_slot.html; `people` as hosts count them."""

    parties: int
    people: int
    by_mail: int
    to_call: int
    to_return: str
    undo_whole: bool


@dataclass(frozen=True)
class OwedBack:
    """A party that does not come, as it or its time was cancelled, and whose money is with the host still."""

    row: Row
    purse: Purse


@dataclass(frozen=True)
class CallRow:
    """A party to call, or that was called (`called_text`), for templates/desk/calendar/_call.html.

    `news` is what they have to hear, where it is not that they were cancelled; `due_text` what is to be given back,
    and `purse` the ways to do so.
    """

    row: Row
    news: str
    due_text: str
    purse: Purse | None
    phone: str
    why: str
    language: str
    called_text: str
    tick_url: str
    untick_url: str


def touched(slot: Slot, parties: Sequence[Booking], *, now: dt.datetime) -> Touched:
    """`parties` are the slot's booked ones, with their units and account. Asks the database nothing."""
    by_mail = sum(bool(booking.contact_email) for booking in parties)
    to_return = sum(_to_return(booking) for booking in parties)
    return Touched(
        parties=len(parties),
        people=sum(unit.quantity for booking in parties for unit in booking.units.all()),
        by_mail=by_mail,
        to_call=len(parties) - by_mail,
        to_return=format_vnd(to_return) if to_return else "",
        undo_whole=slot.starts_at - now >= UNDO_WINDOW,
    )


def _to_return(booking: Booking) -> int:
    """What was paid and stays with the host, once the visit costs nothing any more."""
    money = account(booking)
    return max(money.received - money.refunded - money.kept, 0)


def cancelled_context(slot: Slot, *, host: Host, now: dt.datetime) -> dict:
    """`cancelled` (None while the slot is open), `calls`, `called`, `told`, and `owed_back` with its sum
    `owed_back_text` for everybody, also of an open time that its guest cancelled. In a constant number of queries.
    """
    rows = _parties(slot)
    to_call = set(calls.parties_of(slot).to_call().values_list("pk", flat=True))
    done = [party for party in rows if party.pk not in to_call and _call_of(party)]
    others = [party for party in rows if party.pk not in to_call and not _call_of(party)]
    owed = _owed(slot)
    return {
        "owed_back": [
            OwedBack(make_row(booking, host=host, now=now, with_phone=True), make_purse(booking, host, now=now))
            for booking in owed
        ],
        "owed_back_text": format_vnd(sum(-account(booking).due for booking in owed)),
        "cancelled": _cancelled(slot, now=now) if slot.cancelled_at else None,
        "calls": [_call_row(party, host=host, now=now) for party in rows if party.pk in to_call],
        "called": [_call_row(party, host=host, now=now) for party in done],
        "told": [
            make_row(party.booking, host=host, now=now, with_phone=True)
            for party in others
            if party.booking.status == BookingStatus.CANCELLED
        ],
    }


def _owed(slot: Slot) -> list[Booking]:
    """Whose visit is off and was paid, by name: cancelled with the time, or by guest or host before or after it."""
    found = with_money(Booking.objects.filter(slot=slot, status__in=GONE)).filter(Q(due_vnd__lt=0))
    owed = sorted(found.prefetch_related("units"), key=lambda booking: (fold(booking.contact_name), booking.pk))
    for booking in owed:
        booking.slot = slot
    return owed


def _parties(slot: Slot) -> list[CancelledParty]:
    rows = calls.parties_of(slot).order_by("pk").prefetch_related("calls")
    parties = list(rows)
    bookings = with_money(Booking.objects.filter(pk__in=[party.booking_id for party in parties]))
    found = {booking.pk: booking for booking in bookings.prefetch_related("units")}
    for party in parties:
        party.booking = found[party.booking_id]
        party.booking.slot = slot
    return parties


def _cancelled(slot: Slot, *, now: dt.datetime) -> dict:
    # Another phone may be opening it again just now: the newest is there all the same.
    cancelling = SlotCancelling.objects.filter(slot=slot).latest("pk")
    until = min(cancelling.cancelled_at + UNDO_WINDOW, slot.starts_at)
    return {
        "reason": cancelling.reason_text(),
        "when": moment_text(cancelling.cancelled_at),
        "who": cancelling.by_name,
        "may_open": slot.starts_at > now,
        "all_until": until if now < until else None,
    }


def _call_row(party: CancelledParty, *, host: Host, now: dt.datetime) -> CallRow:
    booking, call = party.booking, _call_of(party)
    where = [host.slug, party.booking.slot_id, booking.reference]
    on = party.about == CallAbout.ON
    why = _("No e-mail address.") if not booking.contact_email else _("The mail has not got through.")
    return CallRow(
        row=make_row(booking, host=host, now=now, with_phone=True),
        news=_("Call to say that it takes place after all.") if on else "",
        due_text="" if on else words.due_text(booking),
        purse=None if on or booking.due_vnd >= 0 else make_purse(booking, host, now=now),  # type: ignore[attr-defined]
        phone=words.phone_text(booking),
        why=why,
        language=str(SpokenLanguage(booking.language).label) if booking.language != "vi" else "",
        called_text=f"{time_text(call.called_at)}, {call.by_name}" if call else "",
        tick_url=reverse("desk:slot_called", args=where),
        untick_url=reverse("desk:slot_uncalled", args=where),
    )


def _call_of(party: CancelledParty):
    """The call about what is so now, or None."""
    return next((call for call in party.calls.all() if call.about == party.about), None)


def calls_to_make(host: Host, *, now: dt.datetime) -> list[dict]:
    """The times of which somebody is left to call, soonest first, for templates/desk/day/_calls.html. Two queries."""
    counted = calls.left_to_call(host, now=now).order_by().values(slot=F("cancelling__slot")).annotate(n=Count("pk"))
    numbers = dict(counted.values_list("slot", "n"))
    if not numbers:
        return []
    slots = Slot.objects.filter(pk__in=numbers).select_related("experience").order_by("starts_at", "pk")
    return [
        {
            "number": numbers[slot.pk],
            "what": f"{words.near_moment(slot.starts_at)} · {slot.experience.label}",
            "cancelled": slot.cancelled_at is not None,
            "url": reverse("desk:slot", args=[host.slug, slot.pk]) + "#goi",
        }
        for slot in slots
    ]
