"""Data in a page's head, and long names that no line can hold."""

import json
import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_LONG = re.compile(r"(\S{17,})")
# Nothing in it can end the script's element.
NO_MARKUP = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def as_json(data: dict[str, Any]) -> SafeString:
    """For the inside of a script's element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(NO_MARKUP))  # noqa: S308  (made harmless above)


@register.filter
def breakable(text: str) -> SafeString:
    """Words of more than sixteen characters, as hashes and files' names are, may go on in the next line after every
    eight; copied, they are whole."""
    parts = (part for part in _LONG.split(text) if part)
    return format_html_join("", "{}", ((_broken(part),) for part in parts))


def _broken(part: str) -> SafeString:
    if not _LONG.fullmatch(part):
        return format_html("{}", part)
    return format_html_join(mark_safe("<wbr>"), "{}", ((part[at : at + 8],) for at in range(0, len(part), 8)))
