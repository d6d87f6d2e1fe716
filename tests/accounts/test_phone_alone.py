"""An account with a phone number alone, from the office that makes it to the password its owner chooses."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.texts import LONGEST, code_text
from tests.accounts.code_steps import ask, confirm, is_in, texted_code, texts
from tests.factories import make_user
from tests.pages.reading import soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts_in")]
LOGIN, PASSWORD, FORGOTTEN = "0912345678", "bàn xoay sông Cầu 2026", "gốm Phù Lãng 2026"
CHANGE, CHOOSE = "/tai-khoan/password/change/", "/tai-khoan/password/set/"


def sign_in_by_code(texts_in) -> Client:
    device = Client()
    ask(device, LOGIN)
    confirm(device, texted_code(texts_in))
    assert is_in(device)
    return device


def with_password(password: str) -> Client:
    device = Client()
    device.post("/tai-khoan/login/", {"login": LOGIN, "password": password})
    return device


def test_the_office_makes_it_its_owner_comes_in_by_a_code_and_chooses_a_password(texts_in):
    office = Client()
    office.force_login(make_user("quantri@example.com", is_superuser=True))
    made = office.post("/cms/users/new/", {"full_name": "Cô Gốm", "phone": LOGIN, "email": ""})
    assert made.status_code == 302
    potter = User.objects.get(phone="+84912345678")
    assert not potter.has_usable_password()
    assert not is_in(with_password(""))

    device = sign_in_by_code(texts_in)
    assert CHOOSE in {link["href"] for link in soup(device.get("/tai-khoan/")).select("main a")}
    assert device.get(CHANGE).url == CHOOSE
    answer = device.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.url == "/tai-khoan/"
    assert is_in(with_password(PASSWORD))


def test_who_forgot_the_password_comes_in_by_a_code_and_chooses_another(texts_in):
    make_user(None, password=FORGOTTEN, phone="+84912345678")
    elsewhere = with_password(FORGOTTEN)
    device = sign_in_by_code(texts_in)
    assert not soup(device.get(CHANGE)).select_one("[name=oldpassword]")
    device.post(CHANGE, {"password1": PASSWORD, "password2": PASSWORD})
    assert is_in(device)
    assert is_in(with_password(PASSWORD))
    assert elsewhere.get("/tai-khoan/").status_code == 302, "whoever knew the old one is out"


def test_without_a_fresh_code_the_old_password_is_asked_for(texts_in, monkeypatch):
    make_user(None, password=FORGOTTEN, phone="+84912345678")
    for device in (with_password(FORGOTTEN), sign_in_by_code(texts_in)):
        monkeypatch.setattr("accounts.codes.FRESH", 0)
        assert soup(device.get(CHANGE)).select_one("[name=oldpassword]")
        device.post(CHANGE, {"password1": PASSWORD, "password2": PASSWORD})
    assert not is_in(with_password(PASSWORD))


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_text_is_one_of_plain_letters(client, texts_in, language, settings):
    settings.SITE_NAME = "Về Làng – Bắc Ninh xin chào bà con khắp nơi"
    make_user(None, phone="+84912345678")
    client.post(f"{language}/tai-khoan/login/code/", {"login": LOGIN})
    text = texts(texts_in)[0]["text"]
    assert text.isascii()
    assert len(text) <= LONGEST
    assert ("sign-in code" if language else "ma dang nhap") in text


def test_the_code_is_never_cut_off():
    import datetime as dt

    from django.utils import translation

    for language in ("vi", "en"):
        with translation.override(language):
            text = code_text("123456", good_for=dt.timedelta(minutes=10))
        assert text.endswith(".")
        assert "123456" in text
