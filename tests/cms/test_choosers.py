"""Among a thousand hosts nobody scrolls: what grows is chosen in a window that is searched as people type."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_artisan,
    make_experience,
    make_experience_page,
    make_host,
    make_product,
    make_schedule,
    make_village_page,
)
from villages.models import Host, Place

pytestmark = pytest.mark.django_db


def shown(client, url: str) -> str:
    return client.get(url).content.decode()


def test_no_form_lists_all_hosts_experiences_products_artisans_or_places(signed_in, cms):
    client = signed_in("superuser")
    others = [make_host(name=f"Hộ gốm {n}") for n in range(3)]
    other = make_experience(others[0], name="Nung lò bầu")
    make_artisan(others[0], name="Vũ Hữu Nhung")
    make_product(others[0], name="Bình gốm men nâu")
    Place.objects.create(village=other.village, name="Bến sông Cầu", kind="pier", latitude=21.1, longitude=106.2)
    schedule = make_schedule()
    page = make_experience_page(cms, schedule.experience)
    urls = [
        reverse("experience:edit", args=[schedule.experience_id]),
        reverse("experience:index"),
        reverse("schedule:edit", args=[schedule.pk]),
        reverse("schedule:index") + "?experience__village=0",
        reverse("artisan:add"),
        reverse("ocop_product:add"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["villages", "artisanpage", make_village_page(cms).pk]),
    ]
    for url in urls:
        html = shown(client, url)
        for name in ("Hộ gốm 1", "Nung lò bầu", "Vũ Hữu Nhung", "Bình gốm men nâu", "Bến sông Cầu"):
            assert f">{name}</option>" not in html, (url, name)
            assert f">\n{name}" not in html, (url, name)


@pytest.mark.parametrize(
    ("chooser", "query", "found"),
    [
        ("host_chooser", "doi voi", "Gốm Đồi Vôi"),
        ("host_chooser", "GỐM đồi", "Gốm Đồi Vôi"),
        ("host_chooser", "0912000777", "Gốm Đồi Vôi"),
        ("experience_chooser", "nan to he", "Nặn tò he"),
        ("artisan_chooser", "nhung huu", "Vũ Hữu Nhung"),
        ("product_chooser", "binh gom", "Bình gốm"),
        ("place_chooser", "ben song", "Bến sông Cầu"),
    ],
)
def test_it_is_found_as_people_type(signed_in, cms, chooser, query, found):
    host = make_host(name="Gốm Đồi Vôi", phone="+84912000777")
    make_experience(make_host(name="Tranh Đông Hồ"), name="In tranh")
    make_experience(host, name="Nặn tò he")
    make_artisan(host, name="Vũ Hữu Nhung")
    make_product(host, name="Bình gốm")
    Place.objects.create(village=host.village, name="Bến sông Cầu", kind="pier", latitude=21.1, longitude=106.2)
    client = signed_in("manager")
    html = shown(client, reverse(f"{chooser}:choose_results") + f"?q={query}")
    assert found in html
    assert "Tranh Đông Hồ" not in html
    assert "In tranh" not in html
    assert "không" in shown(client, reverse(f"{chooser}:choose_results") + "?q=xyzxyz").lower()


def test_a_window_of_many_has_pages_and_costs_what_one_of_few_costs(signed_in):
    client = signed_in("manager")
    host = make_host()
    url = reverse("host_chooser:choose")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    cost()
    few = cost()
    Host.objects.bulk_create(
        Host(
            village=host.village,
            slug=f"ho-{n}",
            name=f"Hộ {n:04}",
            legal_name="…",
            phone="+84912000111",
            kind="household",
        )
        for n in range(300)
    )
    assert cost() == few
    assert "Hộ 0250" not in client.get(url).json()["html"]


@pytest.mark.parametrize("chooser", ["experience", "artisan", "product", "place", "account"])
def test_nothing_is_made_in_it(signed_in, chooser):
    client = signed_in("superuser")
    client.raise_request_exception = True
    assert client.post(reverse(f"{chooser}_chooser:create")).status_code in (302, 403)
