"""Rows that stand in a table and are no products: sums, notes, headings between rows, the figures of the columns."""

import re
from collections.abc import Mapping

from common.words.text import words

# How they begin, folded.
_BEGINS = re.compile(
    r"(?:tong|cong|ghi chu|luu y|nguoi lap|thu truong|chu tich|lanh dao|nhom|ngay|bac ninh ngay|noi nhan|xac nhan)\b"
)
_NUMBER_OF_PART = re.compile(r"[ivx]+|[a-h]")
_LETTER = re.compile(r"[^\W\d_]")
# What a product's row says beside its name and its host.
_FACTS = ("stars", "decision", "group", "code")


def is_no_product(cells: Mapping[str, str]) -> bool:
    """`cells` by the key of their column. A row with a name, a host and a fact is always a product."""
    said = [text for key, text in cells.items() if text and key != "reasons"]
    if len(said) > 1 and len(set(said)) == 1:
        # One cell that was merged over the whole row.
        return True
    name, host = cells.get("name", ""), cells.get("host", "")
    if not _LETTER.search(name + host):
        return True
    if host and any(cells.get(key) for key in _FACTS):
        return False
    # A host may reach down from a merged cell, and a line between two parts with it.
    begins = any(_BEGINS.match(words(text)) for text in (cells.get("number", ""), name, host))
    return begins or bool(_NUMBER_OF_PART.fullmatch(words(cells.get("number", ""))))
