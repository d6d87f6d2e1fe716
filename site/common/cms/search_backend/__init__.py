"""The index of pages, images and documents in words without marks: "gốm", "GOM" and "gom" find the same everywhere.

Both sides are folded, what is kept and what is asked for, so that each search box of the CMS does it, and each chooser.
Settings name this package. After a change of it, and once after an upgrade, `manage.py update_index` builds it anew.
"""

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict) -> BaseSearchBackend:
    """The backend of the database that is in use; the other's modules cannot be imported."""
    if connection.vendor == "postgresql":
        from common.cms.search_backend.postgres import PostgresBackend

        return PostgresBackend(params)
    from common.cms.search_backend.sqlite import SQLiteBackend

    return SQLiteBackend(params)
