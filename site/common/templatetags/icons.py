"""The package's `{% lucide %}`, each drawing made once: the package parses it anew every time."""

from functools import lru_cache

from django import template
from lucide.templatetags import lucide as package

register = template.Library()
_drawn = lru_cache(maxsize=512)(package.lucide)


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: object) -> str:
    """The icon as inline SVG. The package escapes the attributes."""
    return _drawn(name, size=size, **attributes)
