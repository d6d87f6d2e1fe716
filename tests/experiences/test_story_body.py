"""Words into the places of a body and out again: what is not touched stays as the office wrote it."""

import pytest

from experiences.domain.story_body import places, plain, rich, written

RAW = [
    {"type": "heading", "value": "Bên lò", "id": "h"},
    {"type": "paragraph", "value": "<p>Sáng <b>nhồi đất</b>.</p><ol><li>đất</li><li>nước</li></ol>", "id": "p"},
    {"type": "steps", "value": [{"type": "item", "value": {"title": "Chuốt", "text": "Chậm."}, "id": "s"}], "id": "l"},
    {"type": "facts", "value": [{"term": "Men", "text": "Da lươn"}], "id": "f"},
    {"type": "picture", "value": {"image": {"image": 7, "alt_text": "Lò"}, "caption": "Lò"}, "id": "i"},
    {"type": "quote", "value": {"text": "Đất có hồn.", "source": "Cụ Chế"}, "id": "q"},
    {"type": "of_a_later_release", "value": {"x": 1}, "id": "z"},
]
TEXTS = {place.key: place.text for place in places(RAW)}


def test_every_place_has_a_name_of_its_own_in_the_order_of_the_page():
    assert list(TEXTS) == ["h", "p", "l.s.title", "l.s.text", "f.0.term", "f.0.text", "i.caption", "q.text", "q.source"]
    assert [place.image for place in places(RAW) if place.image] == [7]


def test_what_nobody_changed_is_the_same_body():
    assert written(RAW, {}) == written(RAW, TEXTS) == RAW


@pytest.mark.parametrize("key", TEXTS)
def test_one_place_changes_and_no_other(key):
    after = {place.key: place.text for place in places(written(RAW, {key: "Lời mới"}))}
    assert after == TEXTS | {key: "Lời mới"}


@pytest.mark.parametrize(
    ("emptied", "gone"),
    [({"h"}, {"h"}), ({"p"}, {"p"}), ({"l.s.title"}, {"l"}), ({"f.0.term", "f.0.text"}, {"f"}), ({"q.text"}, {"q"})],
)
def test_what_is_emptied_goes_with_the_block_that_it_makes(emptied, gone):
    left = [block["id"] for block in written(RAW, dict.fromkeys(emptied, ""))]
    assert left == [block["id"] for block in RAW if block["id"] not in gone]


def test_a_picture_stays_without_its_caption_and_goes_where_it_is_ticked():
    assert "i" in [block["id"] for block in written(RAW, {"i.caption": ""})]
    assert "i" not in [block["id"] for block in written(RAW, {}, {"i"})]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một dòng", "<p>Một dòng</p>"),
        ("Hai\ndòng", "<p>Hai<br/>dòng</p>"),
        ("Một\n\n\nHai", "<p>Một</p><p>Hai</p>"),
        ("- áo\n• dép", "<ul><li>áo</li><li>dép</li></ul>"),
        ("1. đất\n2) nước", "<ol><li>đất</li><li>nước</li></ol>"),
        ("<i>&</i>", "<p>&lt;i&gt;&amp;&lt;/i&gt;</p>"),
        ("  \n \n", ""),
    ],
)
def test_words_become_plain_html_and_read_back(text, html):
    assert rich(text) == html
    assert rich(plain(html)) == html


def test_a_paragraph_that_says_the_same_keeps_what_the_office_made_of_it():
    before = '<p>Xem <a href="https://example.com/">bản đồ</a>.</p><p>Trưa <b>ăn cơm</b>.</p>'
    assert rich(plain(before), before) == before
    moved = rich("Trưa ăn cơm.\n\nChiều ra lò.", before)
    assert moved == "<p>Trưa <b>ăn cơm</b>.</p><p>Chiều ra lò.</p>"
