"""The short reference that a guest reads out at the gate."""

import re
import secrets

from bookings.models import Booking

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V: nothing that is misheard or misread.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 6


def new_reference() -> str:
    """One of 148 million. The column is unique: whoever inserts one that is taken draws again."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def free_reference() -> str:
    """One that no booking has, for a transaction that cannot be run again."""
    while Booking.objects.filter(reference=(reference := new_reference())).exists():
        pass
    return reference


def typed_reference(text: str) -> str:
    """`km4 tq7` or `KM4-TQ7` as a reference is kept; what is none stays none."""
    return re.sub(r"[\s.·–-]", "", text).upper()


def misheard(letters: str) -> str:
    """A pattern of the references that `letters` can have been: one that is in none stands for any.

    Empty where all are in the alphabet, or there are more or fewer than a reference has.
    """
    if len(letters) != LENGTH or set(letters) <= set(ALPHABET):
        return ""
    return "^" + "".join(letter if letter in ALPHABET else f"[{ALPHABET}]" for letter in letters) + "$"
