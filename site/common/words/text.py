"""Vietnamese text: one normal form in the database, one folding for search and slugs."""

import re
import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def nfc(text: str) -> str:
    """`text` in NFC, as everything in the database is; phones and Macs often send NFD."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` for searching: caseless, without marks, đ as d, one space between words.

    >>> fold("Đông  HỒ")
    'dong ho'
    """
    return " ".join(unmarked(text).casefold().split())


def unmarked(text: str) -> str:
    """`text` without marks, đ as d.

    >>> unmarked("Mã vào sổ đặt chỗ")
    'Ma vao so dat cho'
    """
    bare = unicodedata.normalize("NFD", text.translate(_STROKED))
    return "".join(char for char in bare if not unicodedata.combining(char))


def words(text: str) -> str:
    """`text` folded, its words alone: without signs, which the databases' search takes for operators.

    >>> words("“Lò bầu”, Đông-Hồ")
    'lo bau dong ho'
    """
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def single_line(text: str) -> str:
    """`text` in NFC without control characters, runs of white space as one space, trimmed."""
    kept = "".join(" " if char.isspace() else char for char in nfc(text) if char.isspace() or char.isprintable())
    return " ".join(kept.split())
