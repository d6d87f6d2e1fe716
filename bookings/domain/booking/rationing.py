"""Fair play: what may be held and booked by people of whom nobody knows who they are. See docs/decisions/0025.

`asked_from` is an address of the web as a keyed hash; it is empty for what a host enters, which is not rationed.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, DateTimeField, Q, QuerySet, Sum, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats.contact import Contact
from bookings.enums import BookingStatus, MessageKind
from bookings.models import Booking, Slot
from common.data.compiled import Select
from common.data.db import one_at_a_time
from common.data.refusal import Refused
from outbox.models import OutboxMessage

# What is to be proved keeps its seats so long: a night, and the host may be called in the morning.
PROOF_TIME = dt.timedelta(hours=12)
SHORTEST_PROOF_TIME = dt.timedelta(minutes=30)
# Each sends a mail to whatever address was typed, whether or not it is cancelled afterwards.
MOST_BOOKINGS_A_DAY = 8
# Links to one e-mail address that nobody followed, in a day.
MOST_PROOFS = 3
_NOBODY = "-"
# What is written to an address before anybody has proved that it is theirs.
ASKS = (MessageKind.PROOF, MessageKind.PAYMENT)


class Asker(NamedTuple):
    """By what somebody of whom nothing is proved is known; an empty one is nobody's."""

    asked_from: str
    phone: str
    email: str

    @classmethod
    def of(cls, *, asked_from: str, phone: str, email: str) -> "Asker":
        return cls(asked_from or _NOBODY, phone or _NOBODY, email.lower() or _NOBODY)

    def judged_alone(self) -> None:
        """Until the transaction ends, nobody else is judged by any of the three."""
        one_at_a_time(*(f"{name}:{value}" for name, value in zip(("from", "phone", "email"), self, strict=True)))


_HELD_BY = Select(
    lambda holder, now: (
        Booking.objects.filter(status=BookingStatus.ON_HOLD, hold_expires_at__gt=now, holder=holder)
        .order_by()
        .values("holder")
        .annotate(held=Sum("seats"))
        .values_list("held")
    ),
    holder=Booking._meta.get_field("holder"),
    now=DateTimeField(),
)


class TooManyHeld(Refused):
    message = _("Many places are already being held from here. Please finish those first, or wait a few minutes.")


