"""Real processes that a test starts, kills and always ends."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
# A machine that does ten other things at once; nothing waits that long by itself.
PATIENCE = 120
T = TypeVar("T")


def wait_until(ask: Callable[[], T], what: str, *, patience: float = PATIENCE) -> T:
    """What `ask` answers once that is true; fails with `what` after `patience` seconds."""
    end = time.monotonic() + patience
    while not (answer := ask()):
        assert time.monotonic() < end, f"waited {patience} s in vain: {what}"
        time.sleep(0.02)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Process:
    """A command with its children in a group of their own, which end together."""

    def __init__(self, command: Sequence[str], *, log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.log = log
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait(PATIENCE)

    def wait_for(self, port: int) -> "Process":
        wait_until(lambda: listens(port) or self.popen.poll() is not None, f"{self.log.stem} listens")
        assert self.popen.poll() is None, self.log.read_text()[-3000:]
        return self
