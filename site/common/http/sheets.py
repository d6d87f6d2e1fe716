"""Cells and files for spreadsheets."""

import datetime as dt
import io

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | dt.datetime | dt.date


def cell(sheet, value: Value) -> WriteOnlyCell:
    """A text is text, also one that looks like a formula; moments are without their zone."""
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"
    elif isinstance(value, dt.datetime):
        made.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, dt.date):
        made.number_format = "dd/mm/yyyy"
    else:
        made.number_format = "#,##0"
    return made


def bold(sheet, value: Value) -> WriteOnlyCell:
    made = cell(sheet, value)
    made.font = Font(bold=True)
    return made


def xlsx_answer(book: Workbook, name: str) -> HttpResponse:
    """`book` to be kept as `name`."""
    out = io.BytesIO()
    book.save(out)
    return attachment(out.getvalue(), XLSX, name)


def attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
