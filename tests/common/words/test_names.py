"""A name is no place for an address of the web."""

import unicodedata

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
        "T.Hà",
        "Nguyễn Thị T. Hà",
        "Anna-Lena O'Neill",
        "Dr. Lê Văn Tám",
        "Ms.Hoa Lê",
        "St.John",
        "Ms.Ai",
        "Khánh.Ly",
        "Mr.Ly",
        "Ms.Hoa",
        "Nguyễn T.Ly",
        "Nguyễn/Trần",
        "Lớp 5A1/2 (12.10.2026)",
        "Ｎguyễn Ｈà",
        unicodedata.normalize("NFD", "Ngọc.Cô"),
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
        "t.me/abc",
        "bit.ly/x",
        "a.b/c",
        "evil.dev",
        "evil.ai",
        "evil.gg",
        "evil.tk",
        "evil.co.uk",
        "evil.uk",
        "evil.cc",
        "evil.pro",
        "evil。com",
        "evil．com",
        "evil｡com",
        "ｅｖｉｌ.ｃｏｍ",
        "evil\u200b.\u200bcom",
        "evil[.]com",
        "evil(dot)com",
        "evil.com.Nam",
        "evil.vn.Nam",
        "192.168.1.1",
        "Nam 192.168.1.1:8000",
        "ms.ai/qua",
        "bit.ly",
        "Nhận quà BIT.LY nhé",
        "bit[.]ly",
        "youtu.be",
        "linktr.ee",
        "bs.vn",
    ],
)
def test_addresses_are_found(name):
    assert has_web_address(name)
