"""Rows to mend, as an Excel with the file's own headings and one column more: the reasons. Mended, it is sent again."""

from pathlib import PurePath

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from common.http.sheets import bold, cell, xlsx_answer
from common.words.text import unmarked
from ocop.domain.imports.columns import TITLES
from ocop.enums import RowOutcome
from ocop.models import RegisterImport


def answer(row: RegisterImport) -> HttpResponse:
    """Headings over two rows are written as one, which the import reads as well."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet((row.sheet or "OCOP")[:31].translate({ord(mark): " " for mark in "[]:*?/\\'"}) or "OCOP")
    titles = [TITLES.get(key, text) for key, text in zip(row.columns, row.heading, strict=True)]
    kept = [number for number, key in enumerate(row.columns) if key != "reasons"]
    sheet.column_dimensions[get_column_letter(len(kept) + 1)].width = 70
    sheet.append([bold(sheet, title) for title in [*(titles[number] for number in kept), TITLES["reasons"]]])
    for one in row.rows.filter(outcome=RowOutcome.PROBLEM).iterator():
        texts = [*(one.cells[number] for number in kept), " ".join(one.reasons)]
        sheet.append([cell(sheet, text) if text else None for text in texts])
    stem = "".join(char if char.isalnum() else "-" for char in unmarked(PurePath(row.name).stem))[:60]
    return xlsx_answer(book, f"{stem or 'ocop'}-can-sua.xlsx")
