"""The folded index on PostgreSQL."""

from modelsearch.backends.database.postgres import postgres

from common.cms.search_backend.queries import FoldsQueries
from common.words.text import words


class PostgresBackend(FoldsQueries, postgres.PostgresSearchBackend):
    pass


class FoldingIndexer(postgres.ObjectIndexer):
    def prepare_value(self, value):
        return words(super().prepare_value(value))


# The index makes these itself and has no setting for them.
postgres.ObjectIndexer = FoldingIndexer
