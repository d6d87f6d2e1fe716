"""A release reaches the web server by HUP, as its unit sends it: the new code answers, and no request is lost."""

import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections import Counter

import pytest

from tests.faults import units
from tests.faults.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

MODULE = """
from config.wsgi import application as site

RELEASE = {release!r}


def application(environ, start_response):
    def start(status, headers, *rest):
        return start_response(status, [*headers, ("X-Release", RELEASE)], *rest)

    return site(environ, start)
"""
CROWD = 6
# A page that asks the database, and an answer that does not.
PATHS = ["/tim/?q=gom", "/healthz"]


class Crowd:
    """Readers who load one page after the other, each on a connection of its own as behind a proxy."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: Counter[str] = Counter()
        self.lost: list[str] = []
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(CROWD)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        while not self._end.is_set():
            path = PATHS[number % len(PATHS)]
            try:
                with urllib.request.urlopen(self.url + path, timeout=60) as answer:
                    answer.read()
                    self.answers[answer.headers["X-Release"]] += 1
            except OSError as error:
                self.lost.append(f"{path}: {error!r}")


def command(site) -> list[str]:
    words = units.command("ve-lang-web", port=site.web_port)
    return [*words[:-1], "released:application"]


def release(site, name: str) -> None:
    (site.folder / "released.py").write_text(MODULE.format(release=name), encoding="utf-8")


def test_new_code_answers_after_a_reload_under_load_and_no_request_is_lost(site):
    assert units.service("ve-lang-web")["ExecReload"] == "/bin/kill -HUP $MAINPID"
    release(site, "first")
    web = site.web(command=command(site), PYTHONPATH=os.pathsep.join([str(site.folder), os.getcwd()]))
    with Crowd(site.url) as crowd:
        wait_until(lambda: crowd.answers["first"] > 50, "the first release answers")
        release(site, "the second one")
        os.kill(web.popen.pid, signal.SIGHUP)
        wait_until(lambda: crowd.answers["the second one"] > 50, "the second release answers")

        def old_is_gone() -> bool:
            before = crowd.answers["first"]
            time.sleep(2)
            return crowd.answers["first"] == before

        wait_until(old_is_gone, "nobody is given the first release any more")
    assert crowd.lost == []
    assert web.popen.poll() is None
