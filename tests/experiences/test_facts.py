"""Bookable facts: prices, ages, languages, and what the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from common.words.money import format_vnd
from experiences.enums import UnitType
from experiences.models import Experience, Unit
from experiences.models.page import lines
from experiences.texts import ages_text, duration_text, guests_text
from tests.factories import make_experience, make_host, make_product

pytestmark = pytest.mark.django_db


def test_a_kind_of_guest_has_one_price():
    experience = make_experience()
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(experience=experience, type=UnitType.ADULT, price_vnd=1)


def test_an_experience_has_seats():
    with pytest.raises(IntegrityError, match="experience_has_seats"), transaction.atomic():
        make_experience(capacity=0)


def test_a_price_is_never_negative():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_experience(units={"ADULT": -1})


def test_on_sale_means_switched_on_and_verified():
    on_sale = make_experience()
    make_experience(active=False)
    make_experience(make_host(verified=False))
    assert Experience.objects.on_sale().get() == on_sale


def test_experiences_of_one_host():
    experience = make_experience()
    make_experience()
    assert Experience.objects.for_host(experience.host).get() == experience


@pytest.mark.parametrize("languages", [[], None, "vi", ["vi", "xx"], {"vi": 1}])
def test_a_guide_speaks_a_language_we_know(languages):
    experience = make_experience()
    experience.languages = languages
    with pytest.raises(ValidationError, match="languages"):
        experience.full_clean()


def test_languages_are_named_in_the_reader_s():
    experience = make_experience(languages=["vi", "fr"])
    experience.full_clean()
    with translation.override("en"):
        assert experience.language_labels == ["Vietnamese", "French"]


@pytest.mark.parametrize(
    ("field", "value"), [("duration_minutes", 14), ("duration_minutes", 1441), ("capacity", 501), ("max_party", 0)]
)
def test_numbers_out_of_reason_are_refused_by_forms(field, value):
    experience = make_experience()
    setattr(experience, field, value)
    with pytest.raises(ValidationError, match=field):
        experience.full_clean()


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (4, 11, "4–11 years"),
        (0, 3, "up to 3 years"),
        (None, 3, "up to 3 years"),
        (12, None, "from age 12"),
        (0, None, ""),
        (None, None, ""),
        (4, 0, "4–0 years"),
    ],
)
def test_ages_in_words(low, high, text):
    with translation.override("en"):
        assert ages_text(low, high) == text


@pytest.mark.parametrize(("kind", "adult"), [("ADULT", True), ("SENIOR", True), ("STUDENT", False), ("CHILD", False)])
def test_who_may_accompany_a_child(kind, adult):
    assert Unit(type=kind).is_adult is adult


def test_an_experience_outlives_its_ocop_product():
    experience = make_experience(ocop_product=make_product())
    experience.ocop_product.delete()
    experience.refresh_from_db()
    assert experience.ocop_product is None


def test_lists_of_a_page_are_its_lines_that_say_something():
    assert lines(" Đất sét \n\n\tTạp dề\r\n ") == ["Đất sét", "Tạp dề"]


@pytest.mark.parametrize(
    ("minutes", "english", "vietnamese"),
    [
        (15, "15 minutes", "15 phút"),
        (60, "1 hour", "1 giờ"),
        (90, "1 hour 30 minutes", "1 giờ 30 phút"),
        (1440, "24 hours", "24 giờ"),
    ],
)
def test_a_duration_in_words(minutes, english, vietnamese):
    with translation.override("en"):
        assert duration_text(minutes) == english
    assert duration_text(minutes) == vietnamese


@pytest.mark.parametrize("kind", UnitType.values)
def test_guests_in_words(kind):
    with translation.override("en"):
        one, two = guests_text(kind, 1), guests_text(kind, 2)
    assert one.split()[1] != two.split()[1]
    assert (one[0], two[0]) == ("1", "2")
    assert guests_text(kind, 2) not in (two, "")


def test_from_is_what_an_adult_pays_and_never_a_senior():
    experience = make_experience()
    adult = experience.units.get(type=UnitType.ADULT)
    experience.units.create(type=UnitType.SENIOR, price_vnd=adult.price_vnd // 2, seats=1)
    assert Experience.objects.get(pk=experience.pk).lowest_price == format_vnd(adult.price_vnd)
    adult.delete()
    lowest = min(experience.units.values_list("price_vnd", flat=True))
    assert Experience.objects.get(pk=experience.pk).lowest_price == format_vnd(lowest)
