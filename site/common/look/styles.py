"""Style sheets and scripts of every page, and of the desk's, in order: a release makes one file of each list."""

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
    "card_product",
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
    "product_search",
    "progress",
    "piece",
    "review",
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
# A phone's first visit asks for each file by itself, and each asks for 400 ms of a village's signal.
DESK = [
    *("desk", "desk_slot_head", "desk_booking_row", "desk_page", "desk_day", "desk_calendar", "desk_week"),
    *("desk_booking", "desk_guests", "desk_money", "desk_setup", "desk_rule", "desk_slot", "desk_resource"),
    *("desk_rota", "desk_selling", "desk_ocop", "desk_offline"),
]
BUNDLES = {
    BUNDLE: SHEETS,
    "css/desk.css": [f"css/components/{name}.css" for name in DESK],
    "js/all.js": [f"js/{name}.js" for name in ("once", "typed", "menu", "stepper", "countdown")],
    # What waits on the phone: on every page of the desk, and on the one that opens without signal.
    "js/desk.js": [f"js/desk_{name}.js" for name in ("store", "state", "queue", "told", "lists", "amount", "sign_out")],
}
ADDRESS = re.compile(r"""url\((["']?)(?!data:|https?:|/|#)([^"')]+)\1\)""")


def bundle(read: Callable[[str], str], name: str = BUNDLE) -> str:
    """All files of the bundle `name` as one. Layers keep their order; of sheets relative addresses are seen from the
    bundle's folder."""
    if name.endswith(".js"):
        return "\n".join(read(script) for script in BUNDLES[name])
    home = posixpath.dirname(name)
    parts = []
    for sheet in BUNDLES[name]:
        folder = posixpath.dirname(sheet)

        def moved(match: re.Match, folder: str = folder) -> str:
            target = posixpath.normpath(posixpath.join(folder, match.group(2)))
            return f'url("{posixpath.relpath(target, home)}")'

        parts.append(ADDRESS.sub(moved, read(sheet)))
    return "\n".join(parts)
