"""Whoever types wrong passwords locks out nobody but themselves."""

import pytest
from django.test import Client

from accounts.devices import COOKIE
from tests.factories import make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "gốm Phù Lãng 2026", "tranh Đông Hồ 2026"
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@shared
def owner():
    return make_user("co.hanh@example.com", password=PASSWORD)


def sign_in(
    client: Client, password: str = PASSWORD, *, address: str = HERE, login: str = "co.hanh@example.com"
) -> bool:
    answer = client.post("/tai-khoan/login/", {"login": login, "password": password}, REMOTE_ADDR=address)
    return answer.status_code == 302


def sign_out(device: Client) -> None:
    """The session ends; what else the browser keeps stays."""
    del device.cookies["sessionid"]


def guess(number: int, *, address: str) -> None:
    for n in range(number):
        assert not sign_in(Client(), f"đoán thử {n}", address=address)


def test_wrong_passwords_from_elsewhere_do_not_lock_the_owner_out(owner):
    guess(8, address=ELSEWHERE)
    assert not sign_in(Client(), address=ELSEWHERE), "the guesser is stopped, even with the right one"
    assert sign_in(Client(), address=HERE)


@pytest.mark.parametrize("wrong", [12, 35])
def test_a_device_that_signed_in_before_passes_where_its_whole_address_is_stopped(owner, wrong):
    make_user("anh.tho@example.com", password=OTHER)
    device = Client()
    assert sign_in(device)
    sign_out(device)
    guess(wrong, address=HERE)
    assert not sign_in(Client(), address=HERE)
    other = {"login": "anh.tho@example.com", "password": OTHER}
    answer = device.post("/tai-khoan/login/", other, REMOTE_ADDR=HERE)
    assert answer.status_code == 200, "to other accounts it is a stranger at that address"
    assert sign_in(device, address=HERE)


def test_an_address_is_counted_over_all_accounts(owner):
    for n in range(10):
        assert not sign_in(Client(), "đoán", address=HERE, login=f"ai-{n}@example.com")
    assert not sign_in(Client(), address=HERE)
    assert sign_in(Client(), address=ELSEWHERE)


def test_right_passwords_from_one_address_have_an_end_too_but_not_for_a_known_device(owner):
    device = Client()
    assert sign_in(device)
    for _ in range(29):
        assert sign_in(Client())
    assert not sign_in(Client())
    for _ in range(7):
        sign_out(device)
        assert sign_in(device)


@pytest.mark.parametrize("neighbour", ["2001:db8:1:2::2", "2001:db8:1:2:ffff::1"])
def test_a_house_s_ipv6_addresses_are_one_network(owner, neighbour):
    guess(6, address="2001:db8:1:2::1")
    assert not sign_in(Client(), address=neighbour)
    assert sign_in(Client(), address="2001:db8:1:3::1")


def test_a_device_that_signed_in_before_passes_where_its_network_is_stopped(owner):
    device = Client()
    assert sign_in(device)
    sign_out(device)
    guess(6, address=HERE)
    assert not sign_in(Client())
    assert device.cookies[COOKIE]["httponly"]
    assert sign_in(device)


def test_a_device_is_stopped_for_its_own_guesses_and_for_other_accounts(owner):
    make_user("bac.thieu@example.com", password=OTHER)
    device = Client()
    assert sign_in(device)
    sign_out(device)
    stolen = {"login": "bac.thieu@example.com", "password": "đoán"}
    answers = [device.post("/tai-khoan/login/", stolen, REMOTE_ADDR=ELSEWHERE).status_code for _ in range(7)]
    assert 302 not in answers
    for n in range(6):
        assert not sign_in(device, f"đoán thử {n}")
    assert not sign_in(device)


def test_a_new_password_makes_every_device_a_stranger(owner):
    device = Client()
    assert sign_in(device)
    sign_out(device)
    owner.set_password(OTHER)
    owner.save()
    guess(6, address=HERE)
    assert not sign_in(device, OTHER)


def test_a_spoilt_mark_is_no_mark(owner):
    device = Client()
    device.cookies[COOKIE] = "khong:phai:dau"
    assert sign_in(device)
