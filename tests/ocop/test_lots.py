"""Writing a lot down: once for each number, with days that can be and a code that stays."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from ocop.domain.lots import GoodTooShort, LotGone, NotYet, NumberTaken, Step, TooManySteps, save_lot
from ocop.models import Lot, PassportCode
from tests.factories import NOW, code_text, lot_facts, make_lot, make_product

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = NOW.date()


def test_a_lot_and_its_product_have_codes_from_then_on():
    lot = make_lot()
    assert code_text(lot) != code_text(lot.product)
    assert PassportCode.objects.count() == 2
    save_lot(product=lot.product, facts=lot_facts(number="15"), now=NOW)
    assert PassportCode.objects.count() == 3


def test_the_same_twice_is_one_lot():
    product, facts = make_product(), lot_facts(number="14")
    assert save_lot(product=product, facts=facts, now=NOW) == save_lot(product=product, facts=facts, now=NOW)
    assert Lot.objects.count() == 1
    assert Lot.objects.get().steps.count() == 2


@pytest.mark.parametrize("number", ["14a", "14A"])
def test_a_number_is_given_once_however_it_is_written(number):
    product = make_product()
    make_lot(product, number="14A")
    with pytest.raises(NumberTaken):
        save_lot(product=product, facts=lot_facts(number=number, pieces=7), now=NOW)
    make_lot(make_product(), number=number)


def test_a_changed_lot_keeps_its_code_and_its_number_may_be_its_own():
    lot = make_lot(number="14")
    code = code_text(lot)
    changed = save_lot(product=lot.product, lot=lot, facts=lot_facts(number="14", pieces=38, steps=[]), now=NOW)
    assert (changed.pk, changed.pieces, code_text(changed)) == (lot.pk, 38, code)
    assert not changed.steps.exists()
    other = make_lot(lot.product, number="15")
    with pytest.raises(NumberTaken):
        save_lot(product=lot.product, lot=other, facts=lot_facts(number="14"), now=NOW)


def test_a_lot_of_another_product_is_not_changed():
    lot = make_lot()
    with pytest.raises(LotGone):
        save_lot(product=make_product(), lot=lot, facts=lot_facts(), now=NOW)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"made_on": TODAY + DAY}, NotYet),
        ({"steps": [Step("Nung", TODAY + DAY, "")]}, NotYet),
        ({"made_on": TODAY, "expires_on": TODAY}, GoodTooShort),
        ({"steps": [Step(f"{n}", None, "") for n in range(13)]}, TooManySteps),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(fields, refusal):
    with pytest.raises(refusal) as refused:
        make_lot(**fields)
    assert str(refused.value.message).endswith(".")
    assert not Lot.objects.exists()


def test_what_was_made_today_and_is_good_from_tomorrow_is_taken():
    assert make_lot(made_on=TODAY, expires_on=TODAY + DAY, steps=[Step("Nung", TODAY, "")]).pk


def test_pieces_are_numbered_from_the_first_where_they_are():
    lot = make_lot(serial_prefix="BL-", serial_first=5, pieces=3)
    assert [lot.serial(place) for place in range(3)] == ["BL-5", "BL-6", "BL-7"]
    assert [text for text in ("BL-4", "BL-5", "BL-7", "BL-8", "5", "BL-05") if lot.has_serial(text)] == ["BL-5", "BL-7"]
    plain = make_lot()
    assert plain.serial(0) == ""
    assert not plain.has_serial("")


@pytest.mark.parametrize("fields", [{"pieces": 0}, {"expires_on": dt.date(2020, 1, 1)}])
def test_the_database_keeps_what_must_never_break(fields):
    lot = make_lot()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(**fields)
