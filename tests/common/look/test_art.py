"""Our drawings: plain shapes, each with words for those who do not see it, in both languages."""

import re
import tomllib
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils.translation import override

from common.cms.art import ART_FOLDER, LOOK, NEUTRAL_PICTURE, art_names, shown

PICTURES = [*art_names("artisan", "exp", "story", "village"), "hero"]
PICTURE = "{% include 'components/picture.html' with art=art alt='' described=described only %}"


def alt_text(art: str, *, described: bool = True) -> str:
    return re.search(r'alt="([^"]*)"', Template(PICTURE).render(Context({"art": art, "described": described})))[1]


def test_every_picture_says_what_it_shows_in_both_languages_and_no_two_the_same():
    words = tomllib.loads((LOOK / "art.toml").read_text(encoding="utf-8"))
    assert sorted(words) == sorted(PICTURES)
    for language in ("vi", "en"):
        assert len({row[language] for row in words.values()}) == len(PICTURES)


def test_a_page_s_picture_is_told_in_the_reader_s_language_as_a_drawing():
    with override("vi"):
        assert alt_text("exp-throwing") == "Tranh vẽ: hai bàn tay chuốt chiếc bình trên bàn xoay."
    with override("en"):
        assert alt_text("exp-throwing") == "Drawing: two hands raising a pot on the wheel."


def test_a_card_s_picture_is_silent_beside_its_name():
    assert alt_text("exp-throwing", described=False) == ""


def test_words_follow_the_neutral_picture_where_there_is_no_drawing():
    assert shown("exp-gone") == shown(NEUTRAL_PICTURE)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_plain_shapes_that_may_stand_beside_others(name):
    """No words in it, nothing fetched, and ids that no other drawing has."""
    drawing = ElementTree.parse(ART_FOLDER / f"{name}.svg").getroot()
    assert drawing.get("viewBox"), name
    kinds = {element.tag.rpartition("}")[2] for element in drawing.iter()}
    assert kinds <= {"svg", "g", "path", "circle", "ellipse", "rect", "use", "clipPath", "defs"}
    assert all(element.get("id", name).startswith(name) for element in drawing.iter())
    assert (ART_FOLDER / f"{name}.svg").stat().st_size <= 30 * 1024
