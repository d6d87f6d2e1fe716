"""Queries that Django compiles once for a connection, for what runs so often that compiling is most of its cost.

The query itself stays what it is elsewhere: a function of plain values that gives a QuerySet, with its predicates from
the QuerySet's methods. With COMPILED_QUERIES=0 that function runs on the ORM each time. See docs/decisions/0015.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

T = TypeVar("T")
C = TypeVar("C")


class _Given(Expression):
    """Stands for the value that each run gives under `name`, written as `field` writes it."""

    def __init__(self, name: str, field: Any, *, plus: dt.timedelta | None = None) -> None:
        super().__init__(output_field=field)
        self.name, self.plus = name, plus

    def __add__(self, plus: dt.timedelta) -> "_Given":  # type: ignore[override]
        """A moment that much later, reckoned here and not by the database, as with the moment itself."""
        return _Given(self.name, self.output_field, plus=plus if self.plus is None else self.plus + plus)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]

    def written(self, given: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
        value = given[self.name]
        return self.output_field.get_db_prep_save(value + self.plus if self.plus else value, connection)


def _placeholders(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _Given(name, field) for name, field in fields.items()}


def _filled(params: Sequence[Any], given: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
    return [param.written(given, connection) if isinstance(param, _Given) else param for param in params]


def _once(key: object, connection: BaseDatabaseWrapper, compile: Callable[[BaseDatabaseWrapper], C]) -> C:
    """Kept on the connection: a thread has its own, and what was compiled goes when it goes."""
    kept = connection.__dict__.setdefault("_prepared", {})
    if key not in kept:
        kept[key] = compile(connection)
    return kept[key]


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """On PostgreSQL, one that sends the values beside the statement, so that the server can keep its plan."""
    cursor = connection.cursor()
    if connection.vendor == "postgresql":
        cursor.cursor = psycopg.Cursor(connection.connection)
    return cursor


class Select(Generic[T]):
    """Runs the QuerySet that `build` makes of the values: its instances, or the tuples of a `values_list()`.

    Select(lambda slot: Slot.objects.with_rules().filter(pk=slot), slot=Slot._meta.pk)

    `build` is a plain function of plain values, each written as its field writes it; where COMPILED_QUERIES is off,
    it is all that runs.
    """

    known: ClassVar["WeakSet[Select]"] = WeakSet()

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **fields: Any) -> None:
        self.build, self.fields = build, fields
        Select.known.add(self)

    def all(self, **given: Any) -> list[T]:
        """The rows for these values. None is refused: the ORM would have made another query of it, with IS NULL."""
        if None in given.values():
            raise ValueError("a value that is None")
        if not settings.COMPILED_QUERIES:
            return list(_plain(self.build(**given)))
        connection = connections[DEFAULT_DB_ALIAS]
        sql, params, converters, make = _once(self, connection, self._compile)
        with _cursor(connection) as cursor:
            cursor.execute(sql, _filled(params, given, connection))
            rows = cursor.fetchall()
        return [make(_converted(row, converters, connection)) for row in rows]

    def first(self, **given: Any) -> T | None:
        """The first of them, where there is one. Fetches all: for queries that find one row at most."""
        return next(iter(self.all(**given)), None)

    def _compile(self, connection: BaseDatabaseWrapper) -> tuple:
        queryset: Any = _plain(self.build(**_placeholders(self.fields)))
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        make = tuple if queryset._iterable_class is ValuesListIterable else _maker(queryset, compiler, connection.alias)
        return sql, params, list(converters.items()), make


def _plain(queryset: Any) -> Any:
    """`queryset`, which must give instances or tuples in one statement: more is not done here."""
    if queryset._iterable_class not in (ModelIterable, ValuesListIterable) or queryset._prefetch_related_lookups:
        raise TypeError("instances or tuples, in one statement")
    return queryset


def _converted(row: Sequence[Any], converters: Sequence[tuple], connection: BaseDatabaseWrapper) -> list[Any]:
    """As SQLCompiler.apply_converters does it."""
    values = list(row)
    for position, (functions, expression) in converters:
        for function in functions:
            values[position] = function(values[position], expression, connection)
    return values


def _maker(queryset: Any, compiler: Any, alias: str) -> Callable[[list[Any]], Any]:
    """What makes an instance of a row, with what it selects beside it, as ModelIterable does."""
    info, select = compiler.klass_info, compiler.select
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[first:last]]
    # From Django 6.1 on also how to fetch what is missing.
    how = (queryset._fetch_mode,) if hasattr(queryset, "_fetch_mode") else ()
    related = get_related_populators(info, select, alias, *how)
    annotations = list(compiler.annotation_col_map.items()) if compiler.annotation_col_map else []

    def make(row: list[Any]) -> Any:
        instance = info["model"].from_db(alias, names, row[first:last])
        for populator in related:
            populator.populate(row, instance)
        for name, position in annotations:
            setattr(instance, name, row[position])
        return instance

    return make


class Update:
    """Writes rows of the QuerySet that `build` makes of the values.

    Writes `sets` as `update()` takes it, and what each run gives for the fields named in `writes`, which may be None.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Any]],
        *,
        sets: Mapping[str, Any] | None = None,
        writes: Sequence[str] = (),
        **fields: Any,
    ) -> None:
        self.build, self.sets, self.writes, self.fields = build, dict(sets or {}), writes, fields

    def run(self, **given: Any) -> int:
        """How many rows it found."""
        if not settings.COMPILED_QUERIES:
            written = {name: given[name] for name in self.writes}
            return self.build(**{name: given[name] for name in self.fields}).update(**self.sets, **written)
        connection = connections[DEFAULT_DB_ALIAS]
        sql, params = _once(self, connection, self._compile)
        with _cursor(connection) as cursor:
            cursor.execute(sql, _filled(params, given, connection))
            return cursor.rowcount

    def _compile(self, connection: BaseDatabaseWrapper) -> tuple:
        queryset = self.build(**_placeholders(self.fields))
        query: Any = queryset.query.chain(UpdateQuery)
        written = {name: queryset.model._meta.get_field(name) for name in self.writes}
        query.add_update_values(self.sets | _placeholders(written))
        return query.get_compiler(connection=connection).as_sql()


