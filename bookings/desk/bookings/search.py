"""Find a booking by whatever the guest at the gate says: a reference, a name, a phone number."""

import re

from bookings.models.booking import BookingQuerySet
from common.words.text import fold, single_line

# Names are compared folded, in Python, so the newest of a host's bookings are looked at and no more.
LOOKED_AT = 3000
FEWEST_DIGITS = 4
FULL_NUMBER = 9


def matching(bookings: BookingQuerySet, text: str) -> set[int]:
    """Ids of the `bookings` that `text` can mean, in one query."""
    wanted = SearchTerms(text)
    rows = bookings.order_by("-pk").values_list("pk", "reference", "contact_name", "contact_phone")
    return {pk for pk, *row in rows[:LOOKED_AT] if wanted.is_in(*row)}


class SearchTerms:
    """What was typed, read in every way that it can be meant."""

    def __init__(self, text: str) -> None:
        self.reference = clean_reference(text)
        self.words = fold(text).split()
        self.phone = _phone_core(text)

    def is_in(self, reference: str, name: str, phone: object) -> bool:
        if len(self.reference) >= 3 and reference.startswith(self.reference):
            return True
        if self.phone:
            return self.phone in _stored_core(phone)
        words = fold(name).split()
        return bool(self.words) and all(any(word.startswith(wanted) for word in words) for wanted in self.words)


def clean_reference(text: str) -> str:
    """`k7 mq-4t` as `K7MQ4T`."""
    return re.sub(r"[\s.\-]", "", single_line(text)).upper()


def _phone_core(text: str) -> str:
    """The digits that every spelling of a number shares: no +84, 0084 or 0 in front; empty for other text."""
    if re.search(r"[^\d\s+().\-/]", single_line(text)):
        return ""
    digits = re.sub(r"\D", "", text)
    if len(digits) < FEWEST_DIGITS:
        return ""
    digits = digits.removeprefix("00")
    if len(digits) > FULL_NUMBER and digits.startswith("84"):
        digits = digits[2:]
    return digits.lstrip("0")


def _stored_core(phone: object) -> str:
    return re.sub(r"\D", "", str(phone or "")).removeprefix("84").lstrip("0")
