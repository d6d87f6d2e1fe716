"""An address as a QR code."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def draw(url: str) -> segno.QRCode:
    # It is read in sunlight, off a cracked screen.
    return segno.make(url, error="m")


def svg(url: str) -> SafeString:
    """For a page."""
    drawn = draw(url).svg_inline(scale=5, border=2, dark="#211c17", light="#fffdf7", omitsize=True)
    return mark_safe(drawn)  # noqa: S308  (drawn here, from a URL of ours)


def png(url: str, *, width: int) -> bytes:
    """A picture about so many pixels wide: black on white, with the quiet zone of ISO 18004."""
    code, out = draw(url), io.BytesIO()
    code.save(out, kind="png", scale=max(1, width // code.symbol_size()[0]))
    return out.getvalue()
