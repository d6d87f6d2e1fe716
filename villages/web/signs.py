"""The villages' printed signs as inline SVG symbols, so that pins cost no requests of their own; a craft's own drawing
costs one.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SVG = re.compile(r'<svg[^>]*viewBox="([\d. -]+)"[^>]*>(.*)</svg>', re.DOTALL)


def sign_symbols(signs: Mapping[str, str]) -> SafeString:
    """One <symbol> for each of `signs`, addresses by name: ours such as "motif-gate" in full, an uploaded one by its
    address, as a picture in which nothing runs.
    """
    return mark_safe("".join(_symbol(name) or _picture(name, url) for name, url in sorted(signs.items())))  # noqa: S308


def _picture(name: str, url: str) -> SafeString:
    return format_html(
        '<symbol id="{}" viewBox="0 0 64 64"><image href="{}" width="64" height="64"/></symbol>', name, url
    )


@cache
def _symbol(name: str) -> str:
    path = finders.find(f"art/{name}.svg")
    found = SVG.search(Path(path).read_text(encoding="utf-8")) if path else None
    if found is None:
        return ""
    box, shapes = found.groups()
    return f'<symbol id="{name}" viewBox="{box}">{shapes}</symbol>'
