"""What takes long to make, made once for all tests in a row that ask for it: Wagtail's tree of pages, or the demo.

It lies in a transaction around theirs: each rolls back what it changed, and gets objects of its own. A test that does
not ask for it never sees it.
"""

import contextlib
import copy
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import PageTree, make_page_tree
from tests.plugins.migrated import commits

# By the fixture that asks for it.
MADE: dict[str, Callable[[], object]] = {"page_tree": make_page_tree, "demo_world": lambda: call_command("load_demo")}


class Stage:
    """What stands now, if anything: the name of its fixture, and what making it gave."""

    name = ""
    result: object = None

    def set_up(self, name: str, blocker: DjangoDbBlocker) -> None:
        if self.name != name:
            self.blocker = blocker
            with blocker.unblock(), contextlib.ExitStack() as stack:
                stack.enter_context(transaction.atomic())
                stack.callback(transaction.set_rollback, True)
                self.result = MADE[name]()
                self.name = name
                self.rollback = stack.pop_all()

    def clear(self) -> None:
        if self.name:
            self.name, self.result = "", None
            with self.blocker.unblock():
                self.rollback.close()


STAGE = Stage()


def wanted_by(item: pytest.Item) -> str:
    """The name of what the test asks for and may share, because it runs in a transaction; else empty."""
    return "" if commits(item) else next((name for name in MADE if name in item.fixturenames), "")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, also one that opens the database in a way of its own."""
    if wanted_by(item) != STAGE.name:
        STAGE.clear()


@pytest.fixture(scope="session")
def stage(django_db_setup) -> Iterator[Stage]:
    yield STAGE
    STAGE.clear()


@pytest.fixture
def stage_is_set(request, migrated_rows, stage, django_db_blocker) -> None:
    if name := wanted_by(request.node):
        stage.set_up(name, django_db_blocker)


@pytest.fixture
def _django_db_helper(stage_is_set, _django_db_helper) -> None:
    """pytest-django's, in which a test's transaction begins: within that of the stage."""


@pytest.fixture
def page_tree(request, db, stage) -> PageTree:
    """A home page and the three lists, in Vietnamese and English, on the default site."""
    return copy.deepcopy(stage.result) if wanted_by(request.node) else make_page_tree()


@pytest.fixture
def demo_world(request, db) -> None:
    """What `load_demo` makes."""
    if not wanted_by(request.node):
        call_command("load_demo")
