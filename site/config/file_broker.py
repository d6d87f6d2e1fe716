"""The queue of one small machine is files in a folder. Here they are whole or not there, for any number of workers.

kombu's own transport writes a message where others already look for it, and takes it away through the folder for
temporary files, which may be on another disk: a worker that read half of one died of it.
"""

import logging
import os
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000):015d}_{uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out, name), payload)

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}.{os.getpid()}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                # Another worker was quicker.
                continue
            content = taken.read_bytes()
            taken.unlink()
            try:
                return loads(bytes_to_str(content))
            except ValueError:
                logger.exception("left out a message of which %d bytes are there: %s", len(content), name)
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        file = self._exchange_file(exchange)
        if not file.exists():
            # Whoever is the second to make it finds it made, and adds to it under its lock.
            _write_whole(file, [])
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel


def use() -> None:
    """Let `filesystem://` mean this one."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"


def _write_whole(path: Path, content: Any) -> None:
    """Raises ChannelError where the disk is full or the folder gone; then nothing is left behind."""
    begun = path.with_name(f".{path.name}.{uuid4()}")
    try:
        begun.write_bytes(str_to_bytes(dumps(content)))
        begun.replace(path)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise ChannelError(f"cannot write {path}") from error
