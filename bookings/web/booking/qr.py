"""The QR code of a ticket: the address that checks its party in."""

import hashlib

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from common.look.qr import png, svg

# Seconds for which the code of a ticket that was looked at is not drawn again.
KEPT = 3_600
# Pixels.
WIDTH = 1_000


def inline_svg(url: str) -> SafeString:
    """For a page. It is the same for ever; the cache's key does not give the address away."""
    key = "ticket:" + hashlib.sha256(url.encode()).hexdigest()
    drawn = cache.get(key)
    if drawn is None:
        drawn = svg(url)
        cache.set(key, drawn, KEPT)
    return mark_safe(drawn)  # noqa: S308  (drawn here, from a URL of ours)


def png_file(url: str) -> bytes:
    """For a phone's pictures, about as wide as its screen."""
    return png(url, width=WIDTH)
