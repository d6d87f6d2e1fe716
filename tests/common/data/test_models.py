"""Text fields keep one normal form, whoever writes them and however."""

import unicodedata

import pytest
from django.utils import translation

from tests.factories import make_booking, make_village
from villages.models import Village

NAME = "Làng Diềm"
DECOMPOSED = unicodedata.normalize("NFD", f"  {NAME}\n")


@pytest.mark.django_db
def test_every_way_of_writing_a_line_stores_it_composed_and_trimmed():
    village = make_village(DECOMPOSED)
    village.refresh_from_db()
    assert village.name == NAME
    Village.objects.update(name="x")
    Village.objects.update(name=DECOMPOSED)
    assert Village.objects.values_list("name", flat=True).get() == NAME
    village.name = "x"
    Village.objects.bulk_update([village], ["name"])
    village.name = DECOMPOSED
    Village.objects.bulk_update([village], ["name"])
    assert Village.objects.values_list("name", flat=True).get() == NAME


@pytest.mark.django_db
def test_a_search_by_decomposed_text_finds_the_composed_row():
    village = make_village(NAME)
    assert Village.objects.filter(name=DECOMPOSED).get() == village


def test_a_form_gets_the_clean_line_before_it_is_saved():
    assert Village._meta.get_field("name").to_python(DECOMPOSED) == NAME
    assert Village._meta.get_field("name").to_python(None) is None


@pytest.mark.django_db
def test_text_of_several_lines_keeps_its_lines():
    booking = make_booking()
    booking.note = unicodedata.normalize("NFD", "\nĂn chay.\nĐến muộn. ")
    booking.save()
    booking.refresh_from_db()
    assert booking.note == "Ăn chay.\nĐến muộn."


def test_a_name_falls_back_to_vietnamese():
    named = Village(name="Đông Hồ", name_en="Dong Ho")
    assert (named.name_in("vi"), named.name_in("en"), named.name_in("en-gb")) == (
        "Đông Hồ",
        "Dong Ho",
        "Dong Ho",
    )
    assert Village(name="Đông Hồ").name_in("en") == "Đông Hồ"
    with translation.override("en"):
        assert named.label == "Dong Ho"
    with translation.override("vi"):
        assert named.label == str(named) == "Đông Hồ"
