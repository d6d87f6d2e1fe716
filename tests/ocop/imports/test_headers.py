"""Which rows of a sheet are its heading, whatever its columns are called and wherever they stand."""

import pytest

from ocop.domain.imports.headers import find_heading
from ocop.domain.imports.notes import is_no_product


def keys(*rows: list[str]) -> tuple[str, ...]:
    heading = find_heading(rows)
    assert heading is not None
    return heading.columns


def test_columns_stand_in_any_order_and_spelling():
    assert keys(["Số sao (3–5)", "TÊN  CHỦ THỂ", "Tên sản phâm", "Địa bàn", "Màu"]) == (
        "stars",
        "host",
        "name",
        "commune",
        "",
    )


def test_a_title_above_is_no_heading():
    heading = find_heading([["DANH SÁCH SẢN PHẨM OCOP"], [], ["TT", "Tên sản phẩm", "Chủ thể"], ["1", "Bình", "HTX"]])
    assert (heading.first, heading.last) == (2, 2)


def test_two_rows_are_one_heading():
    upper = ["TT", "Tên sản phẩm", "Chủ thể", "", "", "Quyết định công nhận", ""]
    lower = ["", "", "Tên", "Địa chỉ", "Điện thoại", "Số", "Ngày"]
    assert keys(upper, lower, ["1", "Bình", "HTX", "Xóm", "09", "7", "8"]) == (
        "number",
        "name",
        "host",
        "address",
        "phone",
        "decision",
        "issued_on",
    )


def test_a_cell_merged_over_its_columns_is_read_the_same():
    upper = ["Tên sản phẩm", "Chủ thể", "Chủ thể", "Hạng sao"]
    lower = ["Tên sản phẩm", "Tên chủ thể", "Loại hình", "Hạng sao"]
    heading = find_heading([upper, lower, ["Bình", "HTX", "", "3"]])
    assert heading.columns == ("name", "host", "host_kind", "stars")
    assert heading.last == 1


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["Tên sản phẩm", "Số sao"]], [["Chủ thể", "Xã"]]])
def test_without_product_and_host_there_is_no_heading(rows):
    assert find_heading(rows) is None


@pytest.mark.parametrize(
    "cells",
    [
        {"number": "", "name": "Tổng cộng", "host": "", "stars": "611"},
        {"number": "Ghi chú: số liệu đến tháng 7", "name": "", "host": ""},
        {"number": "I", "name": "Nhóm thực phẩm", "host": ""},
        {"number": "(1)", "name": "(2)", "host": "(3)", "stars": "(4)"},
        {"number": "Người lập", "name": "Người lập", "host": "Người lập"},
        {"number": "II", "name": "Đợt hai", "host": "HTX Bến Mơ", "commune": "Phù Lãng"},
    ],
)
def test_sums_notes_and_headings_between_rows_are_no_products(cells):
    assert is_no_product(cells)


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "Tổng hợp các loại hạt", "host": "HTX Bến Mơ", "stars": "3"},
        {"name": "Bình gốm", "host": ""},
        {"number": "1", "name": "Nhóm tranh tứ quý", "host": "HTX Lá Tre", "group": "IV"},
    ],
)
def test_a_product_is_never_taken_for_a_note(cells):
    assert not is_no_product(cells)
