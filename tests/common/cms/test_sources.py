"""A fact names a source that stands on its page, or the editor hears which one is missing."""

import pytest
from django.core.exceptions import ValidationError

from common.cms.blocks import BodyBlock
from common.templatetags.common import site_names


def body(*blocks):
    block = BodyBlock()
    return block, block.to_python([{"type": kind, "value": value} for kind, value in blocks])


def fact(source: str) -> tuple:
    return ("facts", [{"term": "Tuổi nghề", "text": "Từ đời Trần", "source": source}])


def sources(*ids: str) -> tuple:
    told = [{"id": key, "says": "Nghề có từ đời Trần", "where": "sách làng", "sure": "medium"} for key in ids]
    return ("sources", {"title": "", "sources": told})


@pytest.mark.parametrize("blocks", [[fact("pl-age"), sources("pl-age")], [fact("")], [sources("pl-age")]])
def test_what_stands_on_the_page_may_be_named(blocks):
    block, value = body(*blocks)
    assert [part.block_type for part in block.clean(value)] == [kind for kind, _value in blocks]


def test_what_does_not_is_said_at_its_box():
    block, value = body(("heading", "Tuổi"), fact("pl-age"), sources("pl-clay"))
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert "pl-age" in str(refused.value.block_errors[1])


@pytest.mark.parametrize("wrong", ["PL-1", "tuổi", "a b", "x"])
def test_an_id_is_something_that_an_address_can_carry(wrong):
    block, value = body(sources(wrong))
    with pytest.raises(ValidationError):
        block.clean(value)


def test_the_page_shows_who_says_it_and_leads_there():
    _block, value = body(fact("pl-age"), sources("pl-age"))
    page = "".join(part.render() for part in value)
    assert 'href="#source-pl-age"' in page
    assert 'id="source-pl-age"' in page
    assert "sách làng · khá chắc" in page


def test_a_long_name_of_a_site_breaks_behind_its_dots_and_says_what_it_said():
    assert site_names("vietnamtourism.info; báo <b>.") == "vietnamtourism.<wbr>info; báo &lt;b&gt;."
