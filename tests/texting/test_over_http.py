"""Texts go to a provider over HTTP: once each, again where it was busy, never beyond what they may cost."""

import datetime as dt
import json
import logging
from pathlib import Path

import pytest
from celery.exceptions import Retry
from django.core.cache import cache
from django.utils import timezone

from config.celery import app
from tests.texting.provider import running_provider
from texting.providers import available
from texting.tasks import send_soon, send_text

pytestmark = pytest.mark.django_db
PHONE, OTHER = "+84912345678", "+84987654321"
TEN_MINUTES = dt.timedelta(minutes=10)


@pytest.fixture
def provider(settings, monkeypatch):
    cache.clear()
    # The worker works at once, and does not wait between tries.
    monkeypatch.setitem(app.conf, "task_always_eager", True)
    monkeypatch.setattr("texting.tasks.FIRST_DELAY", 0)
    with running_provider() as provider:
        settings.TEXT_FOLDER = None
        settings.TEXT_URL = f"{provider.url}/texts"
        settings.TEXT_KEY, settings.TEXT_SENDER, settings.TEXT_TIMEOUT = "a-key", "VELANG", 0.5
        yield provider


def send(text: str = "Ma 123456", *, to: str = PHONE, good_for: dt.timedelta = TEN_MINUTES, kind: str = "") -> None:
    send_soon(to=to, text=text, good_for=good_for, now=timezone.now(), kind=kind)


def test_a_text_says_to_whom_what_from_whom_and_which_one_it_is(provider):
    send()
    [asked] = provider.asked
    reference = asked["headers"]["Idempotency-Key"]
    assert asked["body"] == {"to": PHONE, "text": "Ma 123456", "from": "VELANG", "reference": reference}
    assert asked["headers"]["Authorization"] == "Bearer a-key"
    assert len(reference) == 32


@pytest.mark.parametrize("busy", [500, 503, 429, 408, 0.8])
def test_a_provider_that_is_busy_is_asked_again_for_the_same_text(provider, busy):
    provider.answers = [busy, 202]
    send()
    first, second = provider.asked
    assert first["body"] == second["body"]


@pytest.mark.parametrize("refusal", [400, 401, 404, 422])
def test_what_a_provider_refuses_is_said_in_the_log_and_not_tried_again(provider, refusal, caplog):
    provider.answers = [refusal]
    send()
    assert len(provider.asked) == 1
    assert f"was refused: answered {refusal}" in caplog.text


def test_a_provider_that_stays_down_is_given_up(provider, caplog):
    provider.answers = [503]
    send()
    assert len(provider.asked) == 5
    assert "is given up" in caplog.text


def test_no_provider_at_that_address_is_no_fault_of_the_page(provider, settings, caplog):
    settings.TEXT_URL = "http://127.0.0.1:9/"
    send()
    assert "is given up" in caplog.text


def test_the_key_follows_no_redirect(provider):
    provider.answers = [302]
    send()
    assert [asked["path"] for asked in provider.asked] == ["/texts"]


def test_what_came_too_late_is_not_sent(provider):
    send(good_for=-dt.timedelta(seconds=1))
    past = (timezone.now() - TEN_MINUTES).isoformat()
    send_text.apply(kwargs={"to": PHONE, "text": "Ma", "reference": "x", "until": past})
    assert provider.asked == []


def test_an_empty_text_is_dropped(provider):
    send("")
    assert provider.asked == []


def test_one_number_gets_so_many_in_an_hour_and_tries_count_once(provider, settings, caplog):
    settings.TEXTS_PER_NUMBER = 2
    provider.answers = [503, 202]
    for _ in range(4):
        send()
    assert len({asked["body"]["reference"] for asked in provider.asked}) == 2
    assert "had 2 in an hour" in caplog.text
    send(to=OTHER)
    assert provider.asked[-1]["body"]["to"] == OTHER


def test_the_site_sends_so_many_in_a_day_and_says_so(provider, settings, caplog):
    settings.TEXTS_PER_DAY = 3
    for n in range(5):
        send(to=f"+8491234567{n}")
    assert len(provider.asked) == 3
    assert [r.levelno for r in caplog.records if "sent 3 in a day" in r.getMessage()] == [logging.ERROR] * 2


def test_codes_and_other_texts_are_counted_apart(provider, settings):
    settings.TEXTS_PER_NUMBER = settings.TEXTS_PER_DAY = settings.CODES_PER_DAY = 2
    for kind in ("invitation", "ticket", "ticket", "code", "code", "code"):
        send(kind, kind=kind)
    assert [asked["body"]["text"] for asked in provider.asked] == ["invitation", "ticket", "code", "code"]
    cache.clear()
    for kind in ("code", "code", "code", "ticket"):
        send(kind, kind=kind)
    assert [asked["body"]["text"] for asked in provider.asked][4:] == ["code", "code", "ticket"]


def test_neither_number_nor_code_is_logged(provider, caplog, settings):
    settings.TEXTS_PER_NUMBER = 1
    provider.answers = [503, 400]
    send()
    send()
    settings.TEXT_URL = "http://127.0.0.1:9/"
    send(to=OTHER)
    assert caplog.records
    for secret in (PHONE, PHONE[1:], OTHER[1:], "123456", "a-key"):
        assert secret not in caplog.text


def test_a_queue_that_is_down_breaks_no_page(monkeypatch, caplog):
    def down(**_asked):
        raise ConnectionError

    monkeypatch.setattr(send_text, "apply_async", down)
    send()
    assert "did not take text" in caplog.text


def test_in_the_demo_texts_are_files(provider, settings, tmp_path):
    settings.TEXT_FOLDER = tmp_path / "texts"
    send()
    [written] = Path(settings.TEXT_FOLDER).iterdir()
    assert json.loads(written.read_text())["text"] == "Ma 123456"


def test_without_a_provider_there_are_no_texts(settings):
    settings.TEXT_FOLDER, settings.TEXT_URL = None, ""
    assert not available("code")


def test_a_text_that_is_put_off_waits_in_the_queue_without_number_and_code_in_its_name(provider, monkeypatch):
    provider.answers = [503]
    names = []
    monkeypatch.setattr(send_text, "retry", lambda **asked: names.append(asked["kwargsrepr"]) or Retry())
    send()
    assert names == ["…"]
