"""Map tiles are a setting. Without them the map shows its places on paper."""

import logging
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)
SUBDOMAINS = "abc"
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")


@dataclass(frozen=True)
class Tiles:
    """An address such as `https://{s}.tile.example/{z}/{x}/{y}.png` and the words its licence asks for."""

    url: str
    attribution: str

    @property
    def origins(self) -> list[str]:
        """What img-src must allow: nothing for tiles of our own."""
        parts = urlsplit(self.url)
        if not parts.netloc:
            return []
        hosts = [parts.netloc.replace("{s}", letter) for letter in SUBDOMAINS]
        return [f"{parts.scheme}://{host}" for host in dict.fromkeys(hosts)]


def configured() -> Tiles | None:
    """The tiles of the settings; None where a sound address or its attribution is missing."""
    url, attribution = settings.MAP_TILE_URL.strip(), settings.MAP_TILE_ATTRIBUTION.strip()
    if not url:
        return None
    parts = urlsplit(url.replace("{s}", "a"))
    ours = not parts.scheme and not parts.netloc and url.startswith("/")
    theirs = parts.scheme in ("https", "http") and HOST.fullmatch(parts.netloc)
    if not attribution or not (ours or theirs):
        logger.warning("MAP_TILE_URL is not used: it needs MAP_TILE_ATTRIBUTION and an http(s) address")
        return None
    return Tiles(url, attribution)
