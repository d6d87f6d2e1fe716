"""Whoever reads the logs cannot open a guest's booking."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from bookings.links import booking_token, check_in_token
from bookings.models import Booking
from common.http.logs import formatter
from tests.factories import make_booking, make_slot

pytestmark = pytest.mark.django_db
SECRET = "Kh0a-b1.mat_xyz"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged meanwhile, as an installation logs it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_line_holds_a_signed_token(client: Client, lines, now):
    token = booking_token(make_booking(make_slot(now=now), now=now))
    other = check_in_token(Booking.objects.get())
    client.get(reverse("bookings:booking", args=[token]))
    client.get(reverse("desk:scan_token", args=[other]))
    logging.getLogger("somewhere").error("lost at %s", reverse("bookings:cancel", args=[token]))
    assert "/ve/…" in lines.getvalue()
    assert token not in lines.getvalue()
    assert other not in lines.getvalue()


def secret_addresses() -> list[str]:
    """One address of each route that takes a token or a key."""
    found = []
    for route in walk(get_resolver()):
        if re.search(r"token|key>", route):
            path = re.sub(r"<\w+:\w+>|<\w+>|\(\?P<\w+>\[.*?\]\+\)|\(\?P<\w+>\.\+\)", SECRET, route)
            found.append("/" + path.replace("^", "").replace("$", ""))
    return found


def walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        yield from walk(pattern, route) if isinstance(pattern, URLResolver) else [route]


def test_no_route_that_takes_a_key_is_logged_with_it(lines):
    addresses = secret_addresses()
    assert len(addresses) >= 14
    for address in addresses:
        assert SECRET in address
        logging.getLogger("django.request").error("Internal Server Error: %s", address)
        # What stands before the last part of a new password's address says whose it is, and opens nothing.
        assert not lines.getvalue().splitlines()[-1].count(SECRET) > address.count(SECRET) - 1, address


@pytest.mark.parametrize(
    "address",
    [
        f"/dat-cho/ve//{SECRET}/",
        f"/dat-cho//ve/{SECRET}/huy/",
        f"/VE/{SECRET}/",
        f"/Dat-Cho/Xac-Nhan/{SECRET}/",
        f"/tai-khoan/login/?next=%2Fdat-cho%2Fq%2F{SECRET}",
        f"/tai-khoan/login/?next=%2fdat-cho%2fve%2f{SECRET}%2fhuy%2f&lang=vi",
        f"/tai-khoan/login/?next=%252Fdat-cho%252Fq%252F{SECRET}%252F",
        f"/dat-cho/ve%2F{SECRET}/",
        f"/tai-khoan/password_RESET//confirm/1/{SECRET}/",
    ],
)
def test_an_address_that_is_written_otherwise_is_logged_without_its_key(lines, address):
    logger = structlog.get_logger("somewhere")
    logging.getLogger("somewhere").error("lost at %s", address)
    logger.error("lost", where=address)
    logger.error("lost", where=("GET", address), all={"paths": [address], address: {address}})
    logger.error("lost", error=ValueError(address), by={("GET", address): 1})
    assert len(lines.getvalue().splitlines()) == 4
    assert SECRET not in lines.getvalue()
    assert "…" in lines.getvalue()


def test_what_is_no_key_stays_in_a_line(lines):
    structlog.get_logger("somewhere").error(
        "done", rows=(1, None, 2.5), at={"path": "/dat-cho/chon/lam-gom/?next=%2Fve"}
    )
    (line,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert line["rows"] == [1, None, 2.5]
    assert line["at"] == {"path": "/dat-cho/chon/lam-gom/?next=%2Fve"}


# It asks no database.
@pytest.mark.database_free
def test_a_request_is_one_line_with_the_address_that_our_proxy_saw(client: Client, lines, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    client.get("/healthz", headers={"X-Forwarded-For": "1.1.1.1, 198.51.100.7", "User-Agent": "Điện thoại"})
    (line,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (line["event"], line["request"], line["code"]) == ("request_finished", "GET /healthz", 200)
    assert (line["ip"], line["user_agent"]) == ("198.51.100.7", "Điện thoại")
