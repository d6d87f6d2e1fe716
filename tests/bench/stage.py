"""Where the bench plays: databases, servers and helpers, all of its own and all gone afterwards."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from tests.bench.browser import HOST, ORIGIN
from tests.bench.figures import Tally
from tests.bench.processes import ROOT, Backends, Helper, Server, between

SERVER = os.environ.get("CI_DATABASE_URL", "postgres://postgres@127.0.0.1:5432")
# A database of its own among Redis's sixteen; only the keys that the bench wrote are deleted.
REDIS = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/13")
KEYS = ("bench:*", "celery", "_kombu.*")
PREFIX = "ve_lang_bench_"
# A thread that waits between two rounds keeps its connection, whose process is being watched.
LASTING = "?conn_max_age=600"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def have_postgresql() -> bool:
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        say(f"PostgreSQL: left out, {SERVER} does not answer ({str(error).splitlines()[0]})")
        return False
    return True


class Stage:
    """Databases of one kind, `sqlite` or `postgresql`, below `folder`."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder = kind, folder
        self.made: list[str] = []
        self.closing = contextlib.ExitStack()
        self.redis = redis.Redis.from_url(REDIS) if kind == "postgresql" and _answers(REDIS) else None

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.close()
        for name in self.made:
            self._drop(name)
        if self.redis:
            for pattern in KEYS:
                for key in self.redis.scan_iter(pattern):
                    self.redis.delete(key)

    # --- Databases

    def database(self, name: str, *, copy_of: str = "") -> str:
        """Make the database `name`, empty or as a copy that nobody is connected to; gives its address."""
        self._drop(name)
        self.made.append(name)
        if self.kind == "sqlite":
            if copy_of:
                source, target = (self._file(it) for it in (copy_of, name))
                subprocess.run(
                    [sys.executable, "-c", COPY_SQLITE, str(source), str(target)], check=True, capture_output=True
                )
        else:
            like = sql.SQL(" TEMPLATE {}").format(sql.Identifier(PREFIX + copy_of)) if copy_of else sql.SQL("")
            self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(PREFIX + name)) + like)
        return self.url(name)

    def url(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}" if self.kind == "sqlite" else f"{SERVER}/{PREFIX}{name}"

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def _drop(self, name: str) -> None:
        if self.kind == "sqlite":
            for path in self.folder.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(PREFIX + name)))

    def _execute(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(statement)

    # --- Processes

    def environment(self, name: str) -> dict[str, str]:
        """Settings as in production: Redis as broker and cache beside PostgreSQL, files beside SQLite."""
        kept = {key: value for key, value in os.environ.items() if key not in ("DJANGO_SETTINGS_MODULE", "DEBUG")}
        with_redis = {"CELERY_BROKER_URL": REDIS, "CACHE_URL": REDIS} if self.redis else {}
        return kept | {
            "DATABASE_URL": self.url(name) + LASTING * (self.kind == "postgresql"),
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "only-for-the-bench",
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": ORIGIN,
            "EMAIL_URL": "dummymail://",
            "DEFAULT_FROM_EMAIL": "ve-lang@example.org",
            "LOG_LEVEL": "INFO",
            **with_redis,
        }

    def helper(self, name: str) -> Helper:
        return self._keep(Helper("tests.bench.probe", self.environment(name)))

    def server(self, name: str, application: str = "tests.bench.wsgi:application") -> Server:
        log = self.folder / f"{name}-{application.split('.')[2].partition(':')[0]}.log"
        return self._keep(Server(application, self.environment(name), log))

    def floor(self, name: str) -> Server:
        environment = self.environment(name)
        subprocess.run([sys.executable, "-m", "tests.bench.floor"], cwd=ROOT, env=environment, check=True)
        return self.server(name, "tests.bench.floor.wsgi:application")

    def backends(self, name: str) -> Backends:
        return self._keep(Backends(self.url(name)))

    def client(self) -> Helper:
        return self._keep(Helper("tests.bench.client", dict(os.environ)))

    def _keep(self, thing):
        self.closing.callback(thing.close)
        return thing


COPY_SQLITE = """
import sqlite3, sys
source, target = (sqlite3.connect(path) for path in sys.argv[1:])
source.backup(target)
"""


def _answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=2).ping())
    except redis.RedisError:
        say("Redis: not there, so files are the broker and the cache")
        return False


def measured(server: Server | Helper, backends: Backends, run: Callable[[], dict], requests: int) -> Tally:
    """What `run` cost: CPU of `server` and of the database meanwhile. Raises where an answer was not as expected."""
    web, database = server.used_ms(), backends.used_ms()
    found = run()
    web_ms, database_ms = between(web, server.used_ms()), between(database, backends.used_ms())
    if found.get("wrong"):
        raise RuntimeError("\n".join(found["wrong"][:3]))
    return Tally(requests, web_ms, database_ms, found["seconds"], found["times"])
