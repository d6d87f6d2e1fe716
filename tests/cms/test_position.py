"""Where a village and its places are is pointed at on a map; the numbers stay for those without a script."""

import json

import pytest
from django.urls import reverse

from tests.cms.forms import submit
from tests.factories import make_village
from tests.pages.reading import soup
from tests.plugins.shared_stage import shared
from villages.models import Place

pytestmark = pytest.mark.django_db


@shared
def village():
    village = make_village("Đông Hồ", latitude=21.06, longitude=106.08)
    Place.objects.create(village=village, name="Đình </script> làng", kind="gate", latitude=21.061, longitude=106.081)
    return village


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.mark.parametrize("name", ["add", "edit"])
def test_the_form_has_a_map_for_the_village_and_one_for_each_place(manager, village, name):
    url = reverse(f"village:{name}", args=[village.pk] if name == "edit" else [])
    page = soup(manager.get(url))
    assert len(page.select("[data-point]")) >= (2 if name == "edit" else 1)
    assert page.select_one('script[src*="js/cms_point.js"]')
    for box in page.select("[data-point]"):
        assert box["data-script"].endswith("leaflet.js")
        assert box["data-tiles"] == ""


def test_it_shows_what_is_there_already_once_and_as_text(manager, village):
    page = soup(manager.get(reverse("village:edit", args=[village.pk])))
    points = json.loads(page.select_one("#known-points").string)
    assert len(page.select("#known-points")) == 1
    assert {"name": "Đông Hồ", "at": [21.06, 106.08]} in points
    assert {"name": "Đình </script> làng", "at": [21.061, 106.081]} in points


def test_the_numbers_are_written_as_before(manager, village):
    response = submit(manager, reverse("village:edit", args=[village.pk]), latitude="21.070001", longitude="106.090001")
    assert response.status_code == 302
    village.refresh_from_db()
    assert (village.latitude, village.longitude) == (21.070001, 106.090001)


def test_a_position_is_shown_with_a_point_in_a_vietnamese_form_too(manager, village):
    """As the map writes it, and as the field reads it."""
    page = soup(manager.get(reverse("village:edit", args=[village.pk])))
    assert page.select_one("#id_latitude")["value"] == "21.06"
