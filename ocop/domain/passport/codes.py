"""Codes that people read off a package and type: drawn by lot, without vowels and without look-alikes."""

import datetime as dt
import secrets
import unicodedata

from django.db import IntegrityError, transaction

from ocop.models import PassportCode

# Neither 0, O, D beside Q, nor 1, I, L; of 2 and Z, 5 and S, 6 and G, 8 and B the figure. No vowel, so no word.
ALPHABET = "23456789CFHJKMNPQRTVWX"
LENGTH = 8
# What somebody may have read for a figure of ours.
LOOK_ALIKES = str.maketrans("ZSGB", "2568")
SIGNS = str.maketrans("", "", " -‐‑–—_.·")
# There are 22^8 codes, 55 billion: beside a million of them, one draw in 55,000 meets one that is there.
DRAWS = 10


def draw() -> str:
    return "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))


def read(text: str) -> str | None:
    """The code that somebody typed, in any case, with spaces or hyphens; None where it cannot be one.

    >>> read("7k2m-9xqt")
    '7K2M9XQT'
    """
    if len(text) > 40:
        return None
    typed = "".join(unicodedata.normalize("NFKC", text).split()).translate(SIGNS).upper().translate(LOOK_ALIKES)
    return typed if len(typed) == LENGTH and all(letter in ALPHABET for letter in typed) else None


def shown(code: str) -> str:
    """As it is printed.

    >>> shown("7K2M9XQT")
    '7K2M 9XQT'
    """
    return f"{code[:4]} {code[4:]}"


def code_of(*, kind: str, key: int, now: dt.datetime) -> PassportCode:
    """The code of a row, drawn when it is asked for first; the same ever after."""
    for _number in range(DRAWS):
        known = PassportCode.objects.filter(kind=kind, key=key).first()
        if known:
            return known
        try:
            with transaction.atomic():
                return PassportCode.objects.create(code=draw(), kind=kind, key=key, made_at=now)
        except IntegrityError:
            # Somebody was first, or the lot fell on a code that is there.
            continue
    raise RuntimeError(f"no code for {kind} {key} in {DRAWS} draws")
