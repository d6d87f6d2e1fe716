"""Marks, among the tests of faces, the further arguments of a function: on a server one of each is run.

A page asks a server's database the same whatever it refuses, in which language and to whom; SQLite's run has them all.
Rules, which stand in `domain/`, are run with each of their arguments everywhere, and so is what searches.
"""

import pytest

FACES = {"accounts", "cms", "config", "desk", "mail", "office", "pages", "passport", "web"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    seen: set[str] = set()
    for item in items:
        function = item.nodeid.partition("[")[0]
        if function in seen and FACES & set(item.path.parts) and not item.get_closest_marker("each_argument"):
            item.add_marker(pytest.mark.further_argument)
        seen.add(function)
