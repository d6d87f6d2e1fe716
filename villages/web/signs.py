"""The villages' printed signs as inline SVG symbols, so that pins cost no requests of their own."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

from villages.enums import Craft

SVG = re.compile(r'<svg[^>]*viewBox="([\d. -]+)"[^>]*>(.*)</svg>', re.DOTALL)


@cache
def motif_symbols() -> SafeString:
    """One <symbol> a craft, `motif-pottery` and so on, out of our illustrations; a craft may lack one."""
    return mark_safe("".join(_symbol(f"motif-{craft}") for craft in Craft.values))  # noqa: S308


def _symbol(name: str) -> str:
    path = finders.find(f"art/{name}.svg")
    found = SVG.search(Path(path).read_text(encoding="utf-8")) if path else None
    if found is None:
        return ""
    box, shapes = found.groups()
    return f'<symbol id="{name}" viewBox="{box}">{shapes}</symbol>'
