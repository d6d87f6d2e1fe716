"""Public pages travel small; a page with somebody's secret never shrinks by what a visitor can choose."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import make_booking, make_slot, make_user
from tests.pages.guest import url

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def slot():
    return make_slot()


def test_a_public_page_is_a_fraction_of_itself(client, slot):
    plain = client.get(url("choose", slot))
    small = client.get(url("choose", slot), headers=GZIP)
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert len(small.content) < len(plain.content) / 3
    assert b"<h1" in gzip.decompress(small.content)
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("status", ["CONFIRMED", "ON_HOLD", "CANCELLED"])
def test_a_guest_s_own_page_is_sent_as_it_is(client, slot, status):
    booking = make_booking(slot, status)
    answer = client.get(url("booking", booking), headers=GZIP)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_whoever_is_signed_in_gets_every_page_as_it_is(slot):
    client = Client()
    client.force_login(make_user())
    assert "Content-Encoding" not in client.get(url("choose", slot), headers=GZIP).headers
    assert "Content-Encoding" not in client.get("/desk/", headers=GZIP).headers


def test_what_a_form_carries_is_another_in_each_answer(client, slot):
    """Else how far the page shrinks would tell of it, letter by letter."""
    address = url("choose", slot) + f"?day={slot.starts_at:%Y-%m-%d}"
    pages = [gzip.decompress(client.get(address, headers=GZIP).content) for _ in range(2)]
    secrets = [set(_values(page, name)) for page in pages for name in ("csrfmiddlewaretoken", "key")]
    assert all(secrets)
    assert not secrets[0] & secrets[2]
    assert not secrets[1] & secrets[3]


def _values(page: bytes, name: str) -> list[str]:
    return [item["value"] for item in BeautifulSoup(page, "html.parser").select(f"input[name={name}]")]
