"""Marks tests that no database can change, so that CI need not run them on each."""

import pytest
from django.test import SimpleTestCase

# They open a database in ways of their own.
OWN_WAYS = ("contention", "faults", "journeys")
FIXTURES = {"db", "transactional_db", "django_db_setup"}


def touches(item: pytest.Item) -> bool:
    cls = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or bool(FIXTURES & set(getattr(item, "fixturenames", ())))
        or (cls is not None and issubclass(cls, SimpleTestCase))
        or any(folder in item.path.parts for folder in OWN_WAYS)
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not touches(item):
            item.add_marker(pytest.mark.database_free)
