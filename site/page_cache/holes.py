"""Holes in pages that are kept: what has to be fresh, or is one reader's own, is filled in as a page goes out.

A template leaves a hole with `{% hole "name" argument %}`; all holes of one name on a page are filled by one call.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Answers HTML for each of the arguments, in their order.
Fill = Callable[[HttpRequest, list[str]], list[SafeString]]

_fills: dict[str, Fill] = {}


def register(name: str) -> Callable[[Fill], Fill]:
    """`name` is of small letters. Registered where an app gets ready, so that every process knows all of them."""

    def keep(fill: Fill) -> Fill:
        _fills[name] = fill
        return fill

    return keep


def hole(name: str, argument: object = "") -> SafeString:
    """The place that `name`'s function fills. Private characters: they pass through escaping and attributes."""
    if name not in _fills:
        raise LookupError(f"nothing fills the hole {name!r}")
    return mark_safe(f"{_mark()}{name}:{argument}\ue001")  # noqa: S308  (an id of ours between private characters)


def fill(request: HttpRequest, text: str) -> str:
    """`text` with its holes filled for this request."""
    if _mark() not in text:
        return text
    pieces = _pattern().split(text)
    names, arguments = pieces[1::3], pieces[2::3]
    asked: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        asked[name].append(number)
    for name, numbers in asked.items():
        filled = _fills[name](request, [arguments[number] for number in numbers])
        for number, html in zip(numbers, filled, strict=True):
            pieces[1 + 3 * number], pieces[2 + 3 * number] = html, ""
    return "".join(pieces)


@lru_cache
def _mark() -> str:
    # A secret, so that no text that somebody typed leaves a hole.
    return "\ue000" + hashlib.sha256(b"holes" + settings.SECRET_KEY.encode()).hexdigest()[:16] + ":"


@lru_cache
def _pattern() -> re.Pattern:
    return re.compile(re.escape(_mark()) + "([a-z]+):([^\ue001]*)\ue001")


@register("origin")
def fill_origin(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """Where this reader came to, before an address that has to be whole."""
    return [escape(f"{request.scheme}://{request.get_host()}")] * len(arguments)


@register("query")
def fill_query(request: HttpRequest, arguments: list[str]) -> list[SafeString]:
    """What the address asks for, after a link to the same page elsewhere."""
    query = request.META.get("QUERY_STRING", "")
    return [escape(f"?{query}") if query else mark_safe("")] * len(arguments)
