"""What a phone is given to open the desk without signal: the same for everybody, and nobody is in it."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests.bookings.desk.desk_helpers import make_desk
from tests.pages.reading import soup

# No database can change what these pages say: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]


def worker(desk, prefix="") -> dict:
    """What the worker is told to keep."""
    text = desk.client.get(f"{prefix}/desk/sw.js").content.decode()
    assert "importScripts(" in text
    return json.loads(re.match(r"self\.shell = (.+);\n", text)[1])


def test_the_kept_page_is_the_same_for_every_member_and_asks_for_nobodys_rows(desk):
    desk.book()
    other = make_desk()
    first = desk.client.get("/desk/khong-song.html")
    assert first.content == other.client.get("/desk/khong-song.html").content
    text = first.content.decode()
    for known in (desk.host.slug, desk.host.name, desk.owner.email, "Nguyễn Thị Hà", "csrfmiddlewaretoken"):
        assert known not in text


def test_the_worker_keeps_that_page_and_every_file_that_it_names(desk):
    shell = worker(desk)
    page = soup(desk.client.get(shell["page"]))
    named = [tag.get("href") or tag["src"] for tag in page.select("link[href^='/static/'], script[src], img[src]")]
    assert set(named) <= set(shell["files"])
    assert shell["files"][0] == shell["page"] == "/desk/khong-song.html"
    for file in shell["files"][1:]:
        assert finders.find(file.removeprefix("/static/")), file


def test_each_language_has_a_worker_of_its_own_below_its_own_addresses(desk):
    today = desk.url("today")
    assert (worker(desk)["language"], worker(desk, "/en")["language"]) == ("vi", "en")
    assert worker(desk, "/en")["page"] == "/en/desk/khong-song.html"
    page = soup(desk.client.get(f"/en{today}")).select_one("[data-desk]")
    assert (page["data-worker"], page["data-scope"]) == ("/en/desk/sw.js", "/en/desk/")


def test_another_page_is_another_version(desk, monkeypatch):
    before = worker(desk)["version"]
    assert worker(desk)["version"] == before
    monkeypatch.setattr("bookings.desk.offline.worker._page", lambda: "<p>Trang mới</p>")
    assert worker(desk)["version"] != before


def test_the_policy_allows_our_own_workers_alone(desk):
    for path in ("/desk/khong-song.html", desk.url("today"), "/desk/sw.js"):
        policy = desk.client.get(path)["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "'unsafe" not in policy


def test_every_page_of_the_desk_says_whose_it_is_and_no_public_page_does(desk):
    bar = soup(desk.get("today")).select_one("[data-desk]")
    assert (bar["data-user"], bar["data-host"], bar["data-hosts"]) == (
        str(desk.owner.pk),
        desk.host.slug,
        desk.host.slug,
    )
    assert soup(Client().get("/tai-khoan/login/")).select_one("[data-desk]") is None


@pytest.mark.parametrize(("prefix", "language"), [("", "vi"), ("/en", "en")])
def test_the_desk_can_be_put_on_a_home_screen(desk, prefix, language):
    link = soup(desk.client.get(prefix + desk.url("today"))).select_one("link[rel=manifest]")["href"]
    answer = Client().get(link)
    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["lang"], told["start_url"], told["display"]) == (language, f"{prefix}/desk/", "standalone")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable", "monochrome"}
    for icon in told["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as drawn:
            assert f"{drawn.width}x{drawn.height}" == icon["sizes"]


def test_the_phones_own_bar_has_a_colour_in_both_themes(desk):
    page = soup(desk.get("today"))
    assert [tag["media"][-6:] for tag in page.select("meta[name=theme-color]")] == ["light)", " dark)"]
    for icon in page.select("link[rel=apple-touch-icon]"):
        assert finders.find(icon["href"].removeprefix("/static/"))


def test_signing_out_tells_the_browser_to_drop_what_it_keeps_but_no_cookie(desk):
    answer = desk.client.post("/tai-khoan/logout/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert desk.client.get(desk.url("today"))["Location"].startswith("/tai-khoan/login/")
