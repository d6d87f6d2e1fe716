"""Opening what somebody sent as a spreadsheet. Nothing is evaluated, and nothing is taken on the sender's word.

.xlsx is read row by row by openpyxl, which makes room for what is there and not for what a file says is there; .xls and
.ods by calamine; .csv by Python.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.domain.imports.cells import as_text
from ocop.domain.imports.merged import merged_in

# Bytes of a file, and of what a packed one unpacks to: 10,000 products are 1 MB and 12 MB.
LARGEST, LARGEST_UNPACKED = 10_000_000, 200_000_000
PIECE = 1_000_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 80, 60
# Rows without anything in them after which a sheet is taken to be over.
BLANK_ROWS = 200

Row = list[str]


class NotOurs(Refused):
    message = _("This is no spreadsheet. Save it as Excel (.xlsx) or CSV in the program that shows it, then send that.")


class Empty(Refused):
    message = _("The file is empty (0 bytes). Save it again where it shows its rows, then send it.")


class TooLarge(Refused):
    message = _("The file is larger than 10 MB, more than a register needs. Take pictures out of it, or split it.")


class Bomb(Refused):
    message = _("Unpacked, this file is larger than any register. Copy its table into a new sheet and send that.")


class Locked(Refused):
    message = _("The file asks for a password. Save a copy without one, then send that.")


class TooManyRows(Refused):
    message = _("The sheet has more than 20,000 rows. Split it into several files.")


@dataclass(frozen=True)
class Sheet:
    """`rows` reads afresh each time it is called; one that cannot be read any further raises NotOurs."""

    title: str
    rows: Callable[[], Iterator[Row]]


def check_size(size: int) -> None:
    """Before anything is read. Raises Empty, TooLarge."""
    if size == 0:
        raise Empty
    if size > LARGEST:
        raise TooLarge


def open_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a file, by what it is and not by its name. Raises a Refused where it is none, or not safe."""
    check_size(len(content))
    if content.startswith(b"PK\x03\x04"):
        names = _unpacks_to_little(content)
        if "xl/workbook.xml" in names or any(name.endswith("workbook.xml") for name in names):
            return _xlsx(content)
        if "content.xml" in names:
            return _calamine(content)
        raise NotOurs
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # An old .xls, or a newer file behind a password: both are boxes of the same make.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Locked
        return _calamine(content)
    return [Sheet("CSV", _csv_rows(_decoded(content)))]


def _unpacks_to_little(content: bytes) -> set[str]:
    """Names inside, after what they really unpack to was counted: what a file says of its size may be a lie."""
    left = LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > 2_000 or sum(info.file_size for info in packed.infolist()) > left:
                raise Bomb
            for info in packed.infolist():
                if info.flag_bits & 1:
                    raise Locked
                # Further than we would read: its end is where the packed bytes end.
                info.file_size = LARGEST_UNPACKED + 2 * PIECE
                with packed.open(info) as part:
                    while piece := part.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise Bomb
            return set(packed.namelist())
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise NotOurs from error
    except Exception as error:
        if isinstance(error, Refused):
            raise
        # zlib.error and its likes have no base of their own.
        raise NotOurs from error


def _xlsx(content: bytes) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets[:MOST_SHEETS]
        return [Sheet(sheet.title, _xlsx_rows(sheet, content)) for sheet in sheets]
    except Exception as error:
        raise NotOurs from error


def _xlsx_rows(sheet: Any, content: bytes) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        merged = merged_in(content, sheet)
        # What a file says of its own dimensions is not believed.
        sheet.reset_dimensions()
        kept: dict[tuple[int, int], str] = {}
        sources = set(merged.values())
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            row = [as_text(value) for value in cells]
            for column in range(len(row)):
                if (number, column + 1) in sources:
                    kept[number, column + 1] = row[column]
                elif source := merged.get((number, column + 1)):
                    row[column] = kept.get(source, "")
            yield row

    return _bounded(rows)


def _calamine(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names[:MOST_SHEETS]
    except PasswordError as error:
        raise Locked from error
    except Exception as error:
        raise NotOurs from error

    def rows_of(name: str) -> Callable[[], Iterator[Row]]:
        def rows() -> Iterator[Row]:
            sheet = book.get_sheet_by_name(name)
            for cells in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1):
                yield [as_text(value) for value in cells[:MOST_COLUMNS]]

        return _bounded(rows)

    return [Sheet(name, rows_of(name)) for name in names]


def _bounded(rows: Callable[[], Iterator[Row]]) -> Callable[[], Iterator[Row]]:
    """`rows` until nothing stands in a long run of them. Raises TooManyRows, and NotOurs where they break."""

    def read() -> Iterator[Row]:
        blank = 0
        try:
            for number, row in enumerate(rows(), 1):
                blank = 0 if any(row) else blank + 1
                if blank > BLANK_ROWS:
                    return
                if number > MOST_ROWS:
                    raise TooManyRows
                yield row
        except Refused:
            raise
        except Exception as error:
            raise NotOurs from error

    return read


def _decoded(content: bytes) -> str:
    """Text in UTF-8 or UTF-16; else as Windows writes Vietnamese. Raises NotOurs for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1258")
    if b"\x00" in content[:4096] and encodings[0] != "utf-16":
        raise NotOurs
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotOurs


def _csv_rows(text: str) -> Callable[[], Iterator[Row]]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    mark = max(";,\t", key=first.count)
    if first.count(mark) == 0:
        raise NotOurs

    def rows() -> Iterator[Row]:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [as_text(cell) for cell in cells[:MOST_COLUMNS]]

    return _bounded(rows)
