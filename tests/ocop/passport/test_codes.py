"""Codes on packages: drawn by lot, read however somebody types them, one for each row for ever."""

import pytest
from django.db import IntegrityError, transaction

from ocop.domain.passport import codes, kinds
from ocop.models import PassportCode
from tests.factories import NOW, code_text, make_lot

VOWELS_AND_LOOK_ALIKES = set("AEIOUY01LDZSGB")


def test_a_code_has_eight_figures_and_consonants_none_of_which_looks_like_another():
    drawn = {codes.draw() for _number in range(500)}
    assert len(drawn) == 500
    assert all(len(code) == 8 and not set(code) & VOWELS_AND_LOOK_ALIKES for code in drawn)


@pytest.mark.parametrize(
    "typed",
    [
        "7K2M9XQT",
        "7k2m9xqt",
        " 7K2M 9XQT\n",
        "7k2m-9xqt",
        "7K2M–9XQT",
        "7.K.2.M.9.X.Q.T",
        "７Ｋ２Ｍ９ＸＱＴ",
        "7KZM9XQT",
    ],
)
def test_what_people_type_is_understood(typed):
    assert codes.read(typed) == "7K2M9XQT"


@pytest.mark.parametrize(
    "typed", ["", "7K2M9XQ", "7K2M9XQTT", "7K2M9XQA", "7K2M9XQ\x00", "٧K2M9XQT", "x" * 5000, "đđđđđđđđ"]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.read(typed) is None


@pytest.mark.django_db
def test_a_row_keeps_its_code_and_a_code_its_row():
    first = codes.code_of(kind="lot", key=7, now=NOW)
    assert codes.code_of(kind="lot", key=7, now=NOW) == first
    assert codes.code_of(kind="product", key=7, now=NOW) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        PassportCode.objects.create(code=first.code, kind="lot", key=8, made_at=NOW)


@pytest.mark.django_db
def test_a_draw_that_meets_a_code_that_is_there_is_drawn_again(monkeypatch):
    taken = codes.code_of(kind="lot", key=1, now=NOW).code
    drawn = iter([taken, taken, "CCCCCCCC"])
    monkeypatch.setattr(codes, "draw", lambda: next(drawn))
    assert codes.code_of(kind="lot", key=2, now=NOW).code == "CCCCCCCC"


@pytest.mark.django_db
def test_a_code_leads_to_its_row_and_one_of_a_kind_nobody_registered_to_none():
    lot = make_lot()
    found = kinds.resolve(code_text(lot).lower())
    assert found is not None
    assert found.row == lot
    stray = codes.code_of(kind="piece-of-tomorrow", key=1, now=NOW)
    assert kinds.resolve(stray.code) == kinds.Found(stray, None)
    assert kinds.resolve("CCCC-CCCC") is None
