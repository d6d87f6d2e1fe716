"""Who has an account sees where it is open, and shuts it there."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.signed_in import forget_ended
from tests.factories import make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PASSWORD = "gốm Phù Lãng 2026"
LIST = "/tai-khoan/sessions/"
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


@shared
def potter():
    return make_user("co.hanh@example.com", password=PASSWORD)


def sign_in(agent: str = PHONE, *, address: str = "113.190.20.7", login: str = "co.hanh@example.com") -> Client:
    device = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert device.post("/tai-khoan/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return device


def is_in(device: Client) -> bool:
    return device.get("/tai-khoan/").status_code == 200


def row_of(device: Client) -> UserSession:
    return UserSession.objects.get(session_key=device.session.session_key)


def test_the_list_says_what_and_from_which_network_but_no_full_address(potter):
    phone = sign_in()
    sign_in(OFFICE, address="203.0.113.9")
    shown = plain(soup(phone.get(LIST)).select_one("main"))
    assert "Chrome trên Android" in shown
    assert "Edge trên Windows" in shown
    assert "113.190.…" in shown
    assert "113.190.20" not in shown


def test_this_device_stands_first_and_cannot_be_signed_out_from_the_list(potter):
    sign_in(OFFICE)
    phone = sign_in()
    rows = soup(phone.get(LIST)).select(".account__device")
    assert "thiết bị này" in plain(rows[0])
    assert [bool(row.select_one("form")) for row in rows] == [False, True]
    phone.post(f"{LIST}{row_of(phone).pk}/end/")
    assert is_in(phone)


def test_one_other_device_is_signed_out_and_a_second_tap_says_so(potter):
    phone, office, home = sign_in(), sign_in(OFFICE), sign_in()
    path = f"{LIST}{row_of(office).pk}/end/"
    assert "đã đăng xuất" in plain(soup(phone.post(path, follow=True)).select_one(".messages"))
    assert "Vốn đã như vậy rồi" in plain(soup(phone.post(path, follow=True)).select_one(".messages"))
    assert (is_in(phone), is_in(office), is_in(home)) == (True, False, True)


def test_all_others_are_signed_out_at_once(potter):
    phone, office, home = sign_in(), sign_in(OFFICE), sign_in()
    phone.post(f"{LIST}end/")
    assert (is_in(phone), is_in(office), is_in(home)) == (True, False, False)
    assert "Vốn đã như vậy rồi" in plain(soup(phone.post(f"{LIST}end/", follow=True)).select_one(".messages"))


def test_nobody_signs_another_account_out(potter):
    make_user("anh.tho@example.com", password=PASSWORD)
    phone, neighbour = sign_in(), sign_in(login="anh.tho@example.com")
    neighbour.post(f"{LIST}{row_of(phone).pk}/end/")
    neighbour.post(f"{LIST}end/")
    assert is_in(phone)


@pytest.mark.parametrize("path", ["/tai-khoan/", LIST])
def test_strangers_are_sent_to_the_door(client, path):
    assert client.get(path).url.startswith("/tai-khoan/login/")


def test_a_browser_that_says_nothing_of_itself_is_listed_too(potter):
    nameless = sign_in("")
    assert len(soup(nameless.get(LIST)).select(".account__device")) == 1


def test_a_house_s_ipv6_network_is_cut_short_too(potter):
    phone = sign_in(address="2001:db8:1:2::7")
    assert "2001:db8:…" in plain(soup(phone.get(LIST)).select_one("main"))


def test_of_a_sign_in_that_is_over_nothing_is_kept(potter):
    phone, office = sign_in(), sign_in(OFFICE)
    assert forget_ended(now=timezone.now()) == 0
    Session.objects.filter(session_key=office.session.session_key).delete()
    assert forget_ended(now=timezone.now()) == 1
    assert forget_ended(now=timezone.now() + dt.timedelta(days=91)) == 1
    assert is_in(phone)
