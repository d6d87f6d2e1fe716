"""The cache is gone, hangs or is full: every page is there, parties book, and nobody has to restart anything.

One web process lives through all of it.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from bookings.enums import BookingStatus
from common.data.cache_breaker import PAUSE
from common.work.periodic import BEAT, note
from tests.common.data.caches import silent_redis
from tests.factories.people import PASSWORD
from tests.faults.every_page import Everything, make_everything
from tests.faults.guest import Guest
from tests.faults.installation import Installation
from tests.faults.processes import Process, wait_until
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

# What a cache that hangs may cost a request.
LOST = 0.5
# What a busy machine may cost it.
BUSY = 1.5


@dataclass
class Town:
    """The installation, what is in it, and how long its pages took while all was well."""

    site: Installation
    all: Everything
    cache: Process
    usual: dict[str, float] = field(default_factory=dict)
    taken: Callable[[], int] | None = None

    def log(self) -> list[str]:
        lines = (self.site.folder / "web.log").read_text().splitlines()
        return [line for line in lines if "the cache fails" in line]

    def kept(self) -> bool:
        """Whether a page that is read now is kept by the Redis that runs now."""
        assert Visitor(self.site.url).get("/").status == 200
        with redis.Redis.from_url(self.site.cache_url) as known:
            return any(b":page:" in name for name in known.scan_iter())

    def come_back(self) -> None:
        """An empty Redis where the other was."""
        self.cache.kill()
        self.cache = self.site.cache()
        wait_until(self.kept, "pages are kept again")


@pytest.fixture
def _django_db_helper(shared_site) -> None:
    """`shared_site` opens and closes the database."""


@pytest.fixture(scope="module")
def town(shared_site) -> Town:
    # The same key for the tokens that the test makes.
    (shared_site.folder / "secret_key").write_text(settings.SECRET_KEY)
    town = Town(shared_site, make_everything(now=timezone.now()), shared_site.cache())
    shared_site.broker()
    shared_site.web(CACHE_URL=shared_site.cache_url)
    return town


@contextmanager
def well(town: Town) -> Iterator[None]:
    wait_until(town.kept, "pages are kept")
    yield


@contextmanager
def dead(town: Town) -> Iterator[None]:
    town.cache.kill()
    yield
    town.come_back()


@contextmanager
def silent(town: Town) -> Iterator[None]:
    town.cache.kill()
    with silent_redis(town.site.cache_port) as server:
        town.taken = lambda: len(server.taken)
        yield
        town.taken = None
    town.come_back()


@contextmanager
def full(town: Town) -> Iterator[None]:
    town.cache.kill()
    town.cache = town.site.cache("--maxmemory", "1", "--maxmemory-policy", "noeviction")
    yield
    town.come_back()


@pytest.fixture(scope="module", params=[well, dead, silent, full], ids=lambda it: it.__name__)
def state(request, town) -> Iterator[str]:
    # By whichever process has these tests.
    town.usual = town.usual or walk(town)
    with request.param(town):
        yield request.param.__name__


def signed_in(town: Town) -> Visitor:
    visitor = Visitor(town.site.url)
    page = "/tai-khoan/login/"
    assert visitor.get(page).status == 200
    answer = visitor.post(page, login=town.all.member.email, password=PASSWORD)
    assert (answer.status, answer.leads_to) == (302, "/vao-viec/"), answer.text
    return visitor


def test_what_changes_while_it_hangs_shows_at_once_when_it_goes_on(town):
    """The old page stands in it, frozen, and would be given for a minute."""
    reader, editor = Visitor(town.site.url), signed_in(town)
    wait_until(town.kept, "pages are kept")
    assert reader.get(town.all.passing).status == 200
    town.cache.popen.send_signal(signal.SIGSTOP)
    try:
        before = len(town.log())
        wait_until(lambda: reader.get(town.all.passing) and len(town.log()) > before, "it rests")
        unpublish = f"/cms/pages/{town.all.passing_pk}/unpublish/"
        assert editor.get(unpublish).status == 200
        assert editor.post(unpublish).status == 302
        assert reader.get(town.all.passing).status == 404
    finally:
        os.kill(town.cache.popen.pid, signal.SIGCONT)
    with redis.Redis.from_url(town.site.cache_url) as known:
        versions = set(known.mget([":1:kept:version"]))
        end = time.monotonic() + 3 * PAUSE
        while set(known.mget([":1:kept:version"])) <= versions and time.monotonic() < end:
            assert reader.get(town.all.passing).status == 404
            time.sleep(0.1)
            reader.get("/")
        assert set(known.mget([":1:kept:version"])) != versions
    assert reader.get(town.all.passing).status == 404


def walk(town: Town) -> dict[str, float]:
    """Ask for every page; the seconds each took."""
    visits = [(Visitor(town.site.url), path) for path in town.all.public]
    member = signed_in(town)
    visits += [(member, path) for path in town.all.own]
    took = {}
    for visitor, path in visits:
        answer = visitor.get(path)
        assert answer.status == 200 or (answer.status == 302 and "/login/" not in answer.leads_to), (path, answer)
        took[path] = answer.seconds
    return took


def test_every_kind_of_page_is_there_and_at_most_one_request_waits(town, state):
    before, began = len(town.log()), time.monotonic()
    took = walk(town)
    pauses = 1 + (time.monotonic() - began) // PAUSE
    if state == "well":
        assert len(town.log()) == before
        return
    late = {path: seconds - town.usual[path] for path, seconds in took.items() if path in town.usual}
    assert max(late.values()) < LOST + BUSY
    assert before < len(town.log()) <= before + pauses
    if town.taken:
        # Who waits connects first: each pause one, whatever its pages ask for.
        assert 1 <= town.taken() <= pauses


def test_a_party_holds_and_books(town, state):
    guest = Guest(town.site.url, town.all.free, town.all.free.bookings.count())
    guest.hold()
    guest.confirm()
    booking = town.all.free.bookings.get(contact_email=guest.email)
    assert booking.status == BookingStatus.CONFIRMED
    assert Visitor(town.site.url).get(guest.ticket).status == 200


def test_readiness_says_degraded_each_time_and_that_the_process_lives(town, state):
    visitor = Visitor(town.site.url)
    # Here nobody works, which readiness would name as well.
    note(BEAT, ran_at=timezone.now())
    for _ in range(2):
        ready = visitor.get("/healthz/ready?format=json")
        ailing = [name for name, said in json.loads(ready.text).items() if "degraded" in said]
        assert (ready.status, ailing) == ((200, []) if state == "well" else (500, ["Cache(alias='default')"]))
        assert visitor.get("/healthz").status == 200
