"""A name is no place for an address of the web."""

import pytest

from common.words.names import has_web_address


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Thanh Hà",
        "Nguyễn T. Hà",
        "TS.Hoàng Văn Nam",
        "Mr.Nam",
        "St.John-Smith",
        "Lớp 5A2, THCS Phù Lãng",
        "Cty TNHH Đất Việt",
        "Đỗ Vn. Khôi",
        "O'Brien",
    ],
)
def test_names_of_people_and_groups_are_names(name):
    assert not has_web_address(name)


@pytest.mark.parametrize(
    "name",
    [
        "Nhận quà tại http://qua.example",
        "www.xổ-số.vn",
        "Vay nhanh vay24h.com",
        "TRÚNG THƯỞNG.VN",
        "xem t.me bit.ly/abc?x qua-tang.shop",
        "lien he ban@hang.com",
    ],
)
def test_addresses_are_found(name):
    assert has_web_address(name)
