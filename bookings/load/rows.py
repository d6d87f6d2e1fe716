"""Many rows of one table at once: by COPY on PostgreSQL, by one prepared statement on SQLite."""

import json
from collections.abc import Callable, Sequence

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

# Values that SQLite's driver does not take as they are, by Django's name of the field.
FOR_SQLITE: dict[str, Callable] = {
    "DateTimeField": lambda moment: None if moment is None else connection.ops.adapt_datetimefield_value(moment),
    "DateField": lambda day: None if day is None else day.isoformat(),
    "UUIDField": lambda uuid: uuid.hex,
    "DecimalField": lambda number: None if number is None else str(number),
}


def check_at_once() -> None:
    """On PostgreSQL check foreign keys as rows come: else every row of a batch waits in memory for it to the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def analyze() -> None:
    """Tell PostgreSQL what its tables hold now, as autovacuum would a minute later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def reserve(model: type[models.Model], count: int) -> list[int]:
    """`count` primary keys that nobody else will be given. Inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # BEGIN IMMEDIATE lets nobody else write meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        if row is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        first = (row[0] if row else 0) + 1
        return list(range(first, first + count))


class Rows:
    """Rows of `model` with `names` given for each, as the database keeps them, and every other field at its default.

    No save(), no signal and no validation: whoever adds rows answers for them.
    """

    def __init__(self, model: type[models.Model], names: Sequence[str]) -> None:
        self.model = model
        fields = {field.attname: field for field in model._meta.concrete_fields}
        blank = model()
        others = [name for name in fields if name not in names and not fields[name].primary_key]
        self.rest = tuple(_as_kept(fields[name], getattr(blank, name)) for name in others)
        self.fields = [fields[name] for name in (*names, *others)]
        self.rows: list[tuple] = []
        self.add = self.rows.append

    def write(self) -> int:
        """Insert what was added and forget it; returns how many rows that were."""
        count = len(self.rows)
        if count:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    self._copy(cursor)
                else:
                    self._insert(cursor)
            self.rows.clear()
        return count

    def _columns(self) -> str:
        return ", ".join(connection.ops.quote_name(str(field.column)) for field in self.fields)

    def _copy(self, cursor) -> None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        with cursor.copy(f"COPY {table} ({self._columns()}) FROM STDIN") as copy:
            for row in self.rows:
                copy.write_row(row + self.rest)

    def _insert(self, cursor) -> None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        marks = ", ".join(["%s"] * len(self.fields))
        change = [
            (place, FOR_SQLITE[field.get_internal_type()])
            for place, field in enumerate(self.fields)
            if field.get_internal_type() in FOR_SQLITE
        ]

        def kept(row: tuple) -> list:
            values = [*row, *self.rest]
            for place, convert in change:
                values[place] = convert(values[place])
            return values

        sql = f"INSERT INTO {table} ({self._columns()}) VALUES ({marks})"  # noqa: S608  (names of our own tables)
        cursor.executemany(sql, (kept(row) for row in self.rows))


def _as_kept(field: models.Field, value: object) -> object:
    if isinstance(value, DatabaseDefault):
        value = value.expression.value  # type: ignore[attr-defined]  # Django knows it
    return json.dumps(value) if isinstance(field, models.JSONField) else value
