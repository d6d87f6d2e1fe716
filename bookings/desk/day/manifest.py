"""Who comes on a day, as a list for the gate and the kitchen: on paper, and as a spreadsheet."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.desk.calendar.slot_details import slot_marks
from bookings.desk.shell import lookups, words
from bookings.domain.money.owing import account
from bookings.enums import BookingStatus
from bookings.models import Booking, Slot
from bookings.texts import extras_text, party_text, source_text
from common.words.dates import time_text
from common.words.money import format_vnd
from common.words.text import fold
from villages.models import Host


@dataclass(frozen=True)
class Party:
    """One line. `due` in đồng, above 0 to collect, below 0 to give back. `state` says what is not as usual."""

    name: str
    phone: str
    reference: str
    people: int
    party_text: str
    extras_text: str
    food_text: str
    language_text: str
    note: str
    due: int
    state: str
    here: bool
    source_text: str
    origin: str

    @property
    def due_text(self) -> str:
        if self.due < 0:
            return _("to give back: %(amount)s") % {"amount": format_vnd(-self.due)}
        return format_vnd(self.due) if self.due else "–"


@dataclass(frozen=True)
class Sums:
    """Parties, people, and what is left to collect, in đồng; who does not come is in none of them."""

    parties: int
    people: int
    due: int

    @property
    def due_text(self) -> str:
        return format_vnd(self.due)


@dataclass(frozen=True)
class SlotList:
    """The parties of one slot, by name."""

    time_text: str
    title: str
    marks: list[str]
    parties: list[Party]
    sums: Sums


@dataclass(frozen=True)
class Manifest:
    slots: list[SlotList]
    sums: Sums


def manifest(host: Host, day: dt.date, *, now: dt.datetime) -> Manifest:
    """Parties with a name that take seats on `day`; in six queries, however many come."""
    by_slot: dict[int, list[Booking]] = defaultdict(list)
    found = [booking for booking in lookups.seats_on(host, day, now=now) if booking.status != BookingStatus.ON_HOLD]
    prefetch_related_objects(found, "extras")
    for booking in found:
        by_slot[booking.slot_id].append(booking)
    slots = [_slot_list(slot, by_slot[slot.pk]) for slot in lookups.slots_on(host, day)]
    return Manifest(slots, _sums([party for slot in slots for party in slot.parties]))


def _slot_list(slot: Slot, bookings: list[Booking]) -> SlotList:
    parties = [_party(booking) for booking in sorted(bookings, key=lambda one: (fold(one.contact_name), one.pk))]
    return SlotList(time_text(slot.starts_at), slot.experience.label, slot_marks(slot), parties, _sums(parties))


def _party(booking: Booking) -> Party:
    language, status = get_language() or "vi", words.state_of(booking)
    return Party(
        name=booking.contact_name,
        phone=words.phone_text(booking),
        reference=booking.reference,
        people=0 if status[0] == "NO_SHOW" else sum(unit.quantity for unit in booking.units.all()),
        party_text=party_text(booking),
        extras_text=extras_text(booking, language),
        food_text=", ".join(booking.dietary_labels()),
        language_text=(
            booking.get_spoken_language_display() if booking.spoken_language else booking.get_language_display()
        ),
        note=booking.note,
        due=account(booking).due,
        state="" if booking.status == BookingStatus.CONFIRMED and not booking.no_show_at else status[1],
        here=booking.status == BookingStatus.REDEEMED,
        source_text=source_text(booking.source, booking.agent),
        origin=booking.origin,
    )


def _sums(parties: list[Party]) -> Sums:
    return Sums(
        parties=sum(party.people > 0 for party in parties),
        people=sum(party.people for party in parties),
        due=sum(max(party.due, 0) for party in parties),
    )
