"""What a transfer's note says of a booking: references in it, whole, in pieces or with a letter wrong."""

import re
from collections.abc import Iterable

from bookings.domain.money.transfer import NOTE
from bookings.domain.seats.reference import ALPHABET, LENGTH
from common.words.text import unmarked, words

PREFIX = NOTE.format("").strip()
_NAMED = re.compile(f"(?={PREFIX}([{ALPHABET}]{{{LENGTH}}}))")
_BARE = re.compile(f"(?=([{ALPHABET}]{{{LENGTH}}}))")
# Of a name, words that are shorter stand in half of all notes.
SHORTEST_WORD = 2


def squeezed(note: str) -> str:
    """Capitals and figures alone: banks change case, take spaces and marks out or put their own between."""
    return re.sub(r"[^0-9A-Z]", "", unmarked(note).upper())


def named(note: str) -> set[str]:
    """What can be a reference and stands behind the word that we ask for."""
    return set(_NAMED.findall(squeezed(note)))


def possible(notes: Iterable[str]) -> set[str]:
    """All that can be a reference, wherever it stands."""
    return {found for note in notes for found in _BARE.findall(squeezed(note))}


def is_nearly(reference: str, note: str) -> bool:
    """Whether it stands there with one letter wrong, missing or cut off, behind the word that we ask for or alone."""
    text = squeezed(note)
    pieces = ((reference[:at], reference[at + 1 :]) for at in range(len(reference)))
    return any(re.search(f"{before}[0-9A-Z]?{after}", text) for before, after in pieces)


def names_guest(name: str, note: str) -> bool:
    """Whether the note has the guest's given name and another word of the name, as banks write it: without marks."""
    asked = [word for word in words(name).split() if len(word) >= SHORTEST_WORD]
    said = set(words(note).split())
    return len(asked) >= 2 and len(said.intersection(asked)) >= min(len(set(asked)), 3) and asked[-1] in said


def has_phone(phone: str, note: str) -> bool:
    """Whether the last nine figures of the guest's number stand in it."""
    figures = re.sub(r"\D", "", phone)[-9:]
    return len(figures) == 9 and figures in re.sub(r"\D", "", note)
