"""Signing in by a code: to a phone or an address, once, for a while, and without saying who has an account."""

import time

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.code_steps import CONFIRM, REQUEST, ask, confirm, is_in, mailed_code, texted_code, texts
from tests.factories import make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts_in")]
PHONE, LOGIN = "+84912345678", "0912 345 678"


@shared
def potter():
    """With a phone alone, and no password: as the office makes her account."""
    return make_user(None, password=None, phone=PHONE)


def test_a_phone_alone_opens_the_door(client, potter, texts_in):
    assert ask(client, LOGIN).url == CONFIRM
    assert not is_in(client)
    assert texts(texts_in)[0]["to"] == PHONE
    assert confirm(client, texted_code(texts_in)).status_code == 302
    assert client.session["_auth_user_id"] == str(potter.pk)


def test_an_address_opens_it_too(client):
    make_user("co.hanh@example.com", password="gốm Phù Lãng 2026")
    ask(client, "Co.Hanh@example.com")
    confirm(client, mailed_code())
    assert is_in(client)


@pytest.mark.parametrize("spelled", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_the_code_is_read_with_spaces_too(client, potter, texts_in, spelled):
    ask(client, LOGIN)
    confirm(client, spelled.format(texted_code(texts_in)))
    assert is_in(client)


def test_a_wrong_code_is_said_and_after_three_it_is_void(client, potter, texts_in):
    ask(client, LOGIN)
    right = texted_code(texts_in)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(2):
        answer = confirm(client, wrong)
        assert "Mã chưa đúng" in plain(soup(answer).select_one("#form-errors"))
    assert confirm(client, wrong).url == REQUEST
    confirm(client, right)
    assert not is_in(client)


def test_a_code_is_void_after_ten_minutes(client, potter, texts_in, monkeypatch):
    ask(client, LOGIN)
    code, now = texted_code(texts_in), time.time()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: now + 601)
    assert confirm(client, code).url == REQUEST
    assert not is_in(client)


def test_a_code_opens_the_door_once(client, potter, texts_in):
    ask(client, LOGIN)
    code = texted_code(texts_in)
    confirm(client, code)
    client.post("/tai-khoan/logout/")
    confirm(client, code)
    assert not is_in(client)


def test_a_code_opens_no_other_browser(client, potter, texts_in):
    ask(client, LOGIN)
    other = Client()
    ask(other, "0987654321")
    confirm(other, texted_code(texts_in))
    assert not is_in(other)


def test_another_code_makes_the_first_one_void(client, potter, texts_in):
    ask(client, LOGIN)
    first = texted_code(texts_in)
    client.post("/tai-khoan/logout/", {"next": REQUEST})
    ask(client, LOGIN)
    if first != texted_code(texts_in):
        confirm(client, first)
        assert not is_in(client)
    confirm(client, texted_code(texts_in))
    assert is_in(client)


@pytest.mark.parametrize("known", [LOGIN, "co.hanh@example.com"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_who_has_an_account_cannot_be_told_from_the_answer(potter, known, language):
    make_user("co.hanh@example.com")
    unknown = "0987 654 321" if known == LOGIN else "ai.do@example.com"

    def answers(login: str) -> list[str]:
        device = Client()
        sent = device.post(f"{language}{REQUEST}", {"login": login})
        page = plain(soup(device.get(sent.url)).select_one("body"))
        wrong = plain(soup(device.post(sent.url, {"code": "x"})).select_one("body"))
        shown = [login, "+84912345678", "+84987654321"]
        for spelling in shown:
            page, wrong = page.replace(spelling, "…"), wrong.replace(spelling, "…")
        return [str(sent.status_code), sent.url, page, wrong]

    assert answers(known) == answers(unknown)


def test_nothing_is_sent_to_a_number_without_an_account_or_with_a_closed_one(client, texts_in):
    make_user(None, phone=PHONE, is_active=False)
    ask(client, LOGIN)
    ask(Client(), "0987 654 321")
    assert texts(texts_in) == []
    assert len(mail.outbox) == 0


def test_a_closed_account_gets_no_code_by_mail_either(client):
    make_user("co.hanh@example.com", is_active=False)
    ask(client, "co.hanh@example.com")
    assert all("Mã" not in letter.subject for letter in mail.outbox)


@pytest.mark.parametrize("typed", ["", "cô Gốm", "0912", "1" * 5_000, "@", "\x00"])
def test_what_is_neither_address_nor_number_is_said(client, typed):
    answer = ask(client, typed)
    assert answer.status_code == 200
    assert soup(answer).select_one("#form-errors")


def test_one_number_is_sent_five_codes_an_hour_and_a_known_device_still_gets_its_own(potter, texts_in, monkeypatch):
    owner = Client()
    ask(owner, LOGIN)
    confirm(owner, texted_code(texts_in))
    del owner.cookies["sessionid"]
    now = time.time()
    for n in range(7):
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda n=n: now + 61 * n)
        last = ask(Client(), LOGIN, address=f"203.0.113.{n}")
    assert len(texts(texts_in)) == 5
    assert "Đã xin nhiều mã" in plain(soup(last).select_one("#form-errors"))
    ask(owner, LOGIN)
    assert len(texts(texts_in)) == 6


def test_one_network_asks_for_so_many(texts_in):
    answers = [ask(Client(), f"09123456{n:02}").status_code for n in range(22)]
    assert answers.count(200) == 2


def test_remembered_only_where_that_is_ticked(potter, texts_in):
    for ticked, age in ({"remember": "on"}, 90 * 86_400), ({}, ""):
        device = Client()
        ask(device, LOGIN, **ticked)
        answer = confirm(device, texted_code(texts_in))
        assert answer.cookies["sessionid"]["max-age"] == age


def test_the_keyboard_of_a_phone_offers_the_code(client, potter):
    ask(client, LOGIN)
    field = soup(client.get(CONFIRM)).select_one("input[name=code]")
    assert (field["inputmode"], field["autocomplete"]) == ("numeric", "one-time-code")


def test_where_the_site_sends_no_texts_that_is_said(client, potter, settings):
    settings.TEXT_FOLDER, settings.TEXT_URL = None, ""
    assert "không gửi tin nhắn" in plain(soup(ask(client, LOGIN)).select_one("#form-errors"))
