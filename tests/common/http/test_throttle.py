"""Who is counted, and when it is too many."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from common.http.throttle import address_key, client_address, too_many

CONNECTION = "203.0.113.9"


@pytest.fixture
def request_from(rf):
    def make(forwarded: str | None = None, address: str = CONNECTION):
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        return rf.get("/", headers=headers, REMOTE_ADDR=address)

    return make


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (0, None, CONNECTION),
        (0, "198.51.100.1", CONNECTION),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1,2.2.2.2 ,  198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.2", CONNECTION),
        (1, "", CONNECTION),
        (1, " , ", CONNECTION),
        (1, None, CONNECTION),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, request_from, hops, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = hops
    assert client_address(request_from(forwarded)) == expected


def test_the_limit_itself_is_allowed_and_one_more_is_not(request_from):
    answers = [too_many(request_from(), scope="hold", rate="3/hour") for _ in range(5)]
    assert answers == [False, False, False, True, True]


def test_a_spoofed_header_buys_no_further_tries(settings, request_from):
    settings.TRUSTED_PROXY_COUNT = 1
    answers = [too_many(request_from(f"9.9.9.{n}, 198.51.100.1"), scope="hold", rate="2/hour") for n in range(4)]
    assert answers == [False, False, True, True]


def test_addresses_and_scopes_are_counted_apart(request_from):
    assert not too_many(request_from(), scope="hold", rate="1/hour")
    assert too_many(request_from(), scope="hold", rate="1/hour")
    assert not too_many(request_from(), scope="link", rate="1/hour")
    assert not too_many(request_from(address="203.0.113.10"), scope="hold", rate="1/hour")


def test_tries_are_forgotten_after_the_period(request_from, monkeypatch):
    clock = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    assert not too_many(request_from(), scope="hold", rate="1/hour")
    clock[0] += 3_599
    assert too_many(request_from(), scope="hold", rate="1/hour")
    clock[0] += 3
    assert not too_many(request_from(), scope="hold", rate="1/hour")


def test_one_client_is_a_whole_network_of_ipv6_and_one_address_of_ipv4(request_from):
    same = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], ["203.0.113.9", "::ffff:203.0.113.9"]
    for first, second in same:
        assert address_key(request_from(address=first)) == address_key(request_from(address=second))
        assert not too_many(request_from(address=first), scope=first, rate="1/hour")
        assert too_many(request_from(address=second), scope=first, rate="1/hour")
    assert address_key(request_from(address="2001:db8:1:3::1")) != address_key(request_from(address="2001:db8:1:2::1"))
    assert address_key(request_from(address="203.0.113.9")) != address_key(request_from(address="203.0.113.8"))


def test_many_at_once_get_no_more_than_the_limit(request_from, settings, tmp_path):
    settings.CACHES = {"default": {"BACKEND": "common.data.cache.FileCache", "LOCATION": str(tmp_path)}}
    start = Barrier(12)

    def press(_number: int) -> bool:
        start.wait()
        return too_many(request_from(), scope="hold", rate="5/minute")

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(press, range(12)))
    assert answers.count(False) == 5
