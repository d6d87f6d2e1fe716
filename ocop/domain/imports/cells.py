"""A cell of a spreadsheet as the text that a person would read in it."""

import datetime as dt
from typing import Any

from common.words.text import single_line

# Characters of one cell that are kept: no fact of a product is longer.
LONGEST = 500


def as_text(value: Any) -> str:
    """In NFC on one line; days as 01/07/2025, whole numbers without a point, nothing for what is empty."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d/%m/%Y") if value.year >= 1900 else ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return single_line(str(value))[:LONGEST]
