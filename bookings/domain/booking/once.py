"""One booking for one key, whoever sends it at the same moment, and another reference where the drawn one is taken."""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from bookings.models.booking import booking_by_key
from common.data.refusal import Refused

# With a million bookings one reference in 150 is taken; four in a row are, once in 500 million.
TRIES = 4


class KeyReused(Refused):
    """The idempotency key was used with another body; `booking` is what it made."""

    message = _("This form was already used for another booking. Nothing was changed; please choose again.")

    def __init__(self, booking: Booking) -> None:
        self.booking = booking
        super().__init__()


def once(*, key_hash: str, fingerprint: str, make: Callable[[], Booking]) -> Booking:
    """What `make` returns, or what the key made already. `make` is a transaction of its own. Raises KeyReused."""
    for tries_left in reversed(range(TRIES)):
        try:
            # Within a larger transaction a savepoint, or the failure would be the end of that.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                return make()
        except IntegrityError:
            # The same key on two slots at the same moment: the slot's lock cannot see that, the unique key does.
            # Or, one time in many thousand, a reference that is taken: then another one is drawn.
            booking = booking_by_key(key_hash)
            if booking is not None:
                return same_answer(booking, fingerprint)
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def same_answer(booking: Booking, fingerprint: str) -> Booking:
    """The booking, if it was asked for with the same body. Raises KeyReused."""
    if booking.fingerprint != fingerprint:
        raise KeyReused(booking)
    return booking


def fingerprint_of(slot_id: int, unit_quantities: Mapping[int, int], extra_quantities: Mapping[int, int]) -> str:
    """64 letters that say what was asked."""
    body = {
        "slot": slot_id,
        "units": sorted((pk, number) for pk, number in unit_quantities.items() if number),
        "extras": sorted((pk, number) for pk, number in extra_quantities.items() if number),
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
