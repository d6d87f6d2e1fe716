"""Cells and files for spreadsheets, set to be read on a screen and on paper."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from copy import copy
from textwrap import wrap

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import DEFAULT_FONT, Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The book's own letters: a font that has no name is another in each program.
BOLD = copy(DEFAULT_FONT)
BOLD.b = True
# Letters from which on a text may be wider than its column: it goes on below, and covers and hides nothing.
LONG = 6
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")
# Neither touches the words beside it.
NUMBER = Alignment(vertical="top", horizontal="right", indent=1)
DAY = Alignment(vertical="top", horizontal="left")
A4 = 9
# Of one line of text, in points.
LINE = 15
# In inches.
MARGINS = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6, header=0.3, footer=0.3)
Value = str | int | float | dt.datetime | dt.date


class Page:
    """A sheet of a book made row by row, on A4: lying unless `upright`, `across` pages wide.

    `widths` are those of its columns in letters. The first `heads` rows come again on each page.
    """

    def __init__(
        self,
        book: Workbook,
        name: str,
        widths: Sequence[float],
        *,
        heads: int = 0,
        across: int = 1,
        upright: bool = False,
    ) -> None:
        self.sheet, self.widths, self.rows = book.create_sheet(name), widths, 0
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        page = self.sheet.page_setup
        page.paperSize, page.orientation = A4, "portrait" if upright else "landscape"
        page.fitToWidth, page.fitToHeight = across, 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.sheet.page_margins, self.sheet.oddFooter.center.text = MARGINS, "&P/&N"
        if heads:
            self.sheet.print_title_rows = f"1:{heads}"

    def add(self, values: Iterable[Value | Cell | None], *, strong: bool = False) -> None:
        """A row; None is a cell that says nothing. `strong` is a heading or a sum."""
        cells = [self._cell(value, strong=strong) for value in values]
        self.rows += 1
        told = zip(cells, self.widths, strict=False)
        if (lines := max((_lines(each, width) for each, width in told if each), default=1)) > 1:
            self.sheet.row_dimensions[self.rows].height = LINE * lines
        self.sheet.append(cells)

    def title(self, text: str) -> None:
        """Alone in its row: it runs on over the columns beside it."""
        made = cell(self.sheet, text)
        made.font, made.alignment = BOLD, TOP
        self.rows += 1
        self.sheet.append([made])

    def _cell(self, value: Value | Cell | None, *, strong: bool) -> Cell | None:
        made = value if isinstance(value, Cell) or value is None else cell(self.sheet, value)
        if made is not None and strong:
            made.font = BOLD
        return made


def cell(sheet, value: Value) -> Cell:
    """A text is text, also one that looks like a formula; moments are without their zone."""
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"
        made.alignment = WRAPPED if len(value) >= LONG else TOP
        return made
    is_day = isinstance(value, dt.date)
    made.alignment = DAY if is_day else NUMBER
    made.number_format = "#,##0"
    if is_day:
        made.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, dt.datetime) else "dd/mm/yyyy"
    return made


def _lines(made: Cell, width: float) -> int:
    """How many its text takes: not every program looks for itself. A width is counted in digits, which are wider."""
    if made.data_type != "s" or not made.alignment.wrap_text:
        return 1
    room = int(width * 1.1)
    return sum(len(wrap(part, room)) if len(part) > room else 1 for part in str(made.value).split("\n"))


def xlsx_answer(book: Workbook, name: str) -> HttpResponse:
    """`book` to be kept as `name`."""
    out = io.BytesIO()
    book.save(out)
    return attachment(out.getvalue(), XLSX, name)


def attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
