"""The short reference that a guest reads out at the gate."""

import secrets

from bookings.models import Booking

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V: nothing that is misheard or misread.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 6


def new_reference() -> str:
    """A reference that no booking has."""
    while True:
        reference = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not Booking.objects.filter(reference=reference).exists():
            return reference
