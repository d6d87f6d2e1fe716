"""What no source carries is not claimed in the demo's words, in either language; what was reported says by whom."""

import tomllib

import pytest

from demo.reading import CONTENT

# What stood here once, and why it went.
UNTRUE = {
    "ở lại với làng": "nobody has measured where the money stays",
    "stays in the village": "the same",
    "Trần; tổ nghề": "the founder's name is a tradition, “tương truyền”",
    "Sỏi chảy": "no source says what pebble, lime and silt do in the fire",
    "melts into glass": "the same",
    "rửa nước là sạch": "no source says that the colours wash off",
    "wash off": "the same",
    "nobody argues": "nobody knows that",
    "scallop": "điệp is a thin flat shell, no scallop",
    "nhà hát,": "a theatre; singers are liền anh, liền chị",
    "Tắt máy": "the boat is rowed",
    "Engine off": "the same",
    "gói xôi": "no spoiled paper round food",
    "sticky rice": "the same, but for the straw that is burnt to black",
    "Ngồi nghỉ chân": "nobody sits at the holy well",
    "màu, bàn xoa": "printers rub the paper with a loofah, xơ mướp",
}
SAID_AS_REPORTED = ("ba ngày ba đêm", "three days and")
STRAW = "sticky-rice straw"


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in found for text in texts(part)]


@pytest.fixture(scope="module")
def told() -> list[str]:
    """Every text of the demo's content."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CONTENT.glob("*.toml"))]
    return [text for content in files for text in texts(content)]


@pytest.mark.parametrize("words", UNTRUE)
def test_a_claim_without_a_source_does_not_come_back(told, words):
    assert [text for text in told if words in text.replace(STRAW, "")] == []


@pytest.mark.parametrize("words", SAID_AS_REPORTED)
def test_how_long_a_firing_takes_is_said_as_what_is_usual(told, words):
    """Sources differ: 48 hours are reported too."""
    found = [text.lower() for text in told if words in text.lower()]
    assert found
    assert [text for text in found if "thường" not in text and "usually" not in text] == []


@pytest.mark.parametrize("words", ["đời Trần", "Trần dynasty"])
def test_the_age_of_a_craft_says_that_it_is_told_or_that_sources_differ(told, words):
    said = ("tương truyền", "nơi ghi", "is said", "sources")
    found = [text for text in told if words in text]
    assert found
    assert [text for text in found if not any(word in text for word in said)] == []
