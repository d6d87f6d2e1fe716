"""Every address of the URLconf, and ways to fill it in that nobody had in mind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

from bookings.enums import OnlineProvider
from config.urls import urlpatterns

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# A group of a pattern that is written as a regular expression, named or not.
GROUP = re.compile(r"\((?:\?P<(\w+)>)?(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Route:
    """One address: `parts` is its text with each argument's name between braces."""

    name: str
    parts: str

    @property
    def arguments(self) -> list[str]:
        return re.findall(r"\{(\w*)\}", self.parts)

    @property
    def in_cms(self) -> bool:
        return self.parts.startswith("/cms/")

    def path(self, values: dict[str, str]) -> str:
        """The address; what `values` does not name is 1, which is a number, a slug and a word."""
        return re.sub(r"\{(\w*)\}", lambda found: values.get(found[1], "1"), self.parts)

    def __str__(self) -> str:
        return self.parts


def routes(patterns: list | None = None, before: str = "/") -> Iterator[Route]:
    """All of the installation's, in their order; what is included by another is walked into."""
    for pattern in urlpatterns if patterns is None else patterns:
        text = before + _text(pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, text)
        else:
            assert isinstance(pattern, URLPattern)
            yield Route(pattern.name or "", text)
            # Each gateway says and is told otherwise.
            if "{provider}" in text:
                yield from (Route(pattern.name or "", text.replace("{provider}", one)) for one in OnlineProvider.values)


def _text(pattern: URLPattern | URLResolver) -> str:
    written = pattern.pattern
    if isinstance(written, LocalePrefixPattern):
        return ""
    if isinstance(written, RegexPattern):
        bare = GROUP.sub(lambda found: "{%s}" % (found[1] or "rest"), str(written))
        return bare.strip("^$").replace("\\", "")
    return ARGUMENT.sub(r"{\1}", str(written))