class TooManyUnproved(Refused):
    """More seats than one may have waiting for proof."""

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        message = _(
            "Many places that were booked like this still wait to be confirmed. Please confirm those first, or call "
            "%(host)s: %(phone)s."
        )
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class OverRation(Refused):
    """More seats than one may have to come unproved, and no link that could prove them."""

    def __init__(self, slot: Slot) -> None:
        host = slot.experience.host
        message = _("Many places are booked like this already. Please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


def require_fair_hold(*, holder: str, seats: int, now: dt.datetime) -> None:
    """Together one holder may hold HOLD_SEATS_PER_ADDRESS seats at once. In a transaction. Raises TooManyHeld."""
    if not holder:
        return
    one_at_a_time(f"held:{holder}")
    held = sum(seats for (seats,) in _HELD_BY.all(holder=holder, now=now))
    if held + seats > settings.HOLD_SEATS_PER_ADDRESS:
        raise TooManyHeld


def needs_proof(slot: Slot, *, seats: int, contact: Contact, asked_from: str, now: dt.datetime) -> bool:
    """Whether `seats` more are more than one address, phone number or e-mail address may have to come unproved.

    Under the slot's lock. Until the transaction ends, nobody else is judged by the same three.
    Raises TooManyUnproved where too many wait for proof already.
    """
    if not asked_from:
        return False
    asker = Asker.of(asked_from=asked_from, phone=contact.phone, email=contact.email)
    asker.judged_alone()
    found = _UNPROVED.first(**asker._asdict(), now=now, day_ago=now - dt.timedelta(days=1))
    if found is None:
        return _over([seats] * 3)
    *sums, today = (number or 0 for number in found)
    to_come, waiting = sums[:3], sums[3:]
    if any(waiting) and _over([number and number + seats for number in waiting]):
        raise TooManyUnproved(slot)
    return today >= MOST_BOOKINGS_A_DAY or _over([number + seats for number in to_come])


def require_fair_return(booking: Booking, *, now: dt.datetime) -> None:
    """A guest takes a cancelled visit back only within the ration. Under the slot's lock. Raises OverRation."""
    if not booking.asked_from:
        return
    _asker(booking).judged_alone()
    if not may_return(booking, now=now):
        raise OverRation(booking.slot)


def may_return(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `require_fair_return` would let it, as things stand. At most one query."""
    if not booking.asked_from:
        return True
    sums = _to_come(_asker(booking), now=now)
    # None of one's own to come besides: then nothing is doubled, however large the party is.
    return not _over([number and number + booking.seats for number in sums])


def require_fair_contact(booking: Booking, *, phone: str, email: str, now: dt.datetime) -> None:
    """A visit gets another phone number or e-mail address only within what these may have. Raises OverRation.

    Under the slot's lock. What the booking already counts for is not asked.
    """
    if not booking.asked_from:
        return
    phone = "" if phone == booking.contact_phone else phone
    email = "" if email.lower() == booking.contact_email.lower() else email
    asker = Asker.of(asked_from="", phone=phone, email=email)
    asker.judged_alone()
    _address, *sums = _to_come(asker, now=now)
    if _over([0, *(number and number + booking.seats for number in sums)]):
        raise OverRation(booking.slot)


def require_fair_growth(booking: Booking, *, seats: int, now: dt.datetime) -> None:
    """A visit gets `seats` more only within the ration of whoever booked it. Raises OverRation.

    Under the slot's lock. A party that becomes no larger is not asked.
    """
    if not booking.asked_from or seats <= 0:
        return
    asker = _asker(booking)
    asker.judged_alone()
    if _over([number and number + seats for number in _to_come(asker, now=now)]):
        raise OverRation(booking.slot)


def _asker(booking: Booking) -> Asker:
    phone = str(booking.contact_phone or "")
    return Asker.of(asked_from=booking.asked_from, phone=phone, email=booking.contact_email)


def _to_come(asker: Asker, *, now: dt.datetime) -> list[int]:
    """Seats to come by each of the three; nobody has any."""
    found = _UNPROVED.first(**asker._asdict(), now=now, day_ago=now)
    return [number or 0 for number in found[:3]] if found else [0, 0, 0]


def may_write_proof(email: str, *, now: dt.datetime) -> bool:
    """Whether `email` may be sent one more link: who is sent many and follows none did not ask for them."""
    links = OutboxMessage.objects.filter(kind__in=ASKS, created_at__gt=now - dt.timedelta(days=1))
    return links.to_reader(email).filter(booking__awaits__gt="").count() < MOST_PROOFS


def proof_until(slot: Slot, *, now: dt.datetime, time: dt.timedelta = PROOF_TIME) -> dt.datetime:
    """Until when a booking of `slot` that waits so long for a proof keeps its seats: not long beyond the close."""
    return min(now + time, max(slot.closes_at, now + SHORTEST_PROOF_TIME))


def payment_until(slot: Slot, booking: Booking, *, now: dt.datetime) -> dt.datetime:
    """Until when a booking that is confirmed `now` keeps its seats for the money that is paid ahead."""
    return proof_until(slot, now=now, time=dt.timedelta(hours=booking.pay_within_hours))


def _over(sums: list[int]) -> bool:
    """`sums` in seats, of an address, a phone number and an e-mail address."""
    contact = settings.UNPROVED_SEATS_PER_CONTACT
    limits = (settings.UNPROVED_SEATS_PER_ADDRESS, contact, contact)
    return any(number > limit for number, limit in zip(sums, limits, strict=True))


def _unproved(
    asked_from: str, phone: str, email: str, now: dt.datetime, day_ago: dt.datetime
) -> QuerySet[Booking, tuple[int | None, ...]]:
    """One row: seats to come and, of these, those that wait for proof, by each of the three; bookings of a day."""
    ways = Q(asked_from=asked_from), Q(contact_phone=phone), Q(lower_email=email)
    waiting = Q(slot__starts_at__gt=now, status=BookingStatus.PENDING, hold_expires_at__gt=now)
    to_come = Q(slot__starts_at__gt=now, status=BookingStatus.CONFIRMED) | waiting
    sums = {f"to_come_{number}": Sum("seats", filter=to_come & way) for number, way in enumerate(ways)}
    sums |= {f"waiting_{number}": Sum("seats", filter=waiting & way) for number, way in enumerate(ways)}
    unproved = Booking.objects.exclude(asked_from="").annotate(lower_email=Lower("contact_email")).order_by()
    # Each by its own index: for one condition of three SQLite reads all that is unproved.
    by_address, *by_contact = (unproved.filter(way).values("pk") for way in ways)
    return (
        Booking.objects.filter(pk__in=by_address.union(*by_contact))
        .annotate(lower_email=Lower("contact_email"), all=Value(1))
        .order_by()
        .values("all")
        .annotate(**sums, today=Count("pk", filter=Q(consented_at__gt=day_ago) & (ways[1] | ways[2])))
        .values_list(*sums, "today")
    )


_UNPROVED = Select(
    _unproved,
    asked_from=Booking._meta.get_field("asked_from"),
    phone=Booking._meta.get_field("contact_phone"),
    email=Booking._meta.get_field("contact_email"),
    now=DateTimeField(),
    day_ago=DateTimeField(),
)


def forget_addresses(*, now: dt.datetime) -> int:
    """Take the addresses off bookings whose visit has begun: nobody is rationed by them any more. Returns how many."""
    begun = Booking.objects.exclude(asked_from="").filter(slot__starts_at__lte=now)
    return begun.update(asked_from="")
