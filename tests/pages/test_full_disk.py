"""A full disk: what stands is read as ever, whoever wants to book is told whom to call, and readiness says why."""

import errno
import sqlite3
import tempfile
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from health_check.exceptions import ServiceUnavailable

from bookings.domain.booking import hold as holding
from bookings.enums import BookingStatus
from bookings.links import proof_token
from common.data.db import cannot_write
from pages.checks.services import FOLDERS, Writing
from tests.bookings.web.waiting_helpers import entry_page
from tests.factories import make_booking, make_experience, make_host, make_slot
from tests.factories.waiting import wait
from tests.pages.guest import confirm, panel_form, url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
FULL = OperationalError("database or disk is full")


@pytest.fixture
def guest() -> Client:
    return Client(raise_request_exception=False)


@shared
def host():
    return make_host(name="Nhà gốm Bến Lở", phone="+84912345678")


def full(*args, **kwargs):
    raise FULL


def calm(response) -> str:
    """The words of the page, which says nothing of our insides."""
    assert response.status_code == 503
    assert response["Retry-After"]
    text = response.content.decode()
    for word in ("Traceback", "OperationalError", "disk is full", "site-packages"):
        assert word not in text
    page = soup(response)
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    return plain(page)


def numbers(response) -> list[str]:
    """Those of the Vietnamese half."""
    return [link["href"] for link in soup(response).select("main > .empty:first-child a[href^='tel:']")]


def test_whoever_wants_to_book_is_given_the_host_s_number_in_both_languages(guest, host, monkeypatch):
    make_host(name="Nhà khác", phone="+84987654321")
    slot = make_slot(make_experience(host))
    monkeypatch.setattr(holding, "insert_hold", full)
    answer = guest.post(url("hold", slot), panel_form(slot))
    text = calm(answer)
    assert "Nhà gốm Bến Lở: 0912 345 678" in text
    assert "Please call the host to book" in text
    assert numbers(answer) == ["tel:+84912345678"]


def test_a_guest_who_confirms_is_given_the_number_of_their_own_host(guest, host, monkeypatch):
    make_host(name="Nhà khác", phone="+84987654321")
    booking = make_booking(make_slot(make_experience(host)), BookingStatus.ON_HOLD)
    monkeypatch.setattr("outbox.owing._ADD.run", full)
    answer = confirm(guest, booking)
    calm(answer)
    assert numbers(answer) == ["tel:+84912345678"]


def test_a_guest_who_waits_or_proves_is_given_the_number_of_their_own_host(guest, host, monkeypatch):
    make_host(name="Nhà khác", phone="+84987654321")
    slot = make_slot(make_experience(host), capacity=2)
    booking = make_booking(slot, BookingStatus.PENDING)
    entry = wait(slot, now=timezone.now())
    answers = []
    monkeypatch.setattr("bookings.domain.waiting.entries.write_waiting", full)
    answers.append(guest.post(entry_page(entry, "leave")))
    monkeypatch.setattr("outbox.owing._ADD.run", full)
    answers.append(guest.post(reverse("bookings:proof", args=[proof_token(booking)])))
    assert [(answer.status_code, numbers(answer)) for answer in answers] == [(503, ["tel:+84912345678"])] * 2


@pytest.mark.parametrize(("hosts", "shown"), [(2, 2), (13, 0)])
def test_elsewhere_all_hosts_are_named_where_they_are_few(guest, monkeypatch, settings, hosts, shown):
    settings.SITE_PHONE = "+84222123456"
    for _ in range(hosts):
        make_host()
    monkeypatch.setattr("pages.wellknown._text", full)
    answer = guest.get("/robots.txt")
    calm(answer)
    assert len(numbers(answer)) == shown + 1
    assert numbers(answer)[-1] == "tel:+84222123456"


def test_where_not_even_reading_works_the_page_stands_all_the_same(guest, monkeypatch):
    monkeypatch.setattr("pages.wellknown._text", full)
    monkeypatch.setattr("pages.errors.Host.objects.verified", full)
    answer = guest.get("/robots.txt")
    calm(answer)
    assert numbers(answer) == []


def test_sqlite_s_own_word_for_it_is_known():
    small = sqlite3.connect(":memory:")
    small.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as error:
        small.execute("CREATE TABLE lon AS SELECT randomblob(100000) AS x")
    assert cannot_write(OperationalError(str(error.value)))


class DiskFull(Exception):
    sqlstate = "53100"


def after(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        after(OperationalError("could not extend file"), DiskFull()),
        after(ValueError(), OSError(errno.ENOSPC, "No space left on device")),
        OSError(errno.EROFS, ""),
    ],
)
def test_so_are_the_server_s_and_the_system_s_also_behind_another_error(error):
    assert cannot_write(error)


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), OSError(errno.ECONNREFUSED, ""), ValueError("disk is full"), None]
)
def test_other_errors_are_not_taken_for_it(error):
    assert not cannot_write(error)


def says() -> str:
    try:
        Writing().run()
    except ServiceUnavailable as error:
        return str(error)
    return "OK"


def test_readiness_names_the_database_that_takes_nothing_more(monkeypatch):
    assert says() == "OK"
    monkeypatch.setattr("pages.checks.services.Work.objects.update_or_create", full)
    assert "the database cannot be written: is the disk full?" in says()


@pytest.mark.parametrize("root", FOLDERS)
def test_readiness_names_the_folder_that_takes_nothing_more_and_leaves_nothing_there(
    root, monkeypatch, settings, tmp_path
):
    for name in FOLDERS:
        setattr(settings, name, tmp_path / name)
    assert says() == "OK"
    assert [file for name in FOLDERS for file in (tmp_path / name).iterdir()] == []
    real = tempfile.NamedTemporaryFile

    def on_full_disk(dir, prefix):
        return Path("/dev/full").open("wb") if dir == tmp_path / root else real(dir=dir, prefix=prefix)

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", on_full_disk)
    assert says() == f"Unavailable: {root} cannot be written: is the disk full?"
