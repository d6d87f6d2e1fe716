"""The queue of one small machine: a message is whole or not there, and a broken one ends no worker."""

import json
import os
import threading
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from config import file_broker

WORKERS, MESSAGES = 3, 60


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "control").mkdir()
    (tmp_path / "queue").mkdir()
    return tmp_path


@pytest.fixture
def connect(folder):
    opened = []

    def connection() -> Connection:
        options = {"data_folder_in": folder / "queue", "data_folder_out": folder / "queue"}
        options = {name: str(path) for name, path in {**options, "control_folder": folder / "control"}.items()}
        opened.append(Connection("filesystem://", transport_options=options))
        return opened[-1]

    yield connection
    for item in opened:
        item.release()


def test_it_is_what_the_settings_mean(connect):
    assert isinstance(connect().transport, file_broker.Transport)


def test_nobody_sees_a_message_before_it_is_whole(connect, folder, monkeypatch):
    seen = []
    replace = Path.replace

    def look(path: Path, target: Path) -> Path:
        seen.extend(connect().default_channel._size("celery") for _ in [1])
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", look)
    channel = connect().default_channel
    channel._put("celery", {"body": "gốm"})
    assert seen == [0]
    assert channel._size("celery") == 1
    assert channel._get("celery") == {"body": "gốm"}
    assert os.listdir(folder / "queue") == []


def test_every_message_is_taken_once_by_one_of_many(connect):
    writer = connect().default_channel
    for number in range(MESSAGES):
        writer._put("celery", {"number": number, "body": "đ" * 20_000})
    taken: list[int] = []

    def work() -> None:
        channel = connect().default_channel
        while channel._size("celery"):
            try:
                taken.append(channel._get("celery")["number"])
            except file_broker.Empty:
                return

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(MESSAGES))


@pytest.mark.parametrize("half", ["", '{"body": "gố'])
def test_half_a_message_ends_no_worker_and_the_next_is_taken(connect, folder, half, caplog):
    channel = connect().default_channel
    (folder / "queue" / "000000000000001_a.celery.msg").write_text(half)
    channel._put("celery", {"number": 2})
    assert channel._get("celery") == {"number": 2}
    assert "left out a message" in caplog.text


def test_a_full_disk_is_said_and_leaves_nothing_half_written(connect, folder, monkeypatch):
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device")

    channel = connect().default_channel
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ChannelError):
        channel._put("celery", {"number": 1})
    assert os.listdir(folder / "queue") == []


def test_whom_an_exchange_serves_is_never_read_half_written(connect, folder):
    channel = connect().default_channel
    for queue in ("celery", "mails"):
        channel._queue_bind("celery", queue, "", queue)
    (table,) = (folder / "control").iterdir()
    assert {row[2] for row in json.loads(table.read_text())} == {"celery", "mails"}
