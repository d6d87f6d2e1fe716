"""Faults happen to real processes: PostgreSQL, Redis, Celery workers and the web server, all started here.

Only where the run is told of a PostgreSQL and a Redis; elsewhere there is nothing to show and nothing is collected.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import environ
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.factories import make_agreed_pages, make_experience, make_host, make_page_tree
from tests.faults.cluster import Cluster
from tests.faults.installation import Installation

REAL = os.environ.get("DATABASE_URL", "").startswith("postgres") and os.environ.get("CELERY_BROKER_URL", "").startswith(
    "redis"
)
collect_ignore_glob = [] if REAL else ["test_*.py"]


@pytest.fixture
def _django_db_helper(site) -> None:
    """`site` opens and closes the database: takes the place of pytest-django's fixture of this name."""


@pytest.fixture(scope="session")
def cluster(django_db_setup) -> Iterator[Cluster]:
    """With a copy of the migrated test database to start from."""
    cluster = Cluster()
    try:
        cluster.start()
        cluster.copy(connection.settings_dict)
        yield cluster
    finally:
        cluster.remove()


@contextmanager
def installed(cluster: Cluster, blocker) -> Iterator[Installation]:
    """A database of its own, reached by its processes and by the test itself."""
    name = f"ve_lang_{uuid4().hex[:12]}"
    url = cluster.create(name)
    before = dict(connection.settings_dict)
    with tempfile.TemporaryDirectory(prefix="ve-lang-faults-") as folder, blocker.unblock():
        connection.close()
        # The very dictionary from which threads make their connections too.
        connection.settings_dict.update(environ.Env.db_url_config(url))
        # Another database numbers its content types otherwise.
        ContentType.objects.clear_cache()
        # Its web server takes bookings, so what guests agree to is there.
        make_agreed_pages(make_page_tree())
        site = Installation(cluster, url, Path(folder))
        try:
            yield site
        finally:
            site.stop()
            connection.close()
            connection.settings_dict.update(before)
            ContentType.objects.clear_cache()
            cluster.drop(name)


@pytest.fixture
def site(cluster, django_db_blocker, settings) -> Iterator[Installation]:
    """A test's own."""
    with installed(cluster, django_db_blocker) as site:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", site.mail.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield site


@pytest.fixture(scope="module")
def shared_site(cluster, django_db_blocker) -> Iterator[Installation]:
    """One for all tests of a module, in which it takes the place of `site`."""
    with installed(cluster, django_db_blocker) as site:
        yield site


@pytest.fixture
def experience(site):
    return make_experience(make_host(email="chunha@example.com"), extras=())
