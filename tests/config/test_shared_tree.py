"""Tests that share the tree of pages do not see what another did to it; those that do not ask for it have none."""

import pytest

from pages.models import HomePage
from tests.plugins.shared_tree import STAGE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("_again", range(2))
def test_a_changed_page_is_as_it_was_for_the_next_test(page_tree, _again):
    assert page_tree.home.headline == HomePage.objects.get(pk=page_tree.home.pk).headline == "Về làng, làm đồ gốm"
    page_tree.home.headline = "Khác"
    page_tree.home.save()
    page_tree.stories.delete()


def test_it_is_not_made_again_for_the_next_test_that_asks(page_tree):
    assert STAGE.tree is not page_tree
    assert STAGE.tree.home.pk == page_tree.home.pk


def test_who_does_not_ask_for_the_tree_has_none():
    assert not HomePage.objects.exists()
