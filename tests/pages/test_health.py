"""`/healthz` lives while the process does; `/healthz/ready` names what is broken."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from health_check.exceptions import ServiceWarning
from kombu import Connection

from config.celery import app
from pages.checks.agreed import Agreed
from tests.common.data.caches import dead_redis
from tests.factories import make_agreed_pages, make_slot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_to_work(monkeypatch):
    """The checks ask in threads, which do not see what a test has not committed: that somebody works."""
    monkeypatch.setattr("pages.checks.work._workers", set)


@pytest.fixture
def dead_database(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("the database is down: password=secret")

    # The checks run in threads, each with a connection of its own.
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refuse)


@pytest.fixture
def dead_cache(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("redis://user:secret@cache")

    for name in ("set", "get", "aset", "aget"):
        monkeypatch.setattr(cache, name, refuse)


@pytest.fixture
def dead_broker(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("redis://user:secret@broker")

    monkeypatch.setattr(app, "connection_for_write", refuse)


def test_all_is_well(client):
    live, ready = client.get("/healthz"), client.get("/healthz/ready")
    assert (live.status_code, live.content) == (200, b"ok\n")
    assert ready.status_code == 200
    assert client.head("/healthz").status_code == 200


@pytest.mark.parametrize("broken", ["dead_database", "dead_cache", "dead_broker"])
def test_whatever_is_down_the_process_says_that_it_lives(client, request, broken):
    request.getfixturevalue(broken)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("broken", "named"), [("dead_database", "database"), ("dead_cache", "cache"), ("dead_broker", "queue")]
)
def test_what_is_down_is_named_and_nothing_secret_is_told(client, request, broken, named):
    request.getfixturevalue(broken)
    response = client.get("/healthz/ready", headers={"Accept": "application/json"})
    assert response.status_code in (500, 503)
    text = response.content.decode()
    assert named in text.lower()
    assert "secret" not in text
    plain = client.get("/healthz/ready")
    assert plain.status_code in (500, 503)
    assert "secret" not in plain.content.decode()


@pytest.mark.parametrize(("broken", "works"), [("dead_database", False), ("dead_cache", True), ("dead_broker", True)])
def test_degraded_is_said_where_work_goes_on(client, request, broken, works):
    request.getfixturevalue(broken)
    assert ("degraded" in client.get("/healthz/ready?format=json").content.decode()) == works


def test_a_cache_that_rests_is_asked_all_the_same(client, settings):
    settings.CACHES = dead_redis()
    for _ in range(2):
        cache.get("rests-from-now-on")
        said = client.get("/healthz/ready?format=json").json()
        assert [name for name, answer in said.items() if "degraded" in answer] == ["Cache(alias='default')"]


def test_a_real_broker_that_nobody_listens_at_is_noticed(client, monkeypatch):
    monkeypatch.setattr(app, "connection_for_write", lambda **kwargs: Connection("redis://127.0.0.1:1/0", **kwargs))
    assert client.get("/healthz/ready").status_code in (500, 503)


@pytest.mark.usefixtures("agreed_pages_asked")
def test_a_site_that_sells_before_its_terms_are_finished_is_degraded(page_tree):
    # Asked here, since the checks' own threads do not see what a test has written.
    Agreed().run()
    make_slot()
    with pytest.raises(ServiceWarning, match="degraded: no booking is taken: there is no page “Terms”"):
        Agreed().run()
    make_agreed_pages(page_tree)
    Agreed().run()


def test_readiness_asks_for_the_terms(client):
    assert client.get("/healthz/ready?format=json").json()["Agreed()"] == "OK"


def test_answers_are_not_kept(client):
    for path in ("/healthz", "/healthz/ready"):
        assert "no-" in client.get(path)["Cache-Control"]


def test_asking_needs_no_session_and_sets_no_cookie(client):
    for path in ("/healthz", "/healthz/ready"):
        assert not client.get(path).cookies
