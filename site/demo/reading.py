"""The demo's content files."""

import datetime as dt
import tomllib
from pathlib import Path

from django.utils import timezone

CONTENT = Path(__file__).resolve().parent / "content"


def read(name: str) -> dict:
    """One of the content files, parsed."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def day_in(days: int, *, now: dt.datetime) -> dt.date:
    """The day so many days after `now`'s, in Việt Nam: the demo's dates are reckoned from the day it is made."""
    return timezone.localtime(now).date() + dt.timedelta(days=days)


def lunar_fields(row: dict) -> dict[str, int]:
    """`lunar = [2, 6, 2, 6]`: first month and day, last month and day; nothing where the row has none."""
    names = ("lunar_first_month", "lunar_first_day", "lunar_last_month", "lunar_last_day")
    return dict(zip(names, row.get("lunar", []), strict=False))
