"""The folded index on SQLite."""

from modelsearch.backends.database.sqlite import sqlite

from common.cms.search_backend.queries import FoldsQueries
from common.words.text import words


class SQLiteBackend(FoldsQueries, sqlite.SQLiteSearchBackend):
    pass


class FoldingIndexer(sqlite.ObjectIndexer):
    def prepare_value(self, value):
        return words(super().prepare_value(value))


# The index makes these itself and has no setting for them.
sqlite.ObjectIndexer = FoldingIndexer
