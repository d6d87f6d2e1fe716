"""Wagtail's tree of pages, made once for all tests in a row that ask for it.

It lies in a transaction around theirs: each rolls back what it changed, and gets objects of its own. A test that does
not ask for the tree never sees it.
"""

import contextlib
import copy
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import PageTree, make_page_tree


class Stage:
    """The tree that stands now, if any."""

    tree: PageTree | None = None

    def set_up(self, blocker: DjangoDbBlocker) -> None:
        if self.tree is None:
            self.blocker = blocker
            with blocker.unblock(), contextlib.ExitStack() as stack:
                stack.enter_context(transaction.atomic())
                stack.callback(transaction.set_rollback, True)
                self.tree = make_page_tree()
                self.rollback = stack.pop_all()

    def clear(self) -> None:
        if self.tree is not None:
            self.tree = None
            with self.blocker.unblock():
                self.rollback.close()


STAGE = Stage()


def shares(item: pytest.Item) -> bool:
    """Whether the test asks for the tree and runs in a transaction."""
    names = item.fixturenames
    marker = item.get_closest_marker("django_db")
    committed = "transactional_db" in names or (marker and marker.kwargs.get("transaction"))
    return "page_tree" in names and not committed


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, also one that opens the database in a way of its own."""
    if not shares(item):
        STAGE.clear()


@pytest.fixture(scope="session")
def stage(django_db_setup) -> Iterator[Stage]:
    yield STAGE
    STAGE.clear()


@pytest.fixture
def stage_is_set(request, stage, django_db_blocker) -> None:
    if shares(request.node):
        stage.set_up(django_db_blocker)


@pytest.fixture
def _django_db_helper(stage_is_set, _django_db_helper) -> None:
    """pytest-django's, in which a test's transaction begins: within that of the tree."""


@pytest.fixture
def page_tree(request, db, stage) -> PageTree:
    """A home page and the three lists, in Vietnamese and English, on the default site."""
    return copy.deepcopy(stage.tree) if shares(request.node) else make_page_tree()
