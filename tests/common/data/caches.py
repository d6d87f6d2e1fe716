"""Caches that fail, for tests: nobody listens, nobody answers, nothing can be written."""

import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

REDIS, FILES = "common.data.cache.RedisCache", "common.data.cache.FileCache"


def at(backend: str, location: object) -> dict:
    """Settings of one cache."""
    return {"default": {"BACKEND": backend, "LOCATION": str(location)}}


def dead_redis() -> dict:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return at(REDIS, f"redis://127.0.0.1:{probe.getsockname()[1]}/0")


class Silent:
    """Takes connections and never answers; `taken` are those so far."""

    def __init__(self, port: int) -> None:
        self.server = socket.create_server(("127.0.0.1", port))
        self.port = self.server.getsockname()[1]
        self.taken: list[socket.socket] = []
        Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self.server.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        # Wakes the thread that waits; closing alone does not.
        self.server.shutdown(socket.SHUT_RDWR)
        for it in (self.server, *self.taken):
            it.close()


@contextmanager
def silent_redis(port: int = 0) -> Iterator[Silent]:
    silent = Silent(port)
    try:
        yield silent
    finally:
        silent.close()


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process may grow, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
