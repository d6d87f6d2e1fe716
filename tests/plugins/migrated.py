"""The migrated database of the tests: made once, kept in `var/tests`, and copied for each process of a run.

Migrating takes half a minute and a copy none. What is kept belongs to one state of the migrations and of all that they
stand on: another state makes another. `rm -r var/tests` makes it afresh.

A test that commits has the whole database emptied after it, also of what migrations put there (the root page, the
rights). Where one that does not commit comes next in its process, this one is copied afresh.
"""

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "tests"
ORIGINAL = connection.settings_dict["NAME"]
STALE = 7 * 24 * 3600
# The lock file of requirements stands for the migrations of others.
SOURCES = [
    "requirements.txt",
    "site/config/settings/*.py",
    "site/common/models.py",
    "site/*/migrations/*.py",
    "*/migrations/*.py",
]


def state(patterns: Iterable[str] = SOURCES) -> str:
    """A short name for what these files hold."""
    digest = hashlib.sha256(django.get_version().encode())
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def alone() -> Iterator[Path]:
    """The folder of what is kept, while no other process makes or copies anything in it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield KEPT


def forget_old() -> None:
    """What nobody has touched for a week, such as the copies of a run that was killed."""
    for path in KEPT.glob("*.sqlite3*"):
        if path.stat().st_mtime < time.time() - STALE:
            path.unlink()


def copy(name: str) -> str:
    """The database of a copy of the migrated one, which `name` tells from other copies."""
    with alone() as folder:
        forget_old()
        if connection.vendor == "sqlite":
            _migrate(str(folder / f"{state()}.sqlite3"))
        else:
            _migrate(f"test_{ORIGINAL}_{state()}")
        connection.creation.clone_test_db(name, verbosity=0, autoclobber=True)
        return connection.creation.get_test_db_clone_settings(name)["NAME"]


def _migrate(template: str) -> None:
    """Lead the connection to `template`, migrated: found, or made now."""
    connection.close()
    connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"] = template
    ready = ("tests", "ready")
    # Not there, or half made because its run was killed: then it lacks its last line.
    with contextlib.suppress(OperationalError):
        if ready in MigrationRecorder(connection).applied_migrations():
            connection.close()
            return
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    MigrationRecorder(connection).record_applied(*ready)
    connection.close()


class Emptied:
    """Whether a test has emptied the copy of this process."""

    yes = False


def commits(item: pytest.Item) -> bool:
    """Whether the test commits, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


def _own_copy() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    # Two runs on one machine do not disturb each other; on a server each has a database of its own.
    return copy(f"{worker}_{os.getpid()}" if connection.vendor == "sqlite" else worker)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """Takes the place of pytest-django's fixture of this name, which migrates in every process."""
    with django_db_blocker.unblock():
        # The very dictionary from which threads make their connections too.
        connection.settings_dict["NAME"] = _own_copy()
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(ORIGINAL, verbosity=0)


@pytest.fixture
def migrated_rows(request, django_db_setup, django_db_blocker) -> None:
    """What migrations put into the database stands in it, as after `migrate`."""
    if Emptied.yes and not commits(request.node):
        with django_db_blocker.unblock():
            connection.settings_dict["NAME"] = _own_copy()
        ContentType.objects.clear_cache()
    Emptied.yes = commits(request.node)
