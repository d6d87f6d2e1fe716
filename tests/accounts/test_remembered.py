"""A sign-in lasts ninety days from the day it was used last, and is written once a day at most."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.remembered import A_DAY
from tests.factories import make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PASSWORD = "gốm Phù Lãng 2026"
NINETY_DAYS = 90 * A_DAY


@shared
def potter():
    return make_user("co.hanh@example.com", password=PASSWORD)


def sign_in(*, remember: bool) -> Client:
    device = Client()
    ticked = {"remember": "on"} if remember else {}
    answer = device.post("/tai-khoan/login/", {"login": "co.hanh@example.com", "password": PASSWORD} | ticked)
    assert answer.status_code == 302
    return device


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = time.time()

    monkeypatch.setattr("accounts.remembered.time", lambda: Clock.now)
    return Clock


def cookie_of(answer):
    return answer.cookies.get("sessionid")


def test_a_remembered_sign_in_lasts_ninety_days(potter):
    device = sign_in(remember=True)
    assert device.cookies["sessionid"]["max-age"] == NINETY_DAYS


def test_on_a_computer_that_others_use_it_ends_with_the_browser(potter, clock):
    device = sign_in(remember=False)
    assert device.cookies["sessionid"]["max-age"] == ""
    clock.now += 2 * A_DAY
    assert cookie_of(device.get("/tai-khoan/"))["max-age"] == ""


def test_it_is_renewed_once_a_day_and_not_at_each_request(potter, clock):
    device = sign_in(remember=True)
    device.get("/tai-khoan/")
    row = Session.objects.get(session_key=device.session.session_key)
    Session.objects.update(expire_date=row.expire_date.replace(year=row.expire_date.year + 1))
    for _ in range(3):
        assert cookie_of(device.get("/tai-khoan/")) is None
    clock.now += A_DAY + 1
    assert cookie_of(device.get("/tai-khoan/"))["max-age"] == NINETY_DAYS
    row.refresh_from_db()
    assert abs(row.expire_date.timestamp() - time.time() - NINETY_DAYS) < 60
    assert cookie_of(device.get("/tai-khoan/")) is None


def test_a_page_that_a_session_does_not_change_writes_nothing(potter, clock):
    device = sign_in(remember=True)
    device.get("/tai-khoan/")
    with CaptureQueriesContext(connection) as queries:
        device.get("/tai-khoan/")
    assert not [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_when_and_from_where_it_was_used_is_noted_with_it(potter, clock):
    device = sign_in(remember=True)
    device.get("/tai-khoan/", REMOTE_ADDR="198.51.100.7")
    clock.now += A_DAY + 1
    device.get("/tai-khoan/", REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Chrome Android"})
    row = UserSession.objects.get()
    assert (row.ip, row.user_agent) == ("203.0.113.9", "Chrome Android")


def test_a_clock_that_was_ahead_does_not_put_renewing_off(potter, clock):
    device = sign_in(remember=True)
    clock.now += 400 * A_DAY
    device.get("/tai-khoan/")
    clock.now -= 399 * A_DAY
    assert cookie_of(device.get("/tai-khoan/")) is not None
