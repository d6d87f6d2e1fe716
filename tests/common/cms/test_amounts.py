"""Amounts as people type them, and those that are asked back."""

import pytest
from django import forms
from django.http import QueryDict

from common.cms.amounts import VndField, other_meaning


class PriceForm(forms.Form):
    price = VndField(usual=150_000)


def sent(typed: str, meant: str = "") -> PriceForm:
    data = QueryDict(mutable=True)
    data.update({"price": typed} | ({"price-meant": meant} if meant else {}))
    return PriceForm(data)


@pytest.mark.parametrize(
    ("amount", "usual", "other"),
    [
        (150, 150_000, 150_000),
        (15, 150_000, 15_000),
        (150_000_000, 150_000, 150_000),
        (1_500_000, 150_000, None),
        (10_000, 150_000, None),
        (0, 150_000, None),
        (120, None, 120_000),
        (120, 0, 120_000),
        (250_000, None, None),
        (1_000, None, None),
        (7, 150_000, 150_000),
    ],
)
def test_what_is_far_from_the_usual_has_another_meaning(amount, usual, other):
    assert other_meaning(amount, usual) == other


def test_a_price_without_its_thousands_is_asked_back_with_both():
    form = sent("150")
    assert not form.is_valid()
    assert form.errors["price"] == ["Bạn muốn ghi 150\xa0₫ hay 150.000\xa0₫? Chọn ở dưới, hoặc ghi lại giá."]
    page = str(form["price"])
    assert 'value="150"' in page
    assert page.count('type="radio"') == 2
    assert 'name="price-meant" value="150000"' in page


@pytest.mark.parametrize("meant", [150, 150_000])
def test_the_choice_is_taken(meant):
    form = sent("150", str(meant))
    assert form.is_valid()
    assert form.cleaned_data["price"] == meant


@pytest.mark.parametrize("meant", ["1", "9" * 5000, "abc", "150000000"])
def test_a_choice_that_was_not_offered_is_asked_again(meant):
    assert not sent("150", meant).is_valid()


def test_another_amount_typed_instead_of_choosing_is_taken():
    form = sent("160.000", "150")
    assert form.is_valid()
    assert form.cleaned_data["price"] == 160_000


@pytest.mark.parametrize("typed", ["150k", "150 nghìn", "150.000", "150,000 đ", "150 000 ₫"])
def test_thousands_that_are_said_are_not_asked_back(typed):
    form = sent(typed)
    assert form.is_valid()
    assert form.cleaned_data["price"] == 150_000
