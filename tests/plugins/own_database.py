"""Each test process has a copy of a database that was migrated once (`EMPTY_DATABASE`), so that it begins at once.

For many short runs: see tools/mutants.py, which names this plugin in PYTEST_PLUGINS.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """In the place of pytest-django's, which migrates."""
    own = settings.VAR_DIR / f"test-{os.getpid()}.sqlite3"
    shutil.copyfile(Path(os.environ["EMPTY_DATABASE"]), own)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(own)
    yield
    with django_db_blocker.unblock():
        connection.close()
    for file in own.parent.glob(f"{own.name}*"):
        file.unlink()
