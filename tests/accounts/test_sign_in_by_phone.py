"""Who has no e-mail address signs in by phone number, however it is typed."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.factories import make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PASSWORD = "gốm Phù Lãng 2026"


@shared
def potter():
    return make_user(None, password=PASSWORD, phone="+84912345678")


def sign_in(client: Client, login: str, password: str = PASSWORD, *, address: str = "198.51.100.7"):
    return client.post("/tai-khoan/login/", {"login": login, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84 912 345 678", " 0912.345.678 "])
def test_a_phone_number_and_a_password_open_the_door(client, potter, typed):
    assert sign_in(client, typed).status_code == 302
    assert client.session["_auth_user_id"] == str(potter.pk)


@pytest.mark.parametrize("typed", ["0912345678", "0912345679", "cô Gốm", "co.gom@example.com", "1" * 5_000])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_wrong_one_is_told_the_same_whatever_was_typed(client, potter, typed, language):
    prefix = "/en" if language == "en" else ""
    answer = client.post(f"{prefix}/tai-khoan/login/", {"login": typed, "password": "đoán thử xem sao"})
    with translation.override(language):
        said = gettext("The email address, the phone number or the password is not right. Please look again.")
    assert answer.status_code == 200
    if len(typed) < 254:
        assert said in plain(soup(answer).select_one("#form-errors, .form-errors"))
    assert "_auth_user_id" not in client.session


def test_an_address_and_a_number_of_one_account_both_open_it(client):
    user = make_user("co.hanh@example.com", password=PASSWORD, phone="+84912345678")
    assert sign_in(client, "0912345678").status_code == 302
    other = Client()
    assert sign_in(other, "Co.Hanh@example.com").status_code == 302
    assert other.session["_auth_user_id"] == client.session["_auth_user_id"] == str(user.pk)


def test_guesses_at_a_number_are_counted_as_one_however_it_is_typed(potter):
    for typed in ("0912345678", "0912 345 678", "+84912345678", "0912.345.678", "0912-345-678", "+84 912345678"):
        assert sign_in(Client(), typed, "đoán thử xem sao").status_code == 200
    assert sign_in(Client(), "0912345678").status_code == 200
    assert sign_in(Client(), "0912345678", address="203.0.113.9").status_code == 302


def test_a_phone_that_signed_in_before_passes_where_its_network_is_stopped(potter):
    device = Client()
    assert sign_in(device, "0912345678").status_code == 302
    del device.cookies["sessionid"]
    for _guess in range(6):
        sign_in(Client(), "0912345678", "đoán thử xem sao")
    assert sign_in(Client(), "0912345678").status_code == 200
    assert sign_in(device, "0912 345 678").status_code == 302


def test_who_signed_in_by_phone_can_choose_another_password(client, potter):
    sign_in(client, "0912345678")
    new = "bàn xoay sông Cầu 2026"
    answer = client.post(
        "/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    assert answer.status_code == 200
    potter.refresh_from_db()
    assert potter.check_password(new)
