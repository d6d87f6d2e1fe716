"""The demo's content files."""

import tomllib
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"


def read(name: str) -> dict:
    """One of the content files, parsed."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def lunar_fields(row: dict) -> dict[str, int]:
    """`lunar = [2, 6, 2, 6]`: first month and day, last month and day; nothing where the row has none."""
    names = ("lunar_first_month", "lunar_first_day", "lunar_last_month", "lunar_last_day")
    return dict(zip(names, row.get("lunar", []), strict=False))
