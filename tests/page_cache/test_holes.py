"""What is kept has holes, which are filled as a page goes out."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from page_cache import holes

LOUD = "{% load page_cache %}{% hole 'loud' word %}"


@pytest.fixture
def calls(monkeypatch) -> list[list[str]]:
    """What a hole of the name `loud` was asked to fill."""
    asked: list[list[str]] = []

    def fill(request, arguments):
        asked.append(arguments)
        return [f"<b>{argument.upper()}</b>" for argument in arguments]

    monkeypatch.setitem(holes._fills, "loud", fill)
    return asked


def page(template: str, **context) -> str:
    return Template(template).render(Context(context))


def filled(text: str, address: str = "/") -> str:
    return holes.fill(RequestFactory().get(address), text)


def test_holes_of_one_name_are_filled_at_once_each_in_its_place(calls):
    text = f"<p>{page(LOUD, word='gốm')}</p> và <p>{page(LOUD, word='tranh')}</p>"
    assert filled(text) == "<p><b>GỐM</b></p> và <p><b>TRANH</b></p>"
    assert calls == [["gốm", "tranh"]]


def test_a_page_without_holes_is_given_as_it_is(calls):
    text = "<p>Phù Lãng</p>"
    assert filled(text) is text
    assert calls == []


def test_a_hole_survives_escaping_and_attributes(calls):
    text = page("{% load page_cache %}{% hole 'loud' 'x' as it %}<a href='{{ it }}'>{{ it|escape }}</a>")
    assert filled(text) == "<a href='<b>X</b>'><b>X</b></a>"


def test_text_that_somebody_typed_leaves_no_hole(calls):
    typed = "\ue000loud:x\ue001 \ue000" + "0" * 16 + ":loud:x\ue001"
    assert filled(page("{{ typed }}", typed=typed)) == typed
    assert calls == []


def test_a_hole_that_nothing_fills_is_a_mistake_of_ours():
    with pytest.raises(LookupError, match="nowhere"):
        holes.hole("nowhere")


def test_what_an_address_asks_for_is_repeated_without_harm():
    text = page("{% load page_cache %}<a href='/en/{% hole 'query' %}'>")
    assert filled(text) == "<a href='/en/'>"
    assert filled(text, "/?day=2026-11-28&u1=2") == "<a href='/en/?day=2026-11-28&amp;u1=2'>"
    assert "<script>" not in filled(text, "/?q='><script>alert(1)</script>")
