"""A release is whole: its migrations ran, its static files were collected, its catalogues compiled."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import Storage
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable

from common.data.migrated import unapplied
from common.words import catalogues

SHOWN = 3
# As collectstatic leaves them out.
LEFT_OUT = ["CVS", ".*", "*~"]


@dataclass
class Migrations(HealthCheck):
    """The database is as this code expects it."""

    def run(self) -> None:
        _none(unapplied(), "migrations are not applied, run manage.py migrate")


@dataclass
class StaticFiles(HealthCheck):
    """What pages name was collected before this process started."""

    def run(self) -> None:
        _none(list(missing(staticfiles_storage)), "static files are missing, run manage.py collectstatic and reload")


@dataclass
class Catalogues(HealthCheck):
    """Readers see the texts of this release."""

    def run(self) -> None:
        stale = [str(path.relative_to(catalogues.FOLDER)) for path in catalogues.stale()]
        _none(stale, "catalogues are older than their source, run tools/install.py and reload")


def missing(storage: Storage) -> Iterator[str]:
    """Names of static files that `storage` has no hashed copy of; none where it does not hash names."""
    if not isinstance(storage, ManifestFilesMixin):
        return
    hashed = storage.hashed_files
    there = set(get_files(storage)) if hashed else set()
    for name in _expected():
        if hashed.get(name) not in there:
            yield name


@cache
def _expected() -> list[str]:
    """A process's own code does not change."""
    found = (file for finder in get_finders() for file in finder.list(LEFT_OUT))
    return sorted({f"{storage.prefix}/{name}" if getattr(storage, "prefix", "") else name for name, storage in found})


def _none(found: list[str], what: str) -> None:
    if found:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise ServiceUnavailable(f"{len(found)} {what}: {', '.join(found[:SHOWN])}{more}")
