"""Sheets of labels to print and cut: A4, without margins beyond what the labels leave, a QR code and words on each."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, islice

from fontTools.ttLib import TTFont as FontFile
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from common.look.fonts import TARGET
from common.look.qr import draw

PLAIN, BOLD = "VeLang-400", "VeLang-600"
# Light modules around the dark ones, without which some phones do not see the code (ISO/IEC 18004).
QUIET = 4
PADDING = 3 * mm


@dataclass(frozen=True)
class Size:
    """Of one label in millimetres; `rows` of `columns` stand on a sheet. Type in points."""

    name: str
    width: int
    height: int
    columns: int
    rows: int
    title: float
    text: float

    @property
    def label(self) -> str:
        return f"{self.width} × {self.height}"

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows


# The two that shops for paper sell ready cut.
SIZES = {
    "70x37": Size("70x37", 70, 37, columns=3, rows=8, title=9, text=7),
    "105x74": Size("105x74", 105, 74, columns=2, rows=4, title=14, text=10),
}


@dataclass(frozen=True)
class Label:
    """`url` is drawn, `code` is what is typed instead; `title` and `lines` are cut where they do not fit."""

    url: str
    code: str
    title: str
    lines: tuple[str, ...]


def label_sheet(labels: Iterable[Label], *, size: Size, title: str) -> bytes:
    """A PDF. What is printed without scaling fits the cut paper."""
    use_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(title)
    rest = iter(labels)
    while sheet := list(islice(rest, size.per_sheet)):
        for place, label in enumerate(sheet):
            _label(canvas, label, size, *_corner(size, place))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def use_fonts() -> None:
    """Make `PLAIN` and `BOLD` known to PDFs: ours are kept as WOFF2, a PDF takes TrueType."""
    for name, file in ((PLAIN, "be-vietnam-pro-400"), (BOLD, "be-vietnam-pro-600")):
        font = FontFile(TARGET / f"{file}.woff2")
        font.flavor = None
        plain = io.BytesIO()
        font.save(plain)
        plain.seek(0)
        pdfmetrics.registerFont(TTFont(name, plain))


def _corner(size: Size, place: int) -> tuple[float, float]:
    """Left and top of a label, in points from the sheet's left lower corner."""
    row, column = divmod(place, size.columns)
    left = (A4[0] - size.columns * size.width * mm) / 2
    top = A4[1] - (A4[1] - size.rows * size.height * mm) / 2
    return left + column * size.width * mm, top - row * size.height * mm


def _label(canvas: Canvas, label: Label, size: Size, left: float, top: float) -> None:
    code_line = size.title * 1.5
    side = min(size.height * mm - 2 * PADDING - code_line, 0.42 * size.width * mm)
    x, y = left + PADDING, top - PADDING - side
    _qr(canvas, label.url, x, y, side)
    canvas.setFont(BOLD, _points(label.code, size.title, side))
    canvas.drawCentredString(x + side / 2, y - size.title * 1.2, label.code)
    room = size.width * mm - side - 3 * PADDING
    _words(canvas, label, size, x + side + PADDING, top - PADDING, room)


def _words(canvas: Canvas, label: Label, size: Size, x: float, top: float, room: float) -> None:
    y, floor = top, top - size.height * mm + 2 * PADDING
    for text, font, points, most in [
        (label.title, BOLD, size.title, 3),
        *((line, PLAIN, size.text, 2) for line in label.lines),
    ]:
        for line in _wrapped(text, font, points, room, most):
            y -= points * 1.25
            if y < floor:
                return
            canvas.setFont(font, points)
            canvas.drawString(x, y, line)
        y -= points * 0.3


def _wrapped(text: str, font: str, points: float, room: float, most: int) -> Iterator[str]:
    """`text` in at most `most` lines that fit into `room`; an ellipsis says that more was there."""
    words, number = text.split(), 0
    while words and number < most:
        number += 1
        line = words.pop(0)
        while words and pdfmetrics.stringWidth(f"{line} {words[0]}", font, points) <= room:
            line += f" {words.pop(0)}"
        left_off = bool(words) and number == most
        yield _cut(f"{line}…" if left_off else line, font, points, room)


def _points(text: str, most: float, room: float) -> float:
    """So large, or smaller where `text`, which is never cut, would be wider than `room`."""
    width = pdfmetrics.stringWidth(text, BOLD, most)
    return most if width <= room else most * room / width


def _cut(line: str, font: str, points: float, room: float) -> str:
    while len(line) > 1 and pdfmetrics.stringWidth(line, font, points) > room:
        line = f"{line.rstrip('…')[:-1]}…"
    return line


def _qr(canvas: Canvas, url: str, x: float, y: float, side: float) -> None:
    number, bars = _bars(url)
    module = side / number
    canvas.setFillGray(0)
    for row, start, length in bars:
        canvas.rect(x + start * module, y + side - (row + 1) * module, length * module, module, 0, 1)


@lru_cache(maxsize=4)
def _bars(url: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """How many modules a side has, and runs of dark ones (row, start, length): one bar each, so that no printer draws
    hair lines between them. Labels of one lot are mostly the same, and a code takes longest to work out.
    """
    rows = [list(row) for row in draw(url).matrix_iter(border=QUIET)]
    bars = []
    for n, row in enumerate(rows):
        place = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                bars.append((n, place, length))
            place += length
    return len(rows), tuple(bars)
