"""Drawings that editors upload, made safe to show: an SVG is written anew from plain shapes, a PNG from its points.

Nothing is looked for and taken out: only what stands in the lists below is carried over, so no script, no reference to
another file and no event can be.
"""

import io
import re
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring  # written with, never read

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

MOST_BYTES = 300_000
MOST_SHAPES = 2_000
DEEPEST = 30
# Points of a PNG's longer side: twice what the largest sign is shown at, on a sharp screen.
PNG_SIDE = 512
MOST_POINTS = 25_000_000

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
# They draw nothing: left out without a word.
SILENT = {"title", "desc", "metadata", "defs"}
GEOMETRY = {"d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"}
GEOMETRY |= {"width", "height", "transform"}
STROKES = {f"stroke-{name}" for name in ("dasharray", "linecap", "linejoin", "miterlimit", "opacity", "width")}
LOOK = {"fill", "fill-opacity", "fill-rule", "opacity", "stroke"} | STROKES
PLAIN = re.compile(r"[#\w\s.,()%+-]*\Z", re.ASCII)
NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*\Z")


def safe_drawing(data: bytes) -> tuple[bytes, str]:
    """`data` of an upload as it is kept, and the ending of its name. Raises ValidationError, in a sentence."""
    if len(data) > MOST_BYTES:
        raise ValidationError(_("This drawing is larger than 300 kB. Save it with fewer points, or smaller."))
    return (_png(data), "png") if data.startswith(b"\x89PNG") else (_svg(data), "svg")


def _png(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise ValueError
            points = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("This PNG cannot be read. Save it again, or send an SVG.")) from None
    points.thumbnail((PNG_SIDE, PNG_SIDE))
    kept = io.BytesIO()
    points.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _svg(data: bytes) -> bytes:
    try:
        found = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise ValidationError(_("Send a drawing as SVG or PNG; this is neither.")) from None
    if found.tag != f"{SVG}svg":
        raise ValidationError(_("Send a drawing as SVG or PNG; this is neither."))
    drawing = Element("svg", {"xmlns": SVG[1:-1], "viewBox": _box(found)} | _look(found))
    if not _copy(found, drawing, depth=0):
        raise ValidationError(_("There is no shape in this drawing."))
    if len(drawing.findall(".//*")) > MOST_SHAPES:
        raise ValidationError(_("This drawing is larger than 300 kB. Save it with fewer points, or smaller."))
    return tostring(drawing, encoding="utf-8")


def _box(svg: Element) -> str:
    """The drawing's own measure, "0 0 64 64"."""
    said = svg.get("viewBox", "").replace(",", " ").split()
    if len(said) == 4 and all(re.fullmatch(r"-?\d+(?:\.\d+)?", number) for number in said):
        return " ".join(said)
    width, height = (NUMBER.match(svg.get(name, "")) for name in ("width", "height"))
    if not width or not height:
        raise ValidationError(_("This drawing does not say how large it is: its viewBox is missing. Save it again."))
    return f"0 0 {width[1]} {height[1]}"


def _copy(source: Element, into: Element, *, depth: int) -> int:
    """Carry over the shapes below `source`; returns how many."""
    shapes = 0
    for child in source:
        namespace, _brace, name = str(child.tag).rpartition("}")
        # What a drawing program notes for itself, and comments.
        if f"{namespace}}}" != SVG or name in SILENT:
            continue
        if name not in SHAPES or depth > DEEPEST:
            told = _("“%(name)s” in this drawing is not taken. Save it as plain shapes in plain colours.")
            raise ValidationError(told % {"name": name[:40]})
        geometry = {key: child.attrib[key] for key in GEOMETRY & child.attrib.keys() if PLAIN.match(child.attrib[key])}
        copy = SubElement(into, name, dict(sorted(geometry.items())) | _look(child))
        shapes += _copy(child, copy, depth=depth + 1) if name == "g" else 1
    return shapes


def _look(shape: Element) -> dict[str, str]:
    """Colours and lines, said as attributes or in a `style` of its own."""
    said = {name: shape.attrib[name] for name in LOOK & shape.attrib.keys()}
    for rule in shape.get("style", "").split(";"):
        name, _colon, value = rule.partition(":")
        if name.strip() in LOOK:
            said[name.strip()] = value.strip()
    for value in said.values():
        if "url" in value.lower() or not PLAIN.match(value):
            told = _("“%(name)s” in this drawing is not taken. Save it as plain shapes in plain colours.")
            raise ValidationError(told % {"name": value[:40]})
    return dict(sorted(said.items()))
