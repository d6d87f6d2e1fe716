"""The demo as a newcomer starts it: `manage.py demo` in a process of its own, on data of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.plugins.migrated import ROOT

# A machine that does ten other things at once; nothing waits that long by itself.
PATIENCE = 600


# A process needs seconds to know Django and Wagtail, so one runs all that the journeys ask for.
RUN_WHAT_COMES = """
import contextlib, io, json, sys, traceback
from django.db import connection
known = dict(globals())
for line in sys.stdin:
    told, fault = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(told):
            exec(json.loads(line), dict(known))
    except Exception:
        fault = traceback.format_exc()
    connection.close()
    print(json.dumps([told.getvalue(), fault]), flush=True)
"""


@dataclass(eq=False)
class Demo:
    url: str
    folder: Path
    environment: dict[str, str]

    def run(self, code: str) -> str:
        """Run `code` in a process of the demo's own, on its data; returns what it printed last."""
        self._beside.stdin.write(f"{json.dumps(code)}\n")
        self._beside.stdin.flush()
        told, fault = json.loads(self._beside.stdout.readline())
        assert not fault, fault
        return told.strip().splitlines()[-1]

    @cached_property
    def _beside(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", RUN_WHAT_COMES],
            cwd=ROOT,
            env={**self.environment, "BASE_URL": self.url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """What runs beside the demo ends before it."""
        if "_beside" in vars(self):
            self._beside.stdin.close()
            self._beside.wait(timeout=30)

    def letters(self) -> list[str]:
        """Every letter in the mail folder, raw; letters of one second may share a file."""
        files = sorted((self.folder / "mail").glob("*.log"))
        texts = (part for path in files for part in path.read_text(encoding="utf-8").split("\n" + "-" * 79 + "\n"))
        return [text for text in texts if text.strip()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running_demo(folder: Path, database: str = "") -> Iterator[Demo]:
    """Start on the data in `folder`, wait until it is ready, stop with Ctrl-C; fails if a child outlives it."""
    port = free_port()
    environment = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if database:
        environment["DATABASE_URL"] = database
    log = folder / "demo.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz/ready?format=json", process, log)
        with contextlib.closing(Demo(f"http://127.0.0.1:{port}", folder, environment)) as demo:
            yield demo
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the demo stopped:\n{log.read_text()[-4000:]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the demo did not get ready:\n{log.read_text()[-4000:]}")
