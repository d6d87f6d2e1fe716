"""A host keeps its own people: whoever is new can be given turns, whoever left has none any more."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bookings.domain.sharing.rota import plan
from bookings.models import Assignment
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_artisan, make_host, make_rota, make_use
from tests.pages.reading import fields_of, plain, soup
from villages.models import Artisan

pytestmark = pytest.mark.django_db
NEW = {"name": "Nguyễn Thị  Thoan", "work": "vuốt gốm", "work_en": "", "people": "1"}


def opened(desk, artisan) -> dict[str, str]:
    page = soup(desk.get("artisan", pk=artisan.pk))
    return fields_of(page, page.select_one(".desk-form"))


def test_somebody_new_stands_in_the_list_and_can_be_off(desk):
    assert "Đã thêm" in said(desk.post("artisan_new", NEW))
    added = Artisan.objects.for_host(desk.host).get()
    assert (added.name, added.slug, added.active) == ("Nguyễn Thị Thoan", "nguyen-thi-thoan", True)
    assert not added.is_example
    assert "Nguyễn Thị Thoan" in plain(soup(desk.get("rota")))
    assert "Nguyễn Thị Thoan" in plain(soup(desk.get("day_off_new")))


def test_the_same_sent_twice_makes_one(desk):
    desk.post("artisan_new", NEW)
    assert "không có gì thay đổi" in said(desk.post("artisan_new", NEW))
    assert Artisan.objects.for_host(desk.host).count() == 1


def test_a_second_of_the_same_name_is_asked_to_be_told_apart(desk):
    desk.post("artisan_new", NEW)
    response = desk.post("artisan_new", NEW | {"work": "vẽ men"})
    assert "tên này" in plain(soup(response))
    assert soup(response).select_one("[name=work]")["value"] == "vẽ men"
    assert Artisan.objects.for_host(desk.host).count() == 1


def test_the_same_name_at_two_hosts_gets_two_addresses(desk):
    make_artisan(make_host(name="Nhà khác"), name="Nguyễn Thị Thoan", slug="nguyen-thi-thoan")
    desk.post("artisan_new", NEW)
    assert Artisan.objects.for_host(desk.host).get().slug == "nguyen-thi-thoan-2"


def test_turns_of_whoever_left_go_to_others_at_once(desk):
    rota = make_rota(desk.host)
    make_use(desk.experience, rota)
    desk.book(desk.slot(dt.timedelta(days=2)), adults=1)
    plan(resource=rota, now=timezone.now())
    leaves = Assignment.objects.get().artisan
    sent = opened(desk, leaves)
    del sent["active"]
    desk.post("artisan", sent, pk=leaves.pk)
    assert Assignment.objects.get().artisan != leaves
    assert "đã thôi làm" in plain(soup(desk.get("rota")))


def test_the_last_to_leave_leaves_visits_short_and_the_host_is_told(desk):
    rota = make_rota(desk.host, people=1)
    make_use(desk.experience, rota)
    desk.book(desk.slot(dt.timedelta(days=2)), adults=1)
    plan(resource=rota, now=timezone.now())
    leaves = rota.artisans.get()
    sent = opened(desk, leaves)
    del sent["active"]
    asked = desk.post("artisan", sent, pk=leaves.pk)
    assert "1 đoàn" in plain(soup(asked).select_one("#affected"))
    leaves.refresh_from_db()
    assert leaves.active

    seen = soup(asked).select_one("input[name=seen]")["value"]
    assert "thiếu người" in said(desk.post("artisan", sent | {"seen": seen}, pk=leaves.pk))
    leaves.refresh_from_db()
    assert not leaves.active


def test_a_name_in_addresses_stays_when_the_name_changes(desk):
    artisan = make_artisan(desk.host, name="Trần Văn Long", slug="tran-van-long")
    desk.post("artisan", opened(desk, artisan) | {"name": "Trần Văn Long Em"}, pk=artisan.pk)
    artisan.refresh_from_db()
    assert (artisan.name, artisan.slug) == ("Trần Văn Long Em", "tran-van-long")
    assert ModelLogEntry.objects.for_instance(artisan).get().user == desk.owner


def test_a_name_without_letters_is_refused_in_words(desk):
    response = desk.post("artisan_new", NEW | {"name": "♥♥"})
    assert response.status_code == 200
    assert soup(response).select_one("#form-errors")
    assert not Artisan.objects.exists()


def test_another_hosts_artisan_is_not_there(desk):
    other = make_artisan(make_host(name="Nhà khác"))
    assert desk.client.get(desk.url("artisan", pk=other.pk)).status_code == 404
