"""The editors' widgets: illustrations to choose from, slugs that keep every letter."""

import json
import re

import pytest

from common.cms.art import art_names
from common.cms.widgets import ArtChoice, VietnameseSlugInput
from common.words.text import fold
from stories.models import StoryPage


def test_illustrations_are_those_of_their_kind():
    assert art_names("story", "village") == sorted(art_names("story")) + sorted(art_names("village"))
    assert {"story-clay", "village-diem"} <= set(art_names("story", "village"))
    assert not [name for name in art_names("exp") if not name.startswith("exp-")]


def test_each_illustration_is_shown_and_the_present_one_chosen():
    html = ArtChoice("story").render("art", "story-song")
    assert html.count("<img") == len(art_names("story"))
    assert html.count("checked") == 1
    assert re.search(r'value="story-song"[^>]*checked', html)


def test_a_name_without_a_file_is_kept():
    assert 'value="story-gone"' in ArtChoice("story").render("art", "story-gone")


@pytest.mark.parametrize(
    "title", ["Một đêm Ở Đông Hồ", "Ướt ỡ ợ ữ ý ỵ Ỷ ẵ ậ ễ ĩ", "Mo\u0323\u0302t đe\u0302m lu\u031b\u0309a"]
)
def test_a_slug_keeps_every_letter(title):
    formatters = json.loads(VietnameseSlugInput().attrs["data-w-slug-formatters-value"])
    for (pattern, _flags), letter in formatters:
        title_before, title = title, re.sub(pattern, letter, title)
        assert len(title) <= len(title_before)
    assert title.isascii()
    assert title.lower() == fold(title)


def test_pages_and_facts_use_it():
    field = StoryPage.get_edit_handler().get_form_class().base_fields["slug"]
    assert isinstance(field.widget, VietnameseSlugInput)
