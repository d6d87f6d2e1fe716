"""Tests that share what they begin with do not see what another did to it; those that do not ask for it have none."""

import pytest
from django.core.cache import cache

from pages.models import HomePage
from tests.factories import make_host, make_village
from tests.plugins.shared_stage import STAGE, shared
from villages.models import Host, Village

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("_again", range(2))
def test_a_changed_page_is_as_it_was_for_the_next_test(page_tree, _again):
    assert page_tree.home.headline == HomePage.objects.get(pk=page_tree.home.pk).headline == "Về làng, làm đồ gốm"
    page_tree.home.headline = "Khác"
    page_tree.home.save()
    page_tree.stories.delete()


def test_it_is_not_made_again_for_the_next_test_that_asks(page_tree):
    (made,) = STAGE.levels.values()
    assert made.result is not page_tree
    assert made.result.home.pk == page_tree.home.pk


def test_who_asks_for_the_demo_has_the_demo_and_not_the_tree(demo_world):
    assert [make.__name__ for make, _path in STAGE.levels] == ["demo_world"]
    assert {page.title for page in HomePage.objects.all()} == {"Về Làng"}


def test_who_does_not_ask_for_either_has_neither():
    assert not HomePage.objects.exists()


@shared
def village() -> Village:
    return make_village()


@shared
def host(village, now) -> Host:
    return make_host(village, name=f"Nhà gốm {now:%d}")


@shared
def neighbours(village, host) -> list:
    return [village, host]


@shared
def known(village) -> None:
    cache.set("known", village.pk)


@shared
def plain(host, settings) -> Host:
    return host


def standing() -> dict[str, object]:
    return {make.__name__: made.result for (make, _path), made in STAGE.levels.items()}


@pytest.mark.parametrize("_again", range(2))
def test_a_file_s_own_stand_for_all_and_are_as_they_were(host, village, _again):
    assert standing() == {"village": village, "host": host}
    assert standing()["host"] is not host
    assert Village.objects.get().name == village.name != "Khác"
    village.name = "Khác"
    village.save()
    host.delete()


def test_what_takes_something_of_a_test_is_a_test_s_own(plain, host):
    assert plain is host
    assert standing().keys() == {"village", "host"}


def test_what_two_of_them_hold_is_one_object(village, host, neighbours):
    assert neighbours[0] is village
    assert neighbours[1] is host


@pytest.mark.parametrize("_again", range(2))
def test_the_cache_is_as_it_was_left(known, village, _again):
    assert cache.get("known") == village.pk
    cache.delete("known")


def test_who_asks_for_less_has_less(village):
    assert standing() == {"village": village}
    assert not Host.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_where_a_test_commits_all_is_its_own(host):
    assert standing() == {}
    assert Host.objects.get() == host
