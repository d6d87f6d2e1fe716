"""Tests that share the tree of pages do not see what another did to it; those that do not ask for it have none."""

import pytest

from pages.models import HomePage
from tests.plugins.shared_stage import STAGE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("_again", range(2))
def test_a_changed_page_is_as_it_was_for_the_next_test(page_tree, _again):
    assert page_tree.home.headline == HomePage.objects.get(pk=page_tree.home.pk).headline == "Về làng, làm đồ gốm"
    page_tree.home.headline = "Khác"
    page_tree.home.save()
    page_tree.stories.delete()


def test_it_is_not_made_again_for_the_next_test_that_asks(page_tree):
    assert STAGE.result is not page_tree
    assert STAGE.result.home.pk == page_tree.home.pk


def test_who_asks_for_the_demo_has_the_demo_and_not_the_tree(demo_world):
    assert STAGE.name == "demo_world"
    assert {page.title for page in HomePage.objects.all()} == {"Về Làng"}


def test_who_does_not_ask_for_either_has_neither():
    assert not HomePage.objects.exists()
