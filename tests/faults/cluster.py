"""A PostgreSQL cluster of the tests' own, which they may restart as they like."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from tests.faults.processes import free_port

TEMPLATE = "ve_lang_template"


def programs() -> Path:
    """The folder of the newest server's programs."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders else Path(shutil.which("initdb") or "/usr/bin/initdb").resolve().parent


class Cluster:
    """Knows nothing of the machine's own cluster but what it copies out of one database there."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ve-lang-faults-"))
        # The server refuses to run as root.
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")
        self.port = free_port()
        self.data = self.folder / "data"
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        # Nobody cuts the power: what the kernel has is safe, so there is no need to wait for the disk.
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder}
        settings |= {"fsync": "off", "max_connections": 60, "shared_buffers": "64MB", "autovacuum": "off"}
        self.options = " ".join(f"-c {name}={value}" for name, value in settings.items())

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", self.options, "start")

    def restart_at_once(self) -> None:
        """As after a power cut: connections break in the middle, and the server recovers from its log."""
        self._run("pg_ctl", "-w", "-m", "immediate", "-l", str(self.folder / "log"), "-o", self.options, "restart")

    def remove(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def copy(self, source: dict) -> None:
        """Make the template of a migrated database, given by Django's settings of it."""
        self._execute("CREATE DATABASE {}", TEMPLATE)
        where = ["-h", source["HOST"] or "127.0.0.1", "-p", str(source["PORT"] or 5432), "-U", source["USER"]]
        dump = subprocess.Popen(
            [programs() / "pg_dump", *where, "--no-owner", source["NAME"]],
            stdout=subprocess.PIPE,
            env={**os.environ, "PGPASSWORD": source["PASSWORD"] or ""},
        )
        psql = [programs() / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, self.url(TEMPLATE)]
        subprocess.run(psql, stdin=dump.stdout, check=True, timeout=120)
        assert dump.wait() == 0

    def create(self, name: str) -> str:
        """A database like the template; its URL."""
        self._execute(f"CREATE DATABASE {{}} TEMPLATE {TEMPLATE}", name)
        return self.url(name)

    def drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [programs() / program, "-D", self.data, *arguments]
        out = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=check, timeout=60, cwd=self.folder, **self.user, **out)
