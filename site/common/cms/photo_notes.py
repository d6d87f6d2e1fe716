"""What a photo's file says beside its picture, and the file without what tells where it was taken.

JPEG, PNG and WebP are lists of parts: those that tell a place are left out, and every other byte stays as it is, also
the frames of a moving picture.
"""

import re
import struct
import zlib
from collections.abc import Iterator

# Coordinates, and places in words: in XMP, and in IPTC (IIM 2:26, 27, 90, 92, 95, 100, 101).
IN_XMP = re.compile(rb"GPS|Location|geo:lat|photoshop:(City|State|Country)")
IN_IPTC = re.compile(rb"\x1c\x02[\x1a\x1b\x5a\x5c\x5f\x64\x65]")

EXIF, XMP, MORE_XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
# After its name, a piece of a long XMP says whose it is, how long that is and where in it this piece stands.
PIECE = len(MORE_XMP) + 40
APP1, APP13, START_OF_SCAN = 0xE1, 0xED, 0xDA
PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt")
# As ImageMagick writes into PNG what other formats have parts for; that of colours is left alone.
RAW_PROFILE = re.compile(rb"Raw profile type (exif|app1|xmp|iptc|8bim)\0", re.IGNORECASE)
WEBP_HAS_EXIF, WEBP_HAS_XMP = 0x08, 0x04


def xmp_tells(note: bytes) -> bool:
    """Also where it is written in UTF-16."""
    return bool(IN_XMP.search(note.replace(b"\0", b"")))


def jpeg(data: bytes, exif: bytes | None) -> bytes:
    """`data` without its place, with the notes `exif` for those it has; None where they may stay."""
    parts = list(_jpeg_parts(data))
    # A word may be cut in two where a long XMP is.
    more = b"".join(body[PIECE:] for kind, body in parts if kind == APP1 and body.startswith(MORE_XMP))
    xmp = xmp_tells(more) or any(xmp_tells(body) for kind, body in parts if kind == APP1 and body.startswith(XMP))
    iptc = bool(IN_IPTC.search(b"".join(body for kind, body in parts if kind == APP13)))
    out = bytearray(data[:2])
    for kind, body in parts:
        if kind == APP1 and body.startswith(EXIF) and exif is not None:
            body = exif
        if (xmp and kind == APP1 and body.startswith((XMP, MORE_XMP))) or (iptc and kind == APP13) or not body:
            continue
        out += struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body
    return bytes(out) + data[_end(data, parts) :]


def png(data: bytes, exif: bytes | None) -> bytes:
    """The same of a PNG, whose place may also be in text; where notes were kept as text, `exif` becomes a part."""
    parts = [(kind, body) for kind, body in _png_parts(data) if not (kind in PNG_TEXT and _png_text_tells(kind, body))]
    if exif is not None:
        parts = [(kind, body) for kind, body in parts if kind != b"eXIf"]
        # Right after the size of the picture.
        parts[1:1] = [(b"eXIf", exif.removeprefix(EXIF))] if exif else []
    return data[:8] + b"".join(_png_part(kind, body) for kind, body in parts)


def webp(data: bytes, exif: bytes | None) -> bytes:
    """The same of a WebP, whose head says which notes there are."""
    parts: list[tuple[bytes, bytes]] = []
    for kind, body in _webp_parts(data):
        if kind == b"EXIF" and exif is not None:
            body = exif.removeprefix(EXIF)
        if (kind == b"XMP " and xmp_tells(body)) or (kind == b"EXIF" and not body):
            continue
        parts.append((kind, body))
    kinds = {kind for kind, _body in parts}
    out = bytearray()
    for kind, body in parts:
        if kind == b"VP8X":
            told = (WEBP_HAS_EXIF if b"EXIF" in kinds else 0) | (WEBP_HAS_XMP if b"XMP " in kinds else 0)
            body = bytes([body[0] & ~(WEBP_HAS_EXIF | WEBP_HAS_XMP) | told]) + body[1:]
        out += kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(out) + 4) + b"WEBP" + bytes(out)


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Up to the picture itself: the kind of each part, and what is in it."""
    at = 2
    while data[at + 1] != START_OF_SCAN:
        mark, kind, size = struct.unpack_from(">BBH", data, at)
        if mark != 0xFF or not 0xC0 <= kind < 0xFF or size < 2:
            raise ValueError
        yield kind, data[at + 4 : at + 2 + size]
        at += 2 + size


def _end(data: bytes, parts: list[tuple[int, bytes]]) -> int:
    return 2 + sum(len(body) + 4 for _kind, body in parts)


def _png_parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + 8 + size]
        at += size + 12


def _png_part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png_text_tells(kind: bytes, body: bytes) -> bool:
    if RAW_PROFILE.match(body):
        return True
    _name, _, rest = body.partition(b"\0")
    packed = rest[1:] if kind == b"zTXt" else rest
    if kind == b"iTXt" and rest[:1] == b"\1":
        packed = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif kind != b"zTXt":
        return xmp_tells(rest)
    return xmp_tells(zlib.decompress(packed))


def _webp_parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
