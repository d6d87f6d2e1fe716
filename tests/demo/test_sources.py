"""What the demo says of real villages names its source: each row of a fact box by an id, each page at its end."""

import pytest

from demo.reading import read
from tools.write_facts import WRITTEN, facts_text

PAGES = [
    pytest.param(row, language, id=f"{row.get('slug') or row['slug_vi']}-{language}")
    for name, kind in (("villages", "village"), ("stories", "story"))
    for row in read(name)[kind]
    for language in ("vi", "en")
    if not row.get("is_example")
]
SOURCES = {row["id"]: row for row in read("sources")["source"]}


def named(row, language) -> list[str]:
    """The ids under Sources on the page."""
    return [key for block in row[language]["body"] if block["type"] == "sources" for key in block["ids"]]


def boxes(row, language) -> list[dict]:
    return [item for block in row[language]["body"] if block["type"] == "facts" for item in block["items"]]


@pytest.mark.parametrize(("row", "language"), PAGES)
def test_each_village_and_story_says_where_it_has_it_from(row, language):
    ids = named(row, language)
    assert ids
    assert set(ids) <= SOURCES.keys()
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("row", "language"), PAGES)
def test_each_row_of_a_fact_box_names_a_source_of_its_page(row, language):
    assert [item["term"] for item in boxes(row, language) if item.get("source") not in named(row, language)] == []


@pytest.mark.parametrize(("row", "_language"), PAGES[::2])
def test_both_languages_rest_on_the_same(row, _language):
    assert named(row, "vi") == named(row, "en")
    assert [item["source"] for item in boxes(row, "vi")] == [item["source"] for item in boxes(row, "en")]


def test_every_source_is_named_on_a_page():
    used = {key for case in PAGES for key in named(*case.values)}
    assert SOURCES.keys() - used == set()


def test_docs_facts_says_what_the_pages_rest_on():
    assert WRITTEN.read_text(encoding="utf-8") == facts_text()
    assert all(row["sure"] in ("high", "medium", "low") for row in SOURCES.values())
