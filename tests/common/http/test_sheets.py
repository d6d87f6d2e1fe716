"""Spreadsheets as they are printed: nothing cut off, nothing lying over the row below."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from common.http.sheets import Page

LONG = "Đi xem lò củi, ra bờ sông Cầu rồi về xưởng nặn một chiếc bình của mình"


def opened(make) -> object:
    book = Workbook(write_only=True)
    make(book)
    out = io.BytesIO()
    book.save(out)
    return load_workbook(out).active


def test_a_row_is_as_high_as_its_longest_text_needs_and_others_are_left_alone():
    def make(book):
        page = Page(book, "a", (20, 10))
        page.title(LONG)
        page.add([LONG, 5])
        page.add(["ngắn", 5])

    sheet = opened(make)
    assert sheet.row_dimensions[2].height >= 3 * 15
    assert sheet["A2"].alignment.wrap_text
    assert {sheet.row_dimensions[number].height for number in (1, 3)} == {None}
    assert not sheet["A1"].alignment.wrap_text


def test_a_sheet_is_printed_on_a4_within_its_width_with_its_heading_on_each_page():
    sheet = opened(lambda book: Page(book, "a", (20, 10), heads=2, across=3).add(["a"]))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (3, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$2"
    assert opened(lambda book: Page(book, "a", (20,), upright=True).add(["a"])).page_setup.orientation == "portrait"


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "@SUM(A1)"])
def test_a_text_is_no_formula_also_where_it_is_a_heading(text):
    def make(book):
        page = Page(book, "a", (20,))
        page.add([text])
        page.add([text], strong=True)
        page.title(text)

    cells = [row[0] for row in opened(make).iter_rows()]
    assert [(each.value, each.data_type) for each in cells] == [(text, "s")] * 3
    assert [bool(each.font.b) for each in cells] == [False, True, True]
    assert {each.font.name for each in cells} == {"Calibri"}


def test_days_are_days_and_numbers_are_numbers():
    sheet = opened(lambda book: Page(book, "a", (20, 20, 20)).add([dt.date(2026, 11, 30), 250_000, None]))
    assert (sheet["A1"].is_date, sheet["B1"].value, sheet["C1"].value) == (True, 250_000, None)
