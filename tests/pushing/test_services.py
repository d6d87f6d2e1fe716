"""Whom a phone may name as its push service, and which keys can be used."""

import pytest
from django.core.management import call_command

from pushing import keys
from pushing.checks import readable_key
from pushing.sending import readable_keys
from pushing.services import is_push_service
from tests.pushing.phone import make_phone

pytestmark = pytest.mark.database_free


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:123",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://sg2p.notify.windows.com/w/?token=abc",
        "https://fcm.googleapis.com:443/fcm/send/abc",
    ],
)
def test_services_of_browsers_are_known(endpoint):
    assert is_push_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://127.0.0.1/fcm/send/abc",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://[::1]/",
        "https://[fcm.googleapis.com/",
        "https://fcm.googleapis.com:8443/",
        "https://fcm.googleapis.com:port/",
        "https://fcm.googleapis.com.example.org/",
        "https://notfcm.googleapis.com/",
        "https://fcm.googleapis.com@127.0.0.1/",
        "https://127.0.0.1\\@fcm.googleapis.com/",
        "https://me:secret@fcm.googleapis.com/",
        "https://fcm.googleapis.com/\r\nHost: 127.0.0.1",
        "https://fcm.googleapis.com/" + "a" * 1000,
        "file:///etc/passwd",
    ],
)
def test_no_other_address_is(endpoint):
    assert not is_push_service(endpoint)


def test_keys_that_nothing_can_be_encrypted_for_are_known_at_once():
    phone = make_phone()
    assert readable_keys(phone.p256dh, phone.auth)
    assert not readable_keys(phone.p256dh, "YQ")
    assert not readable_keys(phone.p256dh[:-4] + "AAAA", phone.auth)
    assert not readable_keys(phone.p256dh + "!" * 200, phone.auth)
    assert not readable_keys(phone.p256dh, phone.auth + "\x00")
    assert not readable_keys("", "")
    assert not readable_keys("ổ", phone.auth)


def test_a_fresh_key_is_printed_as_the_environment_wants_it(capsys, settings):
    call_command("make_push_key")
    name, _equals, key = capsys.readouterr().out.strip().partition("=")
    before = keys.public_key()
    settings.PUSH_KEY = key
    assert name == "PUSH_KEY"
    assert keys.public_key() != before
    assert readable_key() == []


@pytest.mark.parametrize("key", ["nothing-like-it", "AA", "ổ"])
def test_a_key_that_is_none_is_said_when_the_site_starts(settings, key):
    settings.PUSH_KEY = key
    assert [error.id for error in readable_key()] == ["pushing.E001"]


def test_without_a_key_there_is_nothing_to_say(settings):
    settings.PUSH_KEY = ""
    assert readable_key() == []
    assert not keys.available()
