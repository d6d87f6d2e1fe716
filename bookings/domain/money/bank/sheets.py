"""A bank's statement as a table: its heading is found by its words, and each row is one movement.

Opened as spreadsheets of offices are (`ocop.domain.imports.opening`), with smaller limits.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.enums import BankFlow
from common.data.refusal import Refused
from common.words.text import words
from ocop.domain.imports.opening import Empty, Row, Sheet, open_sheets

# In bytes, rows and columns: a year of a busy house is a tenth of it.
LARGEST = 3_000_000
MOST_ROWS, MOST_COLUMNS = 5_000, 20
# Banks put their name, the account and the span above the table.
LOOKED_AT = 40
FORM = 100_000


class TooLarge(Refused):
    message = _("The file is larger than 3 MB, more than a statement needs. Take a shorter span, then send it.")


class TooLong(Refused):
    message = _("The statement has more than 5,000 rows. Take a shorter span, then send it.")


class NoTable(Refused):
    message = _(
        "No table with a date and a sum was found in this file. Take the statement from your bank as Excel or CSV, "
        "unchanged, and send that."
    )


@dataclass(frozen=True)
class Role:
    """What a column may tell. `heads` are beginnings of its heading, folded; the first that fits wins."""

    key: str
    label: Any
    heads: tuple[str, ...]


# In the order in which they are looked for: "ngay gio" before "ngay", "so tien ghi co" before "so tien".
ROLES = (
    Role(
        "day",
        _("Date"),
        ("ngay gio", "thoi gian", "ngay giao dich", "ngay gd", "ngay", "transaction date", "date", "time"),
    ),
    Role("in", _("Money in"), ("ghi co", "phat sinh co", "so tien ghi co", "tien vao", "credit", "money in")),
    Role("out", _("Money out"), ("ghi no", "phat sinh no", "so tien ghi no", "tien ra", "debit", "money out")),
    Role("sum", _("Sum, with − for money out"), ("so tien", "gia tri", "amount")),
    Role(
        "note",
        _("Note"),
        ("noi dung", "dien giai", "mo ta", "chi tiet", "ghi chu", "description", "details", "remark", "content"),
    ),
    Role(
        "reference",
        _("The bank's number"),
        (
            *("so tham chieu", "ma tham chieu", "so giao dich", "ma giao dich", "ma gd", "so ct", "so chung tu"),
            *("so but toan", "reference", "transaction no", "transaction id", "ref", "ft"),
        ),
    ),
)
# Without its mark "Nợ" is a number's heading.
_MARKED = {"có": "ghi co", "nợ": "ghi no"}


@dataclass(frozen=True)
class Movement:
    """One row that could be read. `number` is its row below the heading, from 1."""

    number: int
    flow: BankFlow
    amount_vnd: int
    happened_at: dt.datetime
    note: str
    bank_reference: str


def read_table(content: bytes) -> list[Row]:
    """The heading and the rows below it, none of them blank. Raises TooLarge, TooLong, NoTable and what opening
    does.
    """
    if len(content) > LARGEST:
        raise TooLarge
    if not content:
        raise Empty
    tables = [table for sheet in open_sheets(content) if (table := _table(sheet))]
    if not tables:
        raise NoTable
    return max(tables, key=len)


def guess(heading: Sequence[str]) -> dict[str, int]:
    """The column of each role that its heading names; a sum of its own where there are none in and out."""
    folded = [_MARKED.get(text.strip().casefold()) or words(text.split("(")[0]) or words(text) for text in heading]
    found: dict[str, int] = {}
    for role in ROLES:
        if role.key == "sum" and {"in", "out"} & found.keys():
            continue
        for head in role.heads:
            fits = [at for at, text in enumerate(folded) if at not in found.values() and _begins(text, head)]
            if fits:
                found[role.key] = fits[0]
                break
    return found


def is_enough(columns: Mapping[str, int]) -> bool:
    """Whether day and sums are known, and no column is two things."""
    named = list(columns.values())
    return "day" in columns and bool({"in", "out", "sum"} & columns.keys()) and len(named) == len(set(named))


def movements(rows: Sequence[Row], columns: Mapping[str, int]) -> tuple[list[Movement], list[int]]:
    """What the rows below the heading say, and the numbers of those that say a sum and cannot be read."""
    read, unread = [], []
    for number, row in enumerate(rows, 1):
        cells = {key: row[at] if at < len(row) else "" for key, at in columns.items()}
        amount, happened_at = _signed(cells), read_moment(cells["day"])
        if amount is None or (amount and happened_at is None):
            # A total under the table has a sum and no day: nothing happened.
            if cells["day"].strip():
                unread.append(number)
        elif amount and happened_at:
            flow = BankFlow.IN if amount > 0 else BankFlow.OUT
            read.append(
                Movement(number, flow, abs(amount), happened_at, cells.get("note", ""), cells.get("reference", ""))
            )
    return read, unread


def read_amount(text: str) -> int | None:
    """Whole đồng, below 0 after a minus or in brackets; 0 for nothing, None for what is no sum."""
    bare = re.sub(r"\s|VND|VNĐ|đ|₫", "", text, flags=re.IGNORECASE).replace("−", "-")
    minus = bare.startswith(("-", "(")) or bare.endswith("-")
    figures = bare.strip("-+()")
    if not figures:
        return 0 if not bare.strip("-") else None
    # Pennies of đồng are always 0; what stands between thousands has three figures behind it.
    if not re.fullmatch(r"\d{1,3}([.,]\d{3})*([.,]0{1,2})?|\d{1,15}([.,]0{1,2})?", figures):
        return None
    whole = re.sub(r"[.,]0{1,2}$", "", figures) if not re.fullmatch(r"\d{1,3}([.,]\d{3})+", figures) else figures
    amount = int(re.sub(r"[.,]", "", whole))
    return -amount if minus else amount


def read_moment(text: str) -> dt.datetime | None:
    """`30/11/2026 14:02:37`, `2026-11-30`, `14:02 30/11/2026`, `30-11-2026`: the day is said before the month."""
    time = re.search(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?\b", text)
    day = re.search(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", text)
    turned = re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if day is None and turned is None:
        return None
    year, month, of_month = (int(part) for part in (turned.groups() if turned else day.groups()[::-1]))  # type: ignore[union-attr]
    hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
    try:
        return timezone.make_aware(dt.datetime(year, month, of_month, hour, minute, second))  # noqa: DTZ001, made aware
    except (ValueError, OverflowError):
        return None


def _signed(cells: Mapping[str, str]) -> int | None:
    """Above 0 came in. Columns of their own say a sum each, whatever its sign."""
    if "sum" in cells:
        return read_amount(cells["sum"])
    came, went = read_amount(cells.get("in", "")), read_amount(cells.get("out", ""))
    if came is None or went is None or (came and went):
        return None
    return abs(came) - abs(went)


def _table(sheet: Sheet) -> list[Row]:
    """From the row that is the best heading on; empty where there is none."""
    top = list(islice(sheet.rows(), LOOKED_AT))
    guesses = [(len(found), -at) for at, row in enumerate(top) if is_enough(found := guess(row[:MOST_COLUMNS]))]
    if not guesses:
        return []
    first = -max(guesses)[1]
    table: list[Row] = []
    for row in islice(sheet.rows(), first, None):
        if any(row):
            table.append(row[:MOST_COLUMNS])
        if len(table) > MOST_ROWS + 1:
            raise TooLong
    return table


def _begins(text: str, head: str) -> bool:
    return text == head or text.startswith(f"{head} ") or (len(head) > 3 and f" {head} " in f" {text} ")
