"""Pictures that prove something: read, and written anew, so that nothing of what came beside the dots is kept."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from common.data.refusal import Refused

# A phone's best photo has some fifty million dots; on a screen and on A4 more than these on a side are not seen.
MOST_DOTS, LONGEST_SIDE = 50_000_000, 4_000
# A progressive JPEG may hide thousands of passes over its dots in few bytes; a camera's has some ten.
MOST_PASSES, PASS = 100, b"\xff\xda"
QUALITY = 88
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class TooManyDots(Refused):
    message = _("This picture has more dots than any camera's. Save it smaller, or photograph it, then send that.")


class SpoiltPicture(Refused):
    message = _("This picture is cut short or spoilt. Choose the file again, or another one.")


def written_anew(content: bytes) -> tuple[bytes, str]:
    """The picture turned the right way up, at most `LONGEST_SIDE` on a side, without notes of where, when and with what
    it was taken; and its media type. Raises TooManyDots, SpoiltPicture.

    Its size is read before a dot is. Of one that moves, the first picture is kept.
    """
    try:
        with Image.open(BytesIO(content), formats=tuple(MEDIA_TYPES)) as picture:
            kind = picture.format or ""
            if picture.width * picture.height > MOST_DOTS or (kind == "JPEG" and content.count(PASS) > MOST_PASSES):
                raise TooManyDots
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            return _saved(upright, kind), MEDIA_TYPES[kind]
    except Image.DecompressionBombError as error:
        raise TooManyDots from error
    # Whatever a spoilt picture makes Pillow raise.
    except (OSError, SyntaxError, ValueError, LookupError, struct.error, zlib.error) as error:
        raise SpoiltPicture from error


@dataclass(frozen=True)
class Shown:
    """JPEGs of one picture as pages show it; `width` and `height` in dots are those of `large`."""

    large: bytes
    small: bytes
    width: int
    height: int


def is_picture(content: bytes) -> bool:
    """Whether it begins as JPEG, PNG or WebP do."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def as_shown(content: bytes, *, long: int, short: int, quality: int) -> Shown:
    """Written anew, at most `long` and `short` dots on a side. Raises TooManyDots, SpoiltPicture."""
    anew, _kind = written_anew(content)
    with Image.open(BytesIO(anew)) as opened:
        whole = opened.convert("RGB")
    whole.thumbnail((long, long))
    width, height, large = whole.width, whole.height, _jpeg(whole, quality)
    whole.thumbnail((short, short))
    return Shown(large, _jpeg(whole, quality), width, height)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    # As sRGB, in which screens show what says nothing else.
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _saved(picture: Image.Image, kind: str) -> bytes:
    # Colours and what is seen through belong to the picture; all else that is noted does not.
    kept: dict[str | tuple[int, int], Any] = {
        name: picture.info[name] for name in ("icc_profile", "transparency") if picture.info.get(name) is not None
    }
    picture.info = kept
    if kind == "JPEG" and picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("RGB")
    out = BytesIO()
    told = {} if kind == "PNG" else {"quality": QUALITY}
    picture.save(out, kind, icc_profile=kept.get("icc_profile"), **told)
    return out.getvalue()
