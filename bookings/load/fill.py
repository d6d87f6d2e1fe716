"""Fill a database to size, whole hosts at a time: each batch is one transaction, so a stop leaves nothing half done."""

import datetime as dt
import random
import uuid as uuids
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from bookings.domain.booking.meeting import Meeting, meetings
from bookings.domain.seats.reference import ALPHABET
from bookings.enums import Audience, CancelledBy, MessageKind, WaitingStatus
from bookings.load import people
from bookings.load.cancelled import SHARE, Cancellings, call_off
from bookings.load.hosts import Offer, loaded_hosts, make_hosts, slug
from bookings.load.ledger import Books
from bookings.load.parties import STATUS, Party, parties
from bookings.load.rows import Rows, analyze, check_at_once, reserve
from bookings.load.visits import moments, past_days, spread
from bookings.models import Booking, BookingExtra, BookingUnit, Slot, WaitingEntry
from experiences.models import Experience
from outbox.enums import MessageState
from outbox.models import OutboxMessage

# What fits in memory many times over, and is written in a few seconds.
BATCH = 20_000
# One letter longer than those of real bookings, so that they never meet.
REFERENCE_LENGTH = 7
# Shares no factor with the number of references, so that counting by it comes to each once.
STRIDE = 1_234_567_891
FULL_AND_WAITED_FOR = 0.7
HAS_EMAIL = 0.1

SLOT = ("id", "experience_id", "schedule_id", "planned_at", "starts_at", "ends_at", "closes_at", "capacity", "taken")
BOOKING = ("id", "uuid", "fingerprint", "reference", "slot_id", "status", "language", "seats", "total_vnd")
CONTACT = ("contact_name", "contact_phone", "contact_email", "consented_at", "created_at", "hold_expires_at")
COURSE = ("confirmed_at", "cancelled_at", "cancelled_by", "redeemed_at", "no_show_at", "sequence")
MEETING = ("told_place", "told_way", "told_spot")
UNIT = ("booking_id", "unit_id", "type", "quantity", "price_vnd", "seats")
EXTRA = ("booking_id", "extra_id", "name", "name_en", "per", "quantity", "price_vnd")
WAITING = ("id", "uuid", "slot_id", "language", "seats", "units", "contact_name", "contact_phone", "contact_email")
MESSAGE = ("key", "subject_type_id", "subject_id", "kind", "audience", "sequence", "to", "language", "state")
SENT = ("attempts", "created_at", "due_at", "sent_at")


