"""An installation of its own: database, broker, mail server, and the processes that a test asks for."""

import os
import sys
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.faults.cluster import Cluster
from tests.faults.mail_server import MailServer
from tests.faults.processes import Process, free_port, wait_until


class Installation:
    """The test's own connection leads to the same database."""

    def __init__(self, cluster: Cluster, database: str, folder: Path) -> None:
        self.cluster, self.folder = cluster, folder
        self.processes: list[Process] = []
        self.mail = MailServer()
        self.redis_port, self.cache_port, self.web_port = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": self.broker_url(self.redis_port),
            "CACHE_URL": f"filecache://{folder / 'cache'}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "BASE_URL": self.url,
            "VAR_DIR": str(folder),
        }

    @staticmethod
    def broker_url(port: int) -> str:
        return f"redis://127.0.0.1:{port}/0"

    def start(self, name: str, command: list[str], **environment: str) -> Process:
        log = self.folder / f"{name}.log"
        process = Process(command, log=log, environment={**self.environment, **environment})
        self.processes.append(process)
        return process

    def broker(self) -> Process:
        return self.redis("redis", self.redis_port)

    def cache(self, *options: str) -> Process:
        """What `cache_url` names; empty at first."""
        return self.redis("cache", self.cache_port, *options)

    @property
    def cache_url(self) -> str:
        return f"redis://127.0.0.1:{self.cache_port}/0"

    def redis(self, name: str, port: int, *options: str) -> Process:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        return self.start(name, [*command, *options]).wait_for(port)

    def web(self, *, command: list[str] | None = None, **environment: str) -> Process:
        if command is None:
            options = ["--interface", "wsgi", "--blocking-threads", "4", "--port", str(self.web_port)]
            command = [sys.executable, "-m", "granian", *options, "config.wsgi:application"]
        process = self.start("web", command, **environment)
        wait_until(lambda: self.answers() or process.popen.poll() is not None, "the site answers")
        assert process.popen.poll() is None, process.log.read_text()[-3000:]
        return process

    def worker(self) -> Process:
        """With beat, which asks for the outbox and for slots every second."""
        options = ["-B", "-P", "solo", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        schedule = ["--schedule", str(self.folder / "beat")]
        return self.start("worker", [sys.executable, "-m", "celery", "-A", "config", "worker", *options, *schedule])

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        self.mail.shutdown()
        self.mail.server_close()

    def wait_for_mails(self) -> None:
        """Until every message is sent; each reader got each mail once, and nothing else is wrong."""
        unsent = OutboxMessage.objects.exclude(state=MessageState.SENT)
        wait_until(lambda: not unsent.exists(), "every message is sent")
        assert self.mail.taken == Counter(dict.fromkeys(self.mail.taken, 1))
        assert sum(self.mail.taken.values()) == OutboxMessage.objects.count()
        self.audit()

    def audit(self) -> None:
        """Ends the test where anything is wrong."""
        try:
            call_command("audit_bookings")
        except SystemExit as stop:
            raise AssertionError("audit_bookings found what it printed above") from stop

    def waits_for_lock(self) -> bool:
        """Whether some process waits for a row that another has locked."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return cursor.fetchone()[0] > 0

    def connections(self) -> int:
        """How many other processes are in this database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return cursor.fetchone()[0]

    def answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
            return answer.status == 200
        return False
