"""Đồng as each language writes it."""

import pytest
from django.utils import translation

from common.words.money import format_vnd, parse_vnd


@pytest.mark.parametrize(
    ("amount", "vietnamese", "english"),
    [
        (0, "0\u00a0₫", "₫0"),
        (500, "500\u00a0₫", "₫500"),
        (90_000, "90.000\u00a0₫", "₫90,000"),
        (1_200_000, "1.200.000\u00a0₫", "₫1,200,000"),
        (2_147_483_647, "2.147.483.647\u00a0₫", "₫2,147,483,647"),
    ],
)
def test_amounts_are_whole_đồng_in_each_language(amount, vietnamese, english):
    assert format_vnd(amount, "vi") == vietnamese
    assert format_vnd(amount, "en") == english


def test_the_language_of_the_page_decides_unless_one_is_named():
    with translation.override("en"):
        assert format_vnd(350_000) == "₫350,000"
        assert format_vnd(350_000, "vi") == "350.000\u00a0₫"
    with translation.override(None):
        assert format_vnd(350_000) == "350.000\u00a0₫"


def test_a_regional_code_is_its_language():
    assert format_vnd(350_000, "en-gb") == "₫350,000"


@pytest.mark.parametrize("typed", ["350000", "350.000", "350,000", "350 000", " 350k", "350.000 đ", "350 nghìn"])
def test_an_amount_is_read_as_people_write_it(typed):
    assert parse_vnd(typed) == 350_000


@pytest.mark.parametrize("typed", ["", "nhiều", "-5", "3.5", "35.00", "1" * 5000])
def test_what_is_no_amount_is_none(typed):
    assert parse_vnd(typed) is None
