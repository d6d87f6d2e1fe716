"""Every field that holds something of a person: what it is, why it is kept, how long and who sees it.

`fields.toml` has which field belongs to which entry, `texts.toml` what guests read of each. A test compares the first
with the models, so that nothing is kept that the page about guests' data does not name.
"""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext, override

from bookings.domain.booking import tidy
from bookings.domain.groups import forget as groups
from bookings.domain.money.bank import forgetting as bank
from bookings.domain.taps import forget as taps
from ocop.domain.evidence import forgetting as evidence
from ocop.domain.imports import forget as imports
from villages.domain import invitations

HERE = Path(__file__).parent
# Of the rules that delete such rows, by entry.
DAYS: dict[str, dt.timedelta] = {
    "hashes": groups.ADDRESS_KEPT,
    "waiting": tidy.KEPT,
    "names": groups.NAMES_KEPT,
    "bank_file": bank.FILES_KEPT,
    "invitation": invitations.FORGOTTEN_AFTER,
    "taps": taps.KEPT,
    "dossier": evidence.KEPT,
    "imports": imports.KEPT,
}
# The entry of who did what, and the names that rows keep of them besides, for when they have left.
TRACES = "traces"
TRACE_NAMES = ("by_name", "user_name", "made_by_name", "issued_by_name", "asked_by_name", "taken_back_by_name")
PARTS = ("what", "why", "long", "who")


@cache
def fields() -> dict[str, dict[str, Any]]:
    """`kept`: by entry and model, `nothing`: by model, names of fields with spaces between; `packages`: of models."""
    return tomllib.loads((HERE / "fields.toml").read_text(encoding="utf-8"))


@cache
def texts() -> dict[str, dict[str, Any]]:
    """`sections`, `long` and `who` by name, `entry` by key."""
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))


def listed(language: str) -> list[dict[str, Any]]:
    """The list as readers of `language` see it: sections with a `title` and `entries` of PARTS."""
    language = "en" if language.startswith("en") else "vi"
    with override(language):
        return [
            {"title": title[language], "entries": [_told(key, language) for key in _entries(section)]}
            for section, title in texts()["sections"].items()
        ]


def period(days: int) -> str:
    """`24 months` for whole years, else days; in the language that is active."""
    if days % 365:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    months = days * 12 // 365
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def _entries(section: str) -> list[str]:
    return [key for key, entry in texts()["entry"].items() if entry["section"] == section]


def _told(key: str, language: str) -> dict[str, str]:
    entry = texts()["entry"][key]
    lengths = {"visit": period(settings.PERSONAL_DATA_DAYS), "days": period(DAYS[key].days) if key in DAYS else ""}
    return {part: _words(part, entry[part])[language].format(**lengths) for part in PARTS}


def _words(part: str, said: str | dict[str, str]) -> dict[str, str]:
    return texts()[part][said] if isinstance(said, str) else said
