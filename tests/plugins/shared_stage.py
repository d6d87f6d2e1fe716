"""What tests find when they begin (a tree of pages, a slot, a desk), made once for all tests in a row that ask for it.

`@shared` takes the place of `@pytest.fixture`. What it makes lies in a transaction around those of the tests: each
rolls back what it changed, gets objects of its own, and finds the cache as it was left. A test that does not ask for it
never sees it. What a shared fixture takes is shared too, or holds for the whole session; otherwise, and where a test
commits, it is made for each test as any fixture is.
"""

import contextlib
import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import blocking_manager_key

from page_cache.store import let_go
from tests.factories import PageTree, make_page_tree
from tests.plugins.migrated import commits

# What is made, and the file whose tests share it; None where those of all files do.
Level = tuple[Callable, Path | None]


@dataclass
class Made:
    result: object
    roll_back: Callable[[], None]
    # Of a cache in memory: its values, and when they end.
    cached: tuple[dict, dict]


def remember() -> tuple[dict, dict]:
    return dict(cache._cache), dict(cache._expire_info)


def put_back(cached: tuple[dict, dict]) -> None:
    cache.clear()
    let_go()
    cache._cache.update(cached[0])
    cache._expire_info.update(cached[1])


class Stage:
    """What stands now: levels, each in a transaction within the one before."""

    def __init__(self) -> None:
        self.levels: dict[Level, Made] = {}
        # By its maker, for the test that runs.
        self.given: dict[Callable, object] = {}

    def keep(self, wanted: list[Level]) -> None:
        """Roll back all from the first level on that is not wanted at its place."""
        standing = list(self.levels)
        good = next((n for n, level in enumerate(standing) if wanted[n : n + 1] != [level]), len(standing))
        for level in reversed(standing[good:]):
            self.levels.pop(level).roll_back()

    def set_up(self, wanted: list[Level], value: Callable[[str], object]) -> None:
        """Make what is missing of `wanted`; `value` gives what holds for the session by its name."""
        results: dict[Callable, object] = {make: made.result for (make, _path), made in self.levels.items()}
        if self.levels:
            put_back(list(self.levels.values())[-1].cached)
        by_name = {make.__name__: make for make, _path in wanted}
        for make, path in wanted:
            if (make, path) not in self.levels:
                names = inspect.signature(make).parameters
                takes = {name: results[by_name[name]] if name in by_name else value(name) for name in names}
                with contextlib.ExitStack() as stack:
                    stack.enter_context(transaction.atomic())
                    stack.callback(transaction.set_rollback, True)
                    results[make] = make(**takes)
                    self.levels[make, path] = Made(results[make], stack.pop_all().close, remember())
        self.given = copy.deepcopy(results)


STAGE = Stage()


def shared(make: Callable | None = None, *, by_all_files: bool = False):
    """A fixture that is made once for the tests of a file, or of all files in a row; `make` yields nothing."""
    if make is None:
        return lambda make: shared(make, by_all_files=by_all_files)

    def give(*, request: pytest.FixtureRequest, **takes: object) -> object:
        return STAGE.given[make] if make in STAGE.given else make(**takes)

    takes = [item.replace(kind=item.KEYWORD_ONLY) for item in inspect.signature(make).parameters.values()]
    own = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY)
    give.__signature__ = inspect.Signature([own, *takes])
    give.__name__, give.__doc__, give.__module__ = make.__name__, make.__doc__, make.__module__
    give.shared = make, by_all_files
    return pytest.fixture(give)


def wanted_by(item: pytest.Item) -> list[Level]:
    """What the test asks for and may share, because it runs in a transaction; what others take comes first."""
    if commits(item) or not (item.get_closest_marker("django_db") or "db" in item.fixturenames):
        return []
    active = {name: definitions[-1] for name, definitions in item._fixtureinfo.name2fixturedefs.items()}
    found: dict[str, Level] = {}

    def may_be_shared(name: str) -> bool:
        definition = active.get(name)
        make, by_all_files = getattr(definition and definition.func, "shared", (None, False))
        if make is None or not all(
            name == "db" or getattr(active.get(name), "scope", "") == "session" or may_be_shared(name)
            for name in inspect.signature(make).parameters
        ):
            return False
        found[name] = make, None if by_all_files else item.path
        return True

    for name in item.fixturenames:
        may_be_shared(name)
    # Those of all files lie below the others.
    return sorted(found.values(), key=lambda level: level[1] is not None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, also one that opens the database in a way of its own."""
    STAGE.given = {}
    with item.config.stash[blocking_manager_key].unblock():
        STAGE.keep(wanted_by(item))


@pytest.fixture(scope="session")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    yield STAGE
    with django_db_blocker.unblock():
        STAGE.keep([])


@pytest.fixture
def stage_is_set(request, clean_state, open_for_booking, migrated_rows, stage, django_db_blocker) -> None:
    """After what every test may count on."""

    def value(name: str) -> object:
        # `db` would be the test's own transaction, which comes after this.
        return None if name == "db" else request.getfixturevalue(name)

    with django_db_blocker.unblock():
        stage.set_up(wanted_by(request.node), value)


@pytest.fixture
def _django_db_helper(stage_is_set, _django_db_helper) -> None:
    """pytest-django's, in which a test's transaction begins: within that of the stage."""


@shared(by_all_files=True)
def page_tree(db) -> PageTree:
    """A home page and the three lists, in Vietnamese and English, on the default site."""
    return make_page_tree()


@shared(by_all_files=True)
def demo_world(db) -> None:
    """What `load_demo` makes."""
    call_command("load_demo")
