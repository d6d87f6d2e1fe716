"""Cache and queue answer, and what is written can be kept."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from health_check import checks
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from common.data.cache import asked_in_earnest
from common.data.db import cannot_write
from common.models import Work

# The row that is written each time.
PROBE = "write probe"
# Beyond what a full disk may still have in the end of a block.
PROBE_BYTES = 65_536


@dataclass
class Cache(checks.Cache):
    """It keeps what it is given. Without it pages are rendered for each reader and nobody counts requests."""

    async def run(self) -> None:
        try:
            with asked_in_earnest():
                await super().run()
        except Exception as error:
            raise ServiceWarning("degraded: the site works without its cache, more slowly") from error


@dataclass
class Queue(HealthCheck):
    """The broker takes messages. Workers are another machine's matter; the outbox waits for them."""

    def run(self) -> None:
        try:
            with current_app.connection_for_write(connect_timeout=2) as connection:
                connection.ensure_connection(max_retries=1, timeout=2)
        except Exception as error:
            raise ServiceWarning("degraded: bookings are taken, mails wait for the message queue") from error


# Each may be a disk of its own.
FOLDERS = ("VAR_DIR", "MEDIA_ROOT", "PRIVATE_ROOT")


@dataclass
class Writing(HealthCheck):
    """Database and folders take what is written; a full disk lets everything be read."""

    def run(self) -> None:
        failing = [name for name in FOLDERS if not _takes(Path(getattr(settings, name)))]
        if not _database_takes():
            failing.append("the database")
        if failing:
            raise ServiceUnavailable(f"{' and '.join(failing)} cannot be written: is the disk full?")


def _database_takes() -> bool:
    with _impatient():
        try:
            Work.objects.update_or_create(name=PROBE, defaults={"ran_at": timezone.now()})
        except DatabaseError as error:
            if cannot_write(error):
                return False
            # Somebody else is writing to the SQLite just now, so it can be written.
            if "database is locked" not in str(error):
                raise
    return True


@contextmanager
def _impatient() -> Iterator[None]:
    """A probe waits for nobody, least of all for its own time to be over."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {connection.settings_dict['OPTIONS']['timeout'] * 1000}")


def _takes(folder: Path) -> bool:
    """Whether a new file there is kept; to write over an old one would need no room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe") as file:
            file.write(b"." * PROBE_BYTES)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True
