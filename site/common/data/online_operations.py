"""Operations of migrations that let a full table be written meanwhile, where the database can: PostgreSQL."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.migrations.operations import AddConstraint, AddIndex, RemoveIndex


class AddIndexOnline(AddIndexConcurrently):
    """In a migration with atomic = False."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        forwards = _of(schema_editor, AddIndexConcurrently, AddIndex).database_forwards
        forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        backwards = _of(schema_editor, AddIndexConcurrently, AddIndex).database_backwards
        backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndexOnline(RemoveIndexConcurrently):
    """In a migration with atomic = False."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        forwards = _of(schema_editor, RemoveIndexConcurrently, RemoveIndex).database_forwards
        forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        backwards = _of(schema_editor, RemoveIndexConcurrently, RemoveIndex).database_backwards
        backwards(self, app_label, schema_editor, from_state, to_state)


class AddCheckOnline(AddConstraint):
    """A check that new rows keep from the first moment, and that old ones are held against beside other writes.

    In a migration with atomic = False, or the lock of the first half would last through the second.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.constraint.name)
            schema_editor.execute(f"{self.constraint.create_sql(model, schema_editor)} NOT VALID", params=None)
            schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _of(schema_editor: Any, online: Any, plain: Any) -> Any:
    return online if schema_editor.connection.vendor == "postgresql" else plain
