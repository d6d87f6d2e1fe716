"""The style sheets of every page, in order, and the one file that a release makes of them."""

import posixpath
import re
from collections.abc import Callable

BUNDLE = "css/all.css"
BASE = ["reset", "tokens", "base", "layout", "utilities"]
COMPONENTS = [
    "artisan",
    "booking_bar",
    "breadcrumb",
    "button",
    "calendar",
    "card",
    "card_artisan",
    "card_experience",
    "card_story",
    "card_village",
    "content",
    "countdown",
    "day_chips",
    "empty",
    "example_mark",
    "facts",
    "festival_row",
    "field",
    "form_errors",
    "hero",
    "money_lines",
    "notice",
    "ocop_mark",
    "pagination",
    "picture",
    "pigment",
    "progress",
    "search_form",
    "section_head",
    "share_bar",
    "site_footer",
    "site_header",
    "slot_note",
    "slot_row",
    "stars",
    "state",
    "stepper",
    "party_limits",
    "steps",
    "ticket",
    "time_choice",
]
SHEETS = [*(f"css/{name}.css" for name in BASE), *(f"css/components/{name}.css" for name in COMPONENTS)]
ADDRESS = re.compile(r"""url\((["']?)(?!data:|https?:|/|#)([^"')]+)\1\)""")


def bundle(read: Callable[[str], str]) -> str:
    """All sheets as one, with their relative addresses seen from the bundle's folder. Layers keep their order."""
    home = posixpath.dirname(BUNDLE)
    parts = []
    for sheet in SHEETS:
        folder = posixpath.dirname(sheet)

        def moved(match: re.Match, folder: str = folder) -> str:
            target = posixpath.normpath(posixpath.join(folder, match.group(2)))
            return f'url("{posixpath.relpath(target, home)}")'

        parts.append(ADDRESS.sub(moved, read(sheet)))
    return "\n".join(parts)
