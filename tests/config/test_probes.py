"""What machines ask for: health by an address, robots.txt, security.txt, and the headers of every answer."""

import datetime as dt

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_earnest(settings):
    settings.DEMO = False
    settings.ALLOWED_HOSTS = ["velang.example"]
    settings.BASE_URL = "https://velang.example"
    settings.DEFAULT_FROM_EMAIL = "Về Làng <dat-cho@velang.example>"


@pytest.mark.parametrize("host", ["10.0.0.7", "10.0.0.7:8000", "[fd00::7]", "[fd00::7]:8000"])
def test_a_probe_by_the_machine_s_address_is_answered(client, host):
    assert client.get("/healthz", headers={"host": host}).content == b"ok\n"
    assert client.get("/healthz/ready", headers={"host": host}).status_code != 400


@pytest.mark.parametrize("host", ["evil.example", "10.0.0.7.evil.example", "a@10.0.0.7", "", "10.0.0.7/x"])
def test_a_name_that_is_not_ours_stays_refused(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 400


def test_an_address_opens_nothing_but_health(client):
    for path in ("/tim/", "/healthzz", "/robots.txt/../tim/"):
        assert client.get(path, headers={"host": "10.0.0.7"}).status_code in (400, 404)
    assert client.get("/tim/", headers={"host": "10.0.0.7"}).status_code == 400


def get(client, path: str) -> list[str]:
    answer = client.get(path, headers={"host": "velang.example"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    return answer.content.decode().splitlines()


def test_robots_may_read_pages_and_stay_out_of_what_is_behind_a_door(client, settings):
    lines = get(client, "/robots.txt")
    assert lines[0] == "User-agent: *"
    for path in ("/cms/", "/desk/", "/dat-cho/", "/en/dat-cho/"):
        assert f"Disallow: {path}" in lines
    assert "Disallow: /" not in lines
    settings.DEMO = True
    assert get(client, "/robots.txt") == ["User-agent: *", "Disallow: /"]


def test_whom_to_tell_of_a_hole_is_said_and_does_not_run_out(client):
    told = dict(line.split(": ", 1) for line in get(client, "/.well-known/security.txt"))
    assert told["Contact"] == "mailto:dat-cho@velang.example"
    assert told["Canonical"] == "https://velang.example/.well-known/security.txt"
    left = dt.datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert dt.timedelta(days=90) < left < dt.timedelta(days=365)


@pytest.mark.parametrize("path", ["/tim/", "/khong-co/", "/healthz", "/cms/login/"])
def test_every_answer_asks_for_nothing_of_the_device_but_the_desk_s_camera(client, path):
    rules = client.get(path, headers={"host": "velang.example"})["Permissions-Policy"].split(", ")
    assert "camera=(self)" in rules
    assert {"geolocation=()", "microphone=()", "payment=()"} <= set(rules)
