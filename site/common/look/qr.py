"""An address as a QR code."""

import segno
from django.utils.safestring import SafeString, mark_safe


def draw(url: str) -> segno.QRCode:
    # It is read in sunlight, off a cracked screen.
    return segno.make(url, error="m")


def svg(url: str) -> SafeString:
    """For a page."""
    drawn = draw(url).svg_inline(scale=5, border=2, dark="#211c17", light="#fffdf7", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  (drawn here, from a URL of ours)