def share(number: int, *, hosts: int, bookings: int) -> range:
    """Which of the `bookings`, counted from 0, are those of host `number`."""
    return range(bookings * number // hosts, bookings * (number + 1) // hosts)


def numbers_done(hosts: int) -> set[int]:
    """Those of the `hosts` that an earlier run wrote."""
    found = set(loaded_hosts().values_list("slug", flat=True))
    return {number for number in range(hosts) if slug(number) in found}


def fill(
    *, numbers: list[int], hosts: int, bookings: int, seed: int, now: dt.datetime, tell: Callable[[int], None]
) -> None:
    """Write the hosts `numbers` of `hosts`, with their share of `bookings`; `tell` hears how many after each batch."""
    at_once = max(1, BATCH * hosts // max(bookings, 1))
    for start in range(0, len(numbers), at_once):
        part = numbers[start : start + at_once]
        with transaction.atomic():
            check_at_once()
            written = Batch(hosts=hosts, bookings=bookings, seed=seed, now=now).write(part)
        tell(written)
    analyze()


class Batch:
    """Some hosts with everything that hangs on them."""

    def __init__(self, *, hosts: int, bookings: int, seed: int, now: dt.datetime) -> None:
        self.hosts, self.bookings, self.seed, self.now = hosts, bookings, seed, now
        self.today = timezone.localtime(now).date()
        self.slots = Rows(Slot, (*SLOT, "waiting", "cancelled_at", "min_to_run", "decide_at"))
        self.books, self.cancellings = Books(now=now), Cancellings()
        self.parties = Rows(Booking, (*BOOKING, *CONTACT, *COURSE, *MEETING))
        self.meetings: dict[tuple[int, str], Meeting] = {}
        self.units = Rows(BookingUnit, UNIT)
        self.extras = Rows(BookingExtra, EXTRA)
        self.waiting = Rows(WaitingEntry, (*WAITING, "status", "created_at"))
        self.messages = Rows(OutboxMessage, (*MESSAGE, *SENT))
        self.of_bookings, self.of_entries = (
            ContentType.objects.get_for_model(model).pk for model in (Booking, WaitingEntry)
        )

    def write(self, numbers: list[int]) -> int:
        """Make the hosts `numbers`; returns how many bookings they have."""
        first_day = self.today - dt.timedelta(days=past_days(self.bookings // self.hosts))
        offers = make_hosts(numbers, seed=self.seed, first_day=first_day, now=self.now)
        shares = {number: share(number, hosts=self.hosts, bookings=self.bookings) for number in numbers}
        count = sum(len(part) for part in shares.values())
        self.booking_ids = iter(reserve(Booking, count))
        made = [offer.experience.pk for number in numbers for offer in offers[number]]
        self.meetings = meetings(Experience.objects.filter(pk__in=made))
        for number in numbers:
            dice = random.Random(f"{self.seed} visits {number}")
            self._host(offers[number], shares[number], dice)
            self.books.close_days(today=self.today, dice=dice)
        # In this order, because each points at the ones before.
        for rows in (self.slots, self.parties, self.units, self.extras, self.waiting, self.messages):
            rows.write()
        self.books.write()
        self.cancellings.write()
        return count

    def _host(self, offers: list[Offer], part: range, dice: random.Random) -> None:
        visits = [(start, offer) for offer in offers for start in moments(offer, today=self.today)]
        counts = spread([start for start, _offer in visits], len(part), today=self.today, dice=dice)
        ids = reserve(Slot, len(visits))
        serial = iter(part)
        for slot_id, (starts_at, offer), count in zip(ids, visits, counts, strict=True):
            found, taken = parties(offer, starts_at, count, now=self.now, dice=dice)
            moment: dt.datetime | None = None
            with_it: list[Party] = []
            if found and dice.random() < SHARE:
                (moment, with_it), taken = call_off(found, starts_at, now=self.now), 0
            called_off = {id(party) for party in with_it}
            bookings = []
            for party in found:
                by_host = id(party) in called_off
                pk = self._party(slot_id, starts_at, offer, party, next(serial), dice, by_host=by_host)
                bookings += [pk] if by_host else []
            if moment:
                self.cancellings.add(slot_id, moment, bookings, over=starts_at <= self.now, now=self.now, dice=dice)
            experience = offer.experience
            closes_at = starts_at - dt.timedelta(minutes=experience.cutoff_minutes)
            full = taken == experience.capacity and closes_at > self.now + dt.timedelta(days=1)
            waiting = self._wait(slot_id, offer, dice) if full and dice.random() < FULL_AND_WAITED_FOR else 0
            ends_at = starts_at + dt.timedelta(minutes=experience.duration_minutes)
            row = (slot_id, experience.pk, offer.schedule.pk, starts_at, starts_at, ends_at, closes_at)
            minimum = (experience.min_to_run, starts_at - dt.timedelta(hours=experience.decide_hours))
            self.slots.add((*row, experience.capacity, taken, waiting, moment, *(minimum if taken else (None, None))))

    def _party(
        self,
        slot_id: int,
        starts_at: dt.datetime,
        offer: Offer,
        party: Party,
        serial: int,
        dice: random.Random,
        *,
        by_host: bool,
    ) -> int:
        """Its primary key. `by_host`: it was cancelled with its time."""
        pk = next(self.booking_ids)
        uuid = uuids.UUID(int=dice.getrandbits(128), version=4)
        language = "vi" if dice.random() < 0.85 else "en"
        known = party.confirmed is not None
        told = self.meetings[offer.experience.pk, language]
        canceller = CancelledBy.GUEST if dice.random() < 0.8 and not by_host else CancelledBy.HOST
        # Told long ago. The booking itself keeps no address: what the site does with it later mails nobody.
        email = people.email(serial) if known and dice.random() < HAS_EMAIL else ""
        self.parties.add(
            (
                pk,
                uuid,
                f"{serial:064x}",
                reference(serial, self.seed),
                slot_id,
                STATUS[party.fate].value,
                language,
                party.seats,
                party.total,
                people.name(dice) if known else "",
                people.phone(dice) if known else "",
                "",
                party.confirmed,
                party.made,
                (self.now if party.fate == "on_hold" else party.made) + dt.timedelta(minutes=15),
                party.confirmed,
                party.cancelled,
                canceller.value if party.cancelled else "",
                starts_at if party.fate == "redeemed" else None,
                min(starts_at + dt.timedelta(minutes=30), self.now) if party.fate == "no_show" else None,
                known + (party.cancelled is not None),
                *((told.place, told.way, told.spot) if known else ("", "", "")),
            )
        )
        self._lines(pk, offer, party)
        self.books.add(offer.experience.host_id, pk, party, starts_at, canceller, dice=dice)
        if email and party.confirmed:
            self._told(f"{uuid}:1:", MessageKind.CONFIRMED, party.confirmed, email, language, sequence=1, booking=pk)
        if email and party.cancelled:
            self._told(f"{uuid}:2:", MessageKind.CANCELLED, party.cancelled, email, language, sequence=2, booking=pk)
        return pk

    def _lines(self, pk: int, offer: Offer, party: Party) -> None:
        units = ((offer.adult, party.adults), (offer.child, party.children), (offer.infant, party.infants))
        for unit, quantity in units:
            if quantity:
                self.units.add((pk, unit.pk, unit.type, quantity, unit.price_vnd, unit.seats))
        for extra, quantity in ((offer.lunch, party.lunches), (offer.shipping, party.parcels)):
            if quantity:
                self.extras.add((pk, extra.pk, extra.name, extra.name_en, extra.per, quantity, extra.price_vnd))

    def _wait(self, slot_id: int, offer: Offer, dice: random.Random) -> int:
        """One to three parties who wait for the slot; the seats they wait for."""
        total = 0
        for pk in reserve(WaitingEntry, dice.randint(1, 3)):
            uuid = uuids.UUID(int=dice.getrandbits(128), version=4)
            seats = dice.randint(1, 4)
            total += seats
            email = f"cho{pk}@example.org"
            made = self.now - dt.timedelta(minutes=dice.randint(60, 3 * 24 * 60))
            party = (seats, f'{{"{offer.adult.pk}": {seats}}}', people.name(dice), people.phone(dice), "")
            self.waiting.add((pk, uuid, slot_id, "vi", *party, WaitingStatus.WAITING.value, made))
            self._told(f"waiting:{uuid}:", MessageKind.WAITING, made, email, "vi", entry=pk)
        return total

    def _told(
        self,
        key: str,
        kind: MessageKind,
        when: dt.datetime,
        to: str,
        language: str,
        *,
        sequence: int = 0,
        booking: int | None = None,
        entry: int | None = None,
    ) -> None:
        """A message that went out long ago: with the keys of bookings.domain.messages, so that none goes again."""
        audience = Audience.GUEST.value
        key += kind.value if entry else f"{kind.value}:{audience}"
        sent = (MessageState.SENT.value, 1, when, when, when)
        subject = (self.of_entries, entry) if entry else (self.of_bookings, booking)
        self.messages.add((key, *subject, kind.value, audience, sequence, to, language, *sent))


def reference(serial: int, seed: int) -> str:
    """A reference of its own for each booking."""
    number = (serial * STRIDE + seed) % len(ALPHABET) ** REFERENCE_LENGTH
    letters = []
    for _ in range(REFERENCE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
