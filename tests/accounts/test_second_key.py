"""A second key: asked for after the password and after a code, at every door, and lost by nobody for good."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.code_steps import CONFIRM, ask, confirm, is_in, texted_code
from tests.factories import make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts_in")]
PASSWORD, SECRET = "gốm Phù Lãng 2026", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECOND, INDEX = "/tai-khoan/2fa/authenticate/", "/tai-khoan/2fa/"


def app_code(secret: str = SECRET) -> str:
    """What an app that knows the secret shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@shared
def editor():
    user = make_user("bien.tap@example.com", password=PASSWORD, phone="+84912345678", is_superuser=True)
    TOTP.activate(user, SECRET)
    return user


def first_key(device: Client | None = None):
    device = device or Client()
    return device, device.post("/tai-khoan/login/?next=/cms/", {"login": "bien.tap@example.com", "password": PASSWORD})


def test_the_cms_opens_after_both_keys_and_not_after_one(editor):
    device, answer = first_key()
    assert answer.url == SECOND
    assert device.get("/cms/").status_code == 302
    assert device.get("/cms/login/").url.startswith("/tai-khoan/login/")
    assert not is_in(device)
    answer = device.post(SECOND, {"code": app_code()})
    assert answer.url == "/cms/"
    assert device.get("/cms/").status_code == 200


def test_a_wrong_code_is_said_and_guesses_have_an_end(editor):
    device, _answer = first_key()
    wrong = f"{(int(app_code()) + 1) % 1_000_000:06}"
    assert "Mã chưa đúng" in plain(soup(device.post(SECOND, {"code": wrong})).select_one("#form-errors"))
    for _ in range(5):
        device.post(SECOND, {"code": wrong})
    device.post(SECOND, {"code": app_code()})
    assert not is_in(device)


def test_a_code_of_the_app_opens_the_door_once(editor):
    code = app_code()
    device, _answer = first_key()
    device.post(SECOND, {"code": code})
    assert is_in(device)
    again, _answer = first_key()
    again.post(SECOND, {"code": code})
    assert not is_in(again)


def test_a_texted_code_is_a_first_key_too_and_no_second(editor, texts_in):
    device = Client()
    ask(device, "0912345678")
    assert confirm(device, texted_code(texts_in)).url == SECOND
    assert not is_in(device)


def test_each_code_on_paper_opens_the_door_once(editor):
    paper = RecoveryCodes.activate(editor).get_unused_codes()
    device, _answer = first_key()
    device.post(SECOND, {"code": paper[0]})
    assert is_in(device)
    again, _answer = first_key()
    again.post(SECOND, {"code": paper[0]})
    assert not is_in(again)
    again.post(SECOND, {"code": paper[1]})
    assert is_in(again)


def test_an_app_is_set_up_after_the_password_is_asked_again_and_codes_on_paper_come_with_it(client):
    user = make_user("co.hanh@example.com", password=PASSWORD)
    client.post("/tai-khoan/login/", {"login": "co.hanh@example.com", "password": PASSWORD})
    path = f"{INDEX}totp/activate/"
    again = client.get(path)
    assert again.url.startswith("/tai-khoan/reauthenticate/")
    assert client.post(again.url, {"password": PASSWORD}).url == path
    page = soup(client.get(path))
    assert page.select_one("img.account__qr")["src"].startswith("data:image/svg+xml")
    secret = plain(page.select_one(".account__secret"))
    answer = client.post(path, {"code": app_code(secret)}, follow=True)
    assert len(soup(answer).select(".account__codes li")) == 10
    assert Authenticator.objects.filter(user=user).count() == 2


def test_secrets_cannot_be_read_in_the_database(editor):
    RecoveryCodes.activate(editor)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert stored.count("gAAAA") == 2


def test_a_changed_site_key_opens_them_still_while_the_former_is_named(editor, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    device, _answer = first_key()
    device.post(SECOND, {"code": app_code()})
    assert is_in(device)


def test_who_signs_in_by_codes_alone_changes_keys_only_after_a_fresh_one(texts_in, monkeypatch):
    make_user(None, password=None, phone="+84912345678")
    device = Client()
    ask(device, "0912345678")
    confirm(device, texted_code(texts_in))
    paths = [f"{INDEX}totp/activate/", f"{INDEX}webauthn/add/", "/tai-khoan/password/set/"]
    assert [device.get(path).status_code for path in paths] == [200] * 3
    monkeypatch.setattr("accounts.codes.FRESH", 0)
    for path in paths:
        for answer in device.get(path), device.post(path, {"password1": PASSWORD, "password2": PASSWORD}):
            assert answer.status_code == 403
            again = soup(answer).select_one("main [name=next]")["value"]
            assert again == f"/tai-khoan/login/code/?next={path}"


def test_after_the_fresh_code_one_is_back_where_one_was(texts_in, monkeypatch):
    make_user(None, password=None, phone="+84912345678")
    device, path = Client(), "/tai-khoan/2fa/totp/activate/"
    ask(device, "0912345678")
    confirm(device, texted_code(texts_in))
    with monkeypatch.context() as later:
        later.setattr("accounts.codes.FRESH", 0)
        again = soup(device.get(path)).select_one("main [name=next]")["value"]
    form = device.post("/tai-khoan/logout/", {"next": again}, follow=True)
    sent = ask(device, "0912345678", next=soup(form).select_one("main [name=next]")["value"])
    kept = soup(device.get(sent.url)).select_one("main form [name=next]")["value"]
    answer = device.post(CONFIRM, {"code": texted_code(texts_in), "next": kept})
    assert answer.url == path
    assert device.get(path).status_code == 200


def test_the_office_is_asked_for_a_second_key_and_let_in_without(editor):
    admin = make_user("quantri@example.com", password=PASSWORD, is_superuser=True)
    for user, asked in (admin, True), (editor, False):
        device = Client()
        device.force_login(user)
        home = device.get("/cms/")
        assert home.status_code == 200
        assert (INDEX in {link.get("href") for link in soup(home).select("main a")}) is asked


def test_who_lost_phone_and_paper_is_let_in_by_the_office(editor):
    RecoveryCodes.activate(editor)
    call_command("forget_second_keys", "0912 345 678")
    device, answer = first_key()
    assert answer.url == "/cms/"
    assert is_in(device)
    with pytest.raises(CommandError):
        call_command("forget_second_keys", "ai.do@example.com")


@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/"])
def test_strangers_see_nothing_of_keys(client, path):
    assert client.get(INDEX + path).url.startswith("/tai-khoan/login/")


@pytest.mark.parametrize("credential", ["", "1", "{}", '{"id": "x"}', "[]", '"x"', "null", "{" * 3_000])
@pytest.mark.parametrize("path", ["webauthn/login/", "authenticate/"])
def test_a_passkey_that_is_none_opens_nothing(editor, credential, path):
    device, _answer = first_key()
    device.get(INDEX + path, headers={"accept": "application/json"})
    assert device.post(INDEX + path, {"credential": credential}).status_code in (200, 302)
    assert not is_in(device)


def test_no_page_of_keys_is_kept_or_runs_a_script_in_itself(client):
    client.force_login(make_user("co.hanh@example.com"))
    for path in ("/tai-khoan/login/", INDEX):
        answer = client.get(path)
        scripts = [s for s in soup(answer).select("script:not([src])") if s.get("type") != "application/json"]
        assert scripts == []
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
