"""The villages' printed signs as inline SVG symbols, so that pins cost no requests of their own."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

SVG = re.compile(r'<svg[^>]*viewBox="([\d. -]+)"[^>]*>(.*)</svg>', re.DOTALL)


def motif_symbols(names: Iterable[str]) -> SafeString:
    """One <symbol> for each of the signs `names`, such as "motif-gate", out of our illustrations."""
    return mark_safe("".join(_symbol(name) for name in sorted(set(names))))  # noqa: S308


@cache
def _symbol(name: str) -> str:
    path = finders.find(f"art/{name}.svg")
    found = SVG.search(Path(path).read_text(encoding="utf-8")) if path else None
    if found is None:
        return ""
    box, shapes = found.groups()
    return f'<symbol id="{name}" viewBox="{box}">{shapes}</symbol>'