class Insert:
    """Inserts single rows of `model`, sending no signals; `ignore_conflicts` as for `bulk_create`."""

    def __init__(self, model: type[Model], *, ignore_conflicts: bool = False) -> None:
        self.model, self.ignore_conflicts = model, ignore_conflicts
        self.fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]

    def run(self, instance: Model) -> None:
        """Write it; it has its key afterwards, unless conflicts are ignored."""
        if not settings.COMPILED_QUERIES:
            self.model._base_manager.bulk_create([instance], ignore_conflicts=self.ignore_conflicts)
            return
        connection = connections[DEFAULT_DB_ALIAS]
        sql = _once(self, connection, self._compile)
        values = [field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in self.fields]
        with _cursor(connection) as cursor:
            cursor.execute(sql, values)
            if not self.ignore_conflicts:
                (instance.pk,) = cursor.fetchone()
        instance._state.adding, instance._state.db = False, connection.alias

    def _compile(self, connection: BaseDatabaseWrapper) -> str:
        query = InsertQuery(self.model, on_conflict=OnConflict.IGNORE if self.ignore_conflicts else None)
        query.insert_values(self.fields, [self.model()])
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = None if self.ignore_conflicts else [self.model._meta.pk]
        ((sql, _params),) = compiler.as_sql()
        return sql


def attach(instance: Model, name: str, rows: list[Any]) -> None:
    """Let `instance.<name>.all()` give `rows` without a query, as prefetch_related_objects does."""
    queryset = getattr(instance, name).get_queryset()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset
