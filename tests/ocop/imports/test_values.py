"""What a cell of an office's table means, and what is asked back."""

import datetime as dt

import pytest

from ocop.domain.imports import values
from ocop.domain.imports.values import Unreadable
from villages.enums import HostKind

JULY = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1/7/2025",
        "01/07/2025",
        "01-07-25",
        "1.7.2025",
        "2025-07-01",
        "ngày 1 tháng 7 năm 2025",
        "45839",
        "01 / 07 / 2025",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert values.read_day(text) == (JULY, False)


@pytest.mark.parametrize("text", ["tháng 7/2025", "7/2025", "T7/2025", "Tháng 7 năm 2025"])
def test_a_month_is_its_first_day_and_says_so(text):
    assert values.read_day(text) == (JULY, True)


@pytest.mark.parametrize("text", ["31/02/2025", "7/25/2025", "2025", "hôm qua", "1/7/1925", "=TODAY()", "99999", "1/7"])
def test_what_is_no_day_is_asked_back(text):
    with pytest.raises(Unreadable):
        values.read_day(text)


@pytest.mark.parametrize(
    ("text", "stars"),
    [("4 sao", 4), ("★★★★", 4), ("4", 4), ("4.0", 4), ("OCOP 5 *", 5), ("bốn sao", 4), ("Ba sao", 3), ("", None)],
)
def test_stars_are_read(text, stars):
    assert values.read_stars(text) == stars


@pytest.mark.parametrize("text", ["6 sao", "đạt", "3-4 sao", "40", "★★★★★★", "0"])
def test_what_is_no_number_of_stars_is_asked_back(text):
    with pytest.raises(Unreadable):
        values.read_stars(text)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("IV", "IV"),
        ("4", "IV"),
        ("Nhóm 4: Thủ công mỹ nghệ", "IV"),
        ("NHÓM IV", "IV"),
        ("thủ công  mỹ nghệ", "IV"),
        ("Thực phẩm", "I"),
        ("vi", "VI"),
        ("Nhóm VI. Du lịch", "VI"),
    ],
)
def test_a_group_is_read_by_number_or_name(text, group):
    assert values.read_group(text) == group


def test_a_group_that_is_none_of_the_six_is_asked_back():
    with pytest.raises(Unreadable):
        values.read_group("Vải, may mặc")


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("", "HTX Gốm Bến Mơ"), HostKind.COOPERATIVE),
        (("Hộ kinh doanh", "Công ty Bến Mơ"), HostKind.HOUSEHOLD),
        (("", "Công ty CP Hợp tác xã số"), HostKind.ENTERPRISE),
        (("", "Tổ hợp tác Lá Sen"), HostKind.COOPERATIVE_GROUP),
        (("", "Cty TNHH MTV Đồi Vôi"), HostKind.ENTERPRISE),
        (("", "Hội làm gốm"), HostKind.ASSOCIATION),
        (("", "Bà Tư"), None),
    ],
)
def test_the_kind_of_a_host_is_read_from_words(texts, kind):
    assert values.read_kind(*texts) == kind


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("QĐ số 77/QĐ-UBND ngày 26/6/2025", "77/QĐ-UBND", "26/6/2025"),
        ("Quyết định 77/QĐ-UBND, ngày 26/6/2025", "77/QĐ-UBND", "26/6/2025"),
        ("77/QĐ-UBND", "77/QĐ-UBND", ""),
        ("VD-01/QĐ-UBND", "VD-01/QĐ-UBND", ""),
    ],
)
def test_a_decision_and_its_day_in_one_cell_are_two(text, number, day):
    assert values.split_decision(text) == (number, day)


def test_short_forms_of_a_host_are_the_same_host():
    assert values.host_key("HTX  Bến Mơ") == values.host_key("Hợp tác xã Bến Mơ")
