"""A photo of an extra: sent from the phone, by the office's rules, and seen where extras are chosen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model

from bookings.desk.selling import photos
from experiences.models import Extra
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.cms.test_images import GPS, kept, photo
from tests.factories import make_experience_page, make_user
from tests.pages.reading import fields_of, plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def lunch(desk):
    return desk.experience.extras.earliest("pk")


def form(desk, lunch) -> dict[str, str]:
    page = soup(desk.get("extra", pk=lunch.pk))
    return fields_of(page, page.select_one(".desk-form")) | {"per": lunch.per}


def send(desk, lunch, **typed):
    return desk.post("extra", form(desk, lunch) | typed, pk=lunch.pk)


def test_guests_see_it_where_they_choose_without_the_place_it_was_taken_at(desk, lunch, page_tree):
    page = make_experience_page(page_tree, desk.experience)
    assert "Đã lưu" in said(send(desk, lunch, new_photo=photo(), photo_alt="Mâm cơm có cá kho"))
    assert GPS not in kept().getexif()
    image = soup(Client().get(f"{page.url}?slot={desk.soon.pk}")).select_one(".stepper__photo")
    assert image["alt"] == "Mâm cơm có cá kho"
    for name, row in (("slot_guests", {"pk": desk.soon.pk}), ("party", {"reference": desk.book().reference})):
        assert soup(desk.get(name, **row)).select_one(".stepper__photo"), name
    assert soup(desk.get("extra", pk=lunch.pk)).select_one(".selling-photo img")


def test_who_reads_english_is_told_by_its_name(desk, lunch, page_tree):
    page = make_experience_page(page_tree, desk.experience)
    english = make_experience_page(page_tree, desk.experience, language="en", translation_of=page, slug="clay")
    send(desk, lunch, new_photo=photo(), photo_alt="Mâm cơm có cá kho")
    image = soup(Client().get(f"{english.url}?slot={desk.soon.pk}")).select_one(".stepper__photo")
    assert image["alt"] == lunch.name_en


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (lambda: photo(size=(640, 480)), "1200 px"),
        (lambda: SimpleUploadedFile("a.jpg", photo(size=(1300, 1300)).read()[:-2000]), "thiếu mất một phần"),
        (lambda: SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"), "ảnh"),
        (lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "ảnh"),
    ],
)
def test_what_is_no_photo_for_a_page_is_refused_in_words_and_the_rest_stays_typed(desk, lunch, file, told):
    answer = soup(send(desk, lunch, new_photo=file(), name="Cơm nhà gốm"))
    assert told in plain(answer.select_one(".field--error"))
    assert answer.select_one("[name=name]")["value"] == "Cơm nhà gốm"
    assert not get_image_model().objects.exists()
    assert Extra.objects.get(pk=lunch.pk).name == lunch.name


def test_the_same_tap_twice_keeps_one_photo_and_one_extra(desk, lunch):
    sent = form(desk, lunch)
    desk.post("extra", sent | {"new_photo": photo()}, pk=lunch.pk)
    assert "không có gì thay đổi." in said(desk.post("extra", sent | {"new_photo": photo()}, pk=lunch.pk))
    new = {"name": "Chè xanh", "price_vnd": "10.000", "per": "person", "max_quantity": "10"}
    for _tap in range(2):
        desk.post("experience_extra", new | {"new_photo": photo(size=(1300, 1300))}, pk=desk.experience.pk)
    assert Extra.objects.filter(name="Chè xanh", photo__isnull=False).count() == 1
    assert get_image_model().objects.count() == 2


def test_it_is_taken_off_and_comes_back_with_an_extra_that_was_removed(desk, lunch):
    send(desk, lunch, new_photo=photo())
    removed = desk.post("extra_remove", pk=lunch.pk)
    desk.post("extra_undo", {"undo": removed.context["undo"]})
    assert Extra.objects.get(pk=lunch.pk).photo is not None
    send(desk, lunch, no_photo="on")
    assert Extra.objects.get(pk=lunch.pk).photo is None


def test_so_many_photos_in_an_hour(desk, lunch, monkeypatch):
    monkeypatch.setattr(photos, "RATE", "1/hour")
    send(desk, lunch, new_photo=photo())
    answer = send(desk, lunch, new_photo=photo(size=(1300, 1300)), name="Cơm nhà gốm")
    assert "nhiều ảnh" in plain(soup(answer).select_one(".form-errors"))
    assert get_image_model().objects.count() == 1


def test_photos_cost_a_page_the_same_for_one_as_for_three(desk, page_tree):
    page = make_experience_page(page_tree, desk.experience)

    def queries() -> int:
        Client().get(f"{page.url}?slot={desk.soon.pk}")
        with CaptureQueriesContext(connection) as captured:
            Client().get(f"{page.url}?slot={desk.soon.pk}")
        return len(captured)

    extras = list(desk.experience.extras.order_by("pk"))
    send(desk, extras[0], new_photo=photo())
    one = queries()
    for size, extra in enumerate(extras[1:], 1300):
        send(desk, extra, new_photo=photo(size=(size, size)))
    assert queries() == one


def test_the_office_keeps_it_in_its_form_too(desk, lunch, client):
    send(desk, lunch, new_photo=photo())
    client.force_login(make_user(is_superuser=True))
    page = soup(client.get(reverse("experience:edit", args=[desk.experience.pk])))
    assert page.select_one("[name=extras-0-photo]")["value"] == str(get_image_model().objects.get().pk)
