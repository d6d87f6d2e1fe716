"""The QR code of a ticket: the address that checks its party in."""

import hashlib
import io

import segno
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

# Seconds for which the code of a ticket that was looked at is not drawn again.
KEPT = 3_600
# Pixels.
WIDTH = 1_000


def _code(url: str) -> segno.QRCode:
    # It is read in sunlight, off a cracked screen.
    return segno.make(url, error="m")


def inline_svg(url: str) -> SafeString:
    """For a page. It is the same for ever; the cache's key does not give the address away."""
    key = "ticket:" + hashlib.sha256(url.encode()).hexdigest()
    svg = cache.get(key)
    if svg is None:
        svg = _code(url).svg_inline(scale=5, border=2, dark="#211c17", light="#fffdf7", omitsize=True)
        cache.set(key, svg, KEPT)
    return mark_safe(svg)  # noqa: S308  (drawn here, from a URL of ours)


def png_file(url: str) -> bytes:
    """For a phone's pictures: black on white, about as wide as its screen, with the quiet zone of ISO 18004."""
    code, out = _code(url), io.BytesIO()
    code.save(out, kind="png", scale=max(1, WIDTH // code.symbol_size()[0]))
    return out.getvalue()
