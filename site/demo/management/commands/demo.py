"""`manage.py demo`: prepare what is missing, then serve with Celery's work beside it. Ctrl-C stops both."""

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from common.look.fonts import subset_fonts
from demo.own import require_own
from demo.sample import PASSWORD

GRANIAN = "granian --interface wsgi --host 127.0.0.1 --blocking-threads 4 --respawn-failed-workers"
CELERY = "celery --quiet -A config worker -B -P solo --without-gossip --without-mingle"
# Seconds before a worker that died is replaced.
WORKER_PAUSE = 2
ROLES = {
    "gom@example.org": "chủ nhà gốm Phù Lãng: bàn làm việc / pottery host: the desk",
    "dandoan@example.org": "người dẫn đoàn ở nhà gốm: chỉ đón khách / guide at the pottery house: check-in alone",
    "tranh@example.org": "chủ nhà tranh Đông Hồ / print host",
    "quanho@example.org": "chủ nhà quan họ Diềm / singing host",
    "bientap@example.org": "biên tập viên: viết, duyệt, đăng / editor",
    "nguoiviet@example.org": "người viết: gửi bài chờ duyệt / writer",
    "xacminh@example.org": "xác minh chủ nhà / verifier",
    "sanpham@example.org": "quản lý làng, chủ nhà, trải nghiệm / facts manager",
    "tinhocop@example.org": "văn phòng OCOP tỉnh (ví dụ) / OCOP office of the province",
    "xaocop@example.org": "OCOP xã Phù Lãng (ví dụ) / OCOP office of a commune",
    "hoidong1@example.org": "chủ tịch hội đồng; hoidong2 … hoidong7: ủy viên / chair of the council; 2 to 7: members",
    "quantri@example.org": "quản trị / administrator",
}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port: int, **options) -> None:
        _require_free(port)
        require_own()
        self._prepare()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "BASE_URL": f"http://127.0.0.1:{port}",
        }
        commands = server_commands(port)
        # SIGHUP too: closing the terminal must not leave servers behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        children: list[subprocess.Popen] = []

        def start(command: str) -> subprocess.Popen:
            # A group of its own: Ctrl-C reaches us alone, and we end each part with all that it started.
            arguments = [sys.executable, "-m", *shlex.split(command)]
            return subprocess.Popen(arguments, env=environment, start_new_session=True)

        try:
            for command in commands:
                children.append(start(command))
            self._greet(port)
            while children[0].poll() is None:
                # A worker that died, as workers do, is replaced: what it left undone is in the database.
                if children[1].poll() is not None:
                    _end_group(children[1])
                    time.sleep(WORKER_PAUSE)
                    children[1] = start(commands[1])
                time.sleep(0.5)
            raise CommandError("The demo's web server stopped by itself; what it said is above.")
        except KeyboardInterrupt:
            self.stdout.write("\nTạm biệt! Hẹn gặp ở làng. / Goodbye!")
        finally:
            _stop(children)

    def _prepare(self) -> None:
        subset_fonts()
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("load_demo")

    def _greet(self, port: int) -> None:
        base = f"http://127.0.0.1:{port}"
        lines = [
            "",
            f"  Về Làng            {base}/",
            f"  English            {base}/en/",
            f"  Bàn làm việc/Desk  {base}/desk/",
            f"  Văn phòng OCOP     {base}/ocop-office/",
            f"  Tòa soạn/CMS       {base}/cms/",
            f"  Hộp thư/Mailbox    {base}/demo/thu/",
            "",
            f"  Tài khoản / Accounts (mật khẩu / password: {PASSWORD})",
            *(f"    {email:<22} {told}" for email, told in ROLES.items()),
            "",
            "  Ctrl-C dừng / stops.",
            "",
        ]
        self.stdout.write("\n".join(lines))


def server_commands(port: int) -> list[str]:
    """The web server's and the worker's, which tell as much as LOG_LEVEL asks for."""
    level = settings.LOGGING["root"]["level"]
    return [
        f"{GRANIAN} --log-level {level.lower()} --port {port} config.wsgi:application",
        f"{CELERY} --loglevel {level}",
    ]


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT={port + 1}") from error


def _interrupt(signum, frame) -> None:
    raise KeyboardInterrupt


def _stop(children: list[subprocess.Popen]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=8)
        _end_group(child)


def _end_group(child: subprocess.Popen) -> None:
    """End what outlived its parent, as the worker's beat does."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
