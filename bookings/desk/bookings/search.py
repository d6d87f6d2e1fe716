"""Find a booking by whatever the guest at the gate says: a reference, a name, a phone number."""

import re

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from bookings.models.booking import BookingQuerySet
from common.words.text import fold, single_line

# Names are compared folded, in Python: those of all guests to come, and of so many of the others, newest first.
LOOKED_AT = 3000
# Of those who were here: a list that is longer helps nobody, one word more of the name does.
MOST_FOUND = 500
FEWEST_DIGITS = 3
FULL_NUMBER = 9
FEWEST_LETTERS = 3


def matching(shown: BookingQuerySet, text: str, *, look_at: int | None) -> list[int]:
    """Ids of the bookings in `shown` that `text` can mean, in its order. Two queries at most.

    With `look_at` names are looked for in so many, references, phone numbers and e-mail addresses in all, and
    MOST_FOUND are found at most; without it everybody is.
    """
    wanted = SearchTerms(text)
    # As text: thousands of numbers that are parsed take longer than all the rest.
    texts = shown.annotate(phone_text=Cast("contact_phone", CharField()))
    rows = texts.values_list("pk", "reference", "contact_name", "phone_text", "contact_email")
    found = [pk for pk, *row in rows[:look_at] if wanted.is_in(*row)]
    numbers = wanted.numbers()
    if look_at is None:
        return found
    if numbers and len(found) < MOST_FOUND:
        seen = set(found)
        found += [pk for pk in shown.filter(numbers).values_list("pk", flat=True)[:MOST_FOUND] if pk not in seen]
    return found[:MOST_FOUND]


class SearchTerms:
    """What was typed, read in every way that it can be meant."""

    def __init__(self, text: str) -> None:
        self.reference = clean_reference(text)
        self.words = fold(text).split()
        self.digits = _phone_digits(text)
        # So few are in the middle of every third number.
        self.is_end = len(self.digits[0]) == FEWEST_DIGITS if self.digits else False
        # Its beginning will do, where nobody is called so.
        typed = single_line(text).lower()
        self.email = typed if re.fullmatch(r"[^\s@]*[a-z][^\s@]*[@._\d][^\s@]*", typed) else ""

    def is_in(self, reference: str, name: str, phone: str, email: str) -> bool:
        if len(self.reference) >= FEWEST_LETTERS and reference.startswith(self.reference):
            return True
        if self.email and email.lower().startswith(self.email):
            return True
        if self.digits:
            stored = _stored_core(phone)
            return any(stored.endswith(one) if self.is_end else one in stored for one in self.digits)
        words = fold(name).split()
        return bool(self.words) and all(any(word.startswith(wanted) for word in words) for wanted in self.words)

    def numbers(self) -> Q:
        """What the database can look for by itself: nothing where only a name was typed."""
        wanted = Q()
        if len(self.reference) >= FEWEST_LETTERS and self.reference.isalnum() and self.reference.isascii():
            wanted |= Q(reference__startswith=self.reference)
        if self.email:
            wanted |= Q(contact_email__istartswith=self.email)
        for one in self.digits:
            wanted |= Q(contact_phone__endswith=one) if self.is_end else Q(contact_phone__contains=one)
        return wanted


def clean_reference(text: str) -> str:
    """`k7 mq-4t` as `K7MQ4T`."""
    return re.sub(r"[\s.\-]", "", single_line(text)).upper()


def _phone_digits(text: str) -> list[str]:
    """What to look for in a number: the digits as they were typed, which may be its end, and those that every spelling
    of it shares, without +84, 0084 or 0 in front; empty for other text."""
    if re.search(r"[^\d\s+().\-/]", single_line(text)):
        return []
    typed = re.sub(r"\D", "", text)
    if len(typed) <= FEWEST_DIGITS:
        return [typed] if len(typed) == FEWEST_DIGITS else []
    digits = typed.removeprefix("00")
    if len(digits) > FULL_NUMBER and digits.startswith("84"):
        digits = digits[2:]
    shared = digits.lstrip("0")
    return [typed, shared] if len(shared) >= FEWEST_DIGITS else [typed]


def _stored_core(phone: str) -> str:
    return re.sub(r"\D", "", phone).removeprefix("84").lstrip("0")
