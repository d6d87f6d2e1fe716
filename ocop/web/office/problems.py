"""Rows to mend, as an Excel with the file's own headings and one column more: the reasons. Mended, it is sent again."""

from pathlib import PurePath

from django.http import HttpResponse
from openpyxl import Workbook

from common.http.sheets import Page, xlsx_answer
from common.words.text import unmarked
from ocop.domain.imports.columns import TITLES
from ocop.enums import RowOutcome
from ocop.models import RegisterImport

# Of a column of the file, and of the reasons, in letters.
WIDTH, REASONS = 16, 70


def answer(row: RegisterImport) -> HttpResponse:
    """Headings over two rows are written as one, which the import reads as well."""
    book = Workbook(write_only=True)
    name = (row.sheet or "OCOP")[:31].translate({ord(mark): " " for mark in "[]:*?/\\'"})
    titles = [TITLES.get(key, text) for key, text in zip(row.columns, row.heading, strict=True)]
    kept = [number for number, key in enumerate(row.columns) if key != "reasons"]
    page = Page(book, name, [*[WIDTH] * len(kept), REASONS], heads=1)
    page.add([*(titles[number] for number in kept), TITLES["reasons"]], strong=True)
    for one in row.rows.filter(outcome=RowOutcome.PROBLEM).iterator():
        page.add([*(one.cells[number] or None for number in kept), " ".join(one.reasons) or None])
    stem = "".join(char if char.isalnum() else "-" for char in unmarked(PurePath(row.name).stem))[:60]
    return xlsx_answer(book, f"{stem or 'ocop'}-can-sua.xlsx")
