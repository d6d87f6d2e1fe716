"""Rows that are named and not picked from a list of a thousand: in the windows of choosers, and several at once."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from common.cms.named import FEW
from ocop.models import SalesPoint
from tests.cms.forms import fields
from tests.cms.test_first_steps import HOST
from tests.factories import make_host, make_product, make_sales_point, make_village
from villages.models import Host, Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def many_villages():
    first = make_village(name="Phù Lãng")
    for number in range(FEW):
        make_village(name=f"Làng thứ {number}", commune=first.commune, craft=first.craft)
    return first


def make_host_window(admin_client):
    html = admin_client.get(reverse("host_chooser:choose")).json()["html"]
    return BeautifulSoup(html, "html.parser").select_one("form[data-chooser-modal-creation-form]")


def send(admin_client, village: str):
    form = make_host_window(admin_client)
    return admin_client.post(form["action"], HOST | {"village": village}).json()


def test_a_short_list_is_a_list_and_a_long_one_a_field_to_write_in(admin_client):
    village = make_village(name="Phù Lãng")
    assert village.name in make_host_window(admin_client).select_one("select[name=village]").text
    for number in range(FEW):
        make_village(name=f"Làng {number}", commune=village.commune, craft=village.craft)
    form = make_host_window(admin_client)
    assert not form.select("select[name=village]")
    assert form.select_one("input[name=village]")["type"] == "text"
    assert "Làng 7" not in form.text


@pytest.mark.parametrize("typed", ["phu lang", "Phù Lãng", "PHÙ  lãng"])
def test_a_village_is_named_as_people_type_it(admin_client, many_villages, typed):
    answer = send(admin_client, typed)
    assert answer["step"] == "chosen"
    assert Host.objects.get().village == many_villages


def test_a_name_that_several_have_is_asked_back_with_their_numbers(admin_client, many_villages):
    answer = send(admin_client, "thứ 1")
    third = Village.objects.get(name="Làng thứ 12")
    assert not Host.objects.exists()
    assert f"Làng thứ 12 ({third.pk})" in answer["htmlFragment"]
    # What was typed stands there still.
    assert 'value="thứ 1"' in answer["htmlFragment"]
    assert send(admin_client, str(third.pk))["step"] == "chosen"
    assert Host.objects.get().village == third


@pytest.mark.parametrize("typed", ["Bát Tràng", "²", "9" * 30, "999999"])
def test_what_names_nothing_is_said(admin_client, many_villages, typed):
    assert send(admin_client, typed)["step"] == "reshow_creation_form"
    assert not Host.objects.exists()


def test_products_of_a_point_of_sale_are_named_and_only_its_own_are_listed(admin_client):
    own, other = make_product(make_host(), name="Chum sành"), make_product(make_host(), name="Tranh Đám cưới chuột")
    third = make_product(make_host(), name="Tranh Vinh hoa")
    point = make_sales_point()
    point.products.set([own])
    url = reverse("sales_point:edit", args=[point.pk])
    page = admin_client.get(url)
    shown = BeautifulSoup(page.content, "html.parser").select_one(".chosen-rows")
    assert "Chum sành" in shown.text
    assert "Tranh" not in shown.text
    data = fields(page.content.decode())
    refused = admin_client.post(url, data | {"products-named": "đám cưới chuột\nTranh"})
    assert "Tranh Vinh hoa (" in refused.content.decode()
    assert list(point.products.all()) == [own]
    assert admin_client.post(url, data | {"products-named": "dam cuoi chuot\r\nvinh hoa"}).status_code == 302
    assert set(SalesPoint.objects.get(pk=point.pk).products.all()) == {own, other, third}
    # And the tick taken away.
    data = {name: value for name, value in fields(admin_client.get(url).content.decode()).items() if name != "products"}
    assert admin_client.post(url, data | {"products": [str(other.pk)]}).status_code == 302
    assert list(SalesPoint.objects.get(pk=point.pk).products.all()) == [other]
