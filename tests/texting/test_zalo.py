"""Zalo is asked over HTTP before a text is: by a token that is renewed once each, and never told to a log."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.utils import timezone

from config.celery import app
from tests.texting.provider import running_provider
from texting import zalo
from texting.models import ZaloKeys
from texting.providers import available
from texting.tasks import send_soon

pytestmark = pytest.mark.django_db
PHONE, ABROAD = "+84912345678", "+33612345678"
TOKEN, SEND, SMS = "/token", "/send", "/texts"
SECRETS = ("first-refresh", "second-refresh", "an-access", "another-access", "a-secret", "123456", PHONE[1:])


def tokens(access="an-access", refresh="second-refresh", expires_in="90000"):
    return {"access_token": access, "refresh_token": refresh, "expires_in": expires_in}


@pytest.fixture
def provider(settings, monkeypatch):
    cache.clear()
    monkeypatch.setitem(app.conf, "task_always_eager", True)
    monkeypatch.setattr("texting.tasks.FIRST_DELAY", 0)
    with running_provider() as provider:
        provider.answers = [200]
        provider.says_at = {TOKEN: [tokens()], SEND: [{"error": 0, "message": "Success"}]}
        settings.TEXT_FOLDER, settings.TEXT_TIMEOUT = None, 0.5
        settings.TEXT_URL, settings.TEXT_KEY = f"{provider.url}{SMS}", "a-key"
        settings.ZALO_APP_ID, settings.ZALO_SECRET_KEY = "an-app", "a-secret"
        settings.ZALO_REFRESH_TOKEN, settings.ZALO_TEMPLATES = "first-refresh", {"code": "7788"}
        settings.ZALO_SEND_URL, settings.ZALO_TOKEN_URL = f"{provider.url}{SEND}", f"{provider.url}{TOKEN}"
        yield provider


def send(*, to: str = PHONE, kind: str = "code") -> None:
    good_for, data = dt.timedelta(minutes=10), {"otp": "123456"}
    send_soon(to=to, text="Ma 123456", good_for=good_for, now=timezone.now(), kind=kind, data=data)


def asked_at(provider, path: str) -> list[dict]:
    return [asked for asked in provider.asked if asked["path"] == path]


def header(asked: dict, name: str) -> str:
    """However it is capitalised on the way."""
    return {key.lower(): value for key, value in asked["headers"].items()}[name]


def test_a_template_is_filled_for_a_number_by_a_token_that_was_asked_for_first(provider):
    send()
    renewed, sent = provider.asked
    assert renewed["path"] == TOKEN
    assert header(renewed, "secret_key") == "a-secret"
    assert renewed["body"] == {
        "refresh_token": "first-refresh",
        "app_id": "an-app",
        "grant_type": "refresh_token",
    }
    assert sent["path"] == SEND
    assert header(sent, "access_token") == "an-access"
    told = sent["body"]
    assert (told["phone"], told["template_id"], told["template_data"]) == ("84912345678", "7788", {"otp": "123456"})
    assert len(told["tracking_id"]) == 32


def test_a_token_serves_until_it_ends_and_the_next_comes_by_the_last_refresh_token(provider):
    provider.says_at[TOKEN] = [tokens(), tokens("another-access", "third-refresh")]
    send()
    send()
    assert len(asked_at(provider, TOKEN)) == 1
    ZaloKeys.objects.update(good_until=timezone.now() + dt.timedelta(seconds=30))
    send()
    assert [asked["body"]["refresh_token"] for asked in asked_at(provider, TOKEN)] == [
        "first-refresh",
        "second-refresh",
    ]
    assert header(asked_at(provider, SEND)[-1], "access_token") == "another-access"


def test_how_long_a_token_is_good_for_is_read_from_the_answer(provider):
    provider.says_at[TOKEN] = [tokens(expires_in="3600")]
    before = timezone.now()
    send()
    assert abs(ZaloKeys.objects.get().good_until - before - dt.timedelta(hours=1)) < dt.timedelta(seconds=20)


def test_while_one_asks_for_a_token_nobody_else_does(provider, caplog):
    send()
    ZaloKeys.objects.update(good_until=None, leased_until=timezone.now() + dt.timedelta(seconds=30))
    send()
    assert len(asked_at(provider, TOKEN)) == 1
    assert "is given up: the token is being renewed" in caplog.text
    # Whoever asked has died meanwhile.
    ZaloKeys.objects.update(leased_until=timezone.now())
    send()
    assert len(asked_at(provider, TOKEN)) == 2


def test_another_token_of_the_operator_takes_the_place_of_one_that_died(provider, settings):
    send()
    settings.ZALO_REFRESH_TOKEN = "a-new-refresh"
    send()
    assert asked_at(provider, TOKEN)[-1]["body"]["refresh_token"] == "a-new-refresh"


def test_what_zalo_refuses_goes_by_sms(provider, caplog):
    provider.says_at[SEND] = [{"error": -118, "message": f"{PHONE} has no Zalo"}]
    send()
    assert [asked["body"]["text"] for asked in asked_at(provider, SMS)] == ["Ma 123456"]
    assert "goes by SMS: Zalo answered error -118" in caplog.text
    assert "has no Zalo" not in caplog.text


@pytest.mark.parametrize("answer", [{"error": -14014}, {}, tokens(expires_in="soon"), {"access_token": "an-access"}])
def test_a_token_that_is_refused_or_no_token_stops_no_text(provider, answer):
    provider.says_at[TOKEN] = [answer]
    send()
    send()
    assert asked_at(provider, SEND) == []
    assert len(asked_at(provider, SMS)) == 2


def test_a_key_of_the_site_that_was_changed_stops_no_text(provider, settings):
    send()
    settings.SECRET_KEY = "another"
    send()
    assert len(asked_at(provider, SMS)) == 1


@pytest.mark.parametrize("busy", [500, 503, 0.8])
def test_where_zalo_is_busy_it_is_asked_again_and_no_sms_is_sent_beside(provider, busy):
    provider.answers = [200, busy, 200]
    send()
    first, second = asked_at(provider, SEND)
    assert first["body"] == second["body"]
    assert asked_at(provider, SMS) == []


def test_without_a_provider_of_sms_a_refusal_is_said_in_the_log(provider, settings, caplog):
    settings.TEXT_URL = ""
    provider.says_at[SEND] = [{"error": -124}]
    assert available("code", PHONE)
    send()
    assert "was refused: Zalo answered error -124" in caplog.text


def test_zalo_alone_takes_what_it_has_a_template_for_in_viet_nam(provider, settings):
    settings.TEXT_URL = ""
    assert available("code")
    assert not available("ticket")
    assert not available("code", ABROAD)


@pytest.mark.parametrize("error", [-124, -216])
def test_a_token_that_died_before_its_end_is_renewed_once_and_the_text_goes_by_zalo(provider, error):
    send()
    provider.says_at[TOKEN] = [tokens("another-access", "third-refresh")]
    provider.says_at[SEND] = [{"error": error}, {"error": 0}]
    send()
    send()
    assert [header(asked, "access_token") for asked in asked_at(provider, SEND)] == [
        "an-access",
        "an-access",
        "another-access",
        "another-access",
    ]
    assert len(asked_at(provider, TOKEN)) == 2
    assert asked_at(provider, SMS) == []


def test_where_the_new_token_is_dead_too_the_text_goes_by_sms(provider):
    provider.says_at[SEND] = [{"error": -124}]
    send()
    assert len(asked_at(provider, SEND)) == len(asked_at(provider, TOKEN)) == 2
    assert [asked["body"]["text"] for asked in asked_at(provider, SMS)] == ["Ma 123456"]


def test_a_dead_token_buries_none_that_took_its_place(provider):
    send()
    ZaloKeys.objects.update(access=zalo._boxed("a-younger-access"))
    zalo._bury("an-access")
    assert ZaloKeys.objects.get().good_until


@pytest.mark.parametrize(("to", "kind"), [(ABROAD, "code"), (PHONE, "ticket"), (PHONE, "")])
def test_numbers_from_abroad_and_kinds_without_a_template_go_by_sms(provider, to, kind):
    send(to=to, kind=kind)
    assert [asked["path"] for asked in provider.asked] == [SMS]


def test_until_it_is_set_up_nobody_asks_zalo(provider, settings):
    settings.ZALO_APP_ID = ""
    send()
    assert [asked["path"] for asked in provider.asked] == [SMS]
    assert not ZaloKeys.objects.exists()


def test_no_secret_stands_in_a_log_or_can_be_read_in_the_database(provider, caplog):
    provider.says_at[SEND] = [{"error": -124}]
    send()
    provider.answers = [503]
    ZaloKeys.objects.update(good_until=None)
    send()
    assert caplog.records
    for secret in SECRETS:
        assert secret not in caplog.text
        assert secret not in str(list(ZaloKeys.objects.values()))


def test_there_is_one_row_of_keys(provider):
    send()
    with pytest.raises(IntegrityError):
        ZaloKeys.objects.create(pk=2)


def test_a_body_that_is_no_answer_is_a_no(provider):
    with pytest.raises(zalo.Rejected):
        zalo._told(b"<html>")
