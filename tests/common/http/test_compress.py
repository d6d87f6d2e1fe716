"""Public pages travel small; a page with somebody's secret never shrinks by what a visitor can choose."""

import gzip
import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from common.http.compress import SECRETS
from tests.factories import make_booking, make_slot, make_user
from tests.fuzz.routes import routes
from tests.pages.guest import url
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip"}


@shared
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


def test_a_page_with_a_secret_in_its_address_is_sent_as_it_is(client):
    """A link in a mail: its page carries the key, and beside it what stands in ?next=."""
    user = make_user()
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    key = EmailConfirmationHMAC(address).key
    answer = client.get(reverse("account_confirm_email", args=[key]) + "?next=/lang/", headers=GZIP)
    assert key in answer.content.decode()
    assert "Content-Encoding" not in answer.headers


def test_no_address_has_a_secret_that_is_not_known_here(client):
    secret = re.compile("token|key|uid|sign|hash|secret|code")
    named = {name for route in routes() for name in route.arguments if secret.search(name)}
    # A picture's signature opens a public picture; a code stands on a package, or names one of the law's criteria.
    assert named - {"signature", "code"} == SECRETS
    for route in routes():
        if not SECRETS.isdisjoint(route.arguments):
            answer = client.get(route.path({}) + "?next=/lang/", headers=GZIP)
            assert "Content-Encoding" not in answer.headers, route


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
