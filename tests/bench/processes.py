"""Processes of the bench: starting and stopping them, talking to them in lines, and the CPU they have used."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
PATIENCE = 60


def cpu_ms(pid: int) -> float:
    """User and system time of a process since it began; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return found


def stop(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Backends:
    """The server processes of PostgreSQL that work for one database; nobody for SQLite, which works in ours."""

    def __init__(self, database_url: str) -> None:
        self.connection = None
        if database_url.startswith("postgres"):
            server, _slash, self.name = database_url.rpartition("/")
            self.connection = psycopg.connect(f"{server}/postgres", autocommit=True)

    def used_ms(self) -> dict[int, float]:
        """CPU by process."""
        if self.connection is None:
            return {}
        rows = self.connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [self.name])
        return {pid: cpu_ms(pid) for (pid,) in rows.fetchall()}

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()


def between(before: dict[int, float], after: dict[int, float]) -> float:
    """What was used meanwhile. A process that came counts whole, one that went not at all."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


class Server:
    """granian with one worker process per core, as docs/operating.md starts it."""

    def __init__(self, application: str, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = f"--interface wsgi --host 127.0.0.1 --port {self.port} --workers {os.cpu_count() or 1}"
        command += f" --blocking-threads 2 --blocking-threads-idle-timeout 600 --log-level warning {application}"
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "granian", *command.split()],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.2)
        raise RuntimeError(f"a server did not start:\n{self.log.read_text()[-4000:]}")

    def used_ms(self) -> dict[int, float]:
        return {pid: cpu_ms(pid) for pid in family(self.process.pid)}

    def close(self) -> None:
        stop(self.process)


class Helper:
    """A process that answers lines of JSON with lines of JSON: the client, or Django beside one database."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if not (self.process.stdin and self.process.stdout):
            raise RuntimeError("a helper of the bench has no pipes")
        self.to, self.back = self.process.stdin, self.process.stdout

    def ask(self, what: str, **arguments: object) -> dict:
        self.to.write(json.dumps({"what": what, **arguments}) + "\n")
        self.to.flush()
        answer = self.back.readline()
        if not answer:
            raise RuntimeError(f"a helper of the bench stopped at {what!r}; what it said is above")
        return json.loads(answer)

    def used_ms(self) -> dict[int, float]:
        return {self.process.pid: cpu_ms(self.process.pid)}

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.to.close()
        stop(self.process)


def answer_lines(answers: dict) -> None:
    """The other end of a Helper: call what each line of stdin asks for, until there are no more."""
    # Only answers go to stdout; whatever else prints would be taken for one.
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        out.write(json.dumps(answers[asked.pop("what")](**asked) or {}) + "\n")
        out.flush()
