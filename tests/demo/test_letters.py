"""The demo's letter box: what was sent can be read in the browser, and harms nobody."""

import os

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from outbox.tasks import drain_outbox
from tests.factories import make_booking, make_contact, make_slot
from tests.pages.reading import Reader, plain, soup
from texting.providers import Text, hand_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def test_before_the_first_letter_it_says_so(client, folder):
    page = soup(client.get("/demo/thu/"))
    assert page.select_one(".empty")


def test_what_was_sent_is_listed_and_opens(client, folder):
    booking = make_booking(make_slot(), contact=make_contact(email="ha@example.com", name="Hà"))
    drain_outbox()
    reader = Reader(client)
    reader.open("/demo/thu/")
    rows = [plain(row) for row in reader.page.select(".hits__item")]
    assert len(rows) == 2
    assert any("ha@example.com" in row for row in rows)
    assert any(booking.slot.experience.host.email in row for row in rows)
    assert all("Một ngày làm thợ gốm" in row or "2 người lớn" in row for row in rows)
    link = next(row.a for row in reader.page.select(".hits__item") if "ha@example.com" in plain(row))
    reader.open(link["href"])
    assert booking.reference in plain(reader.page.select_one("pre"))
    assert f"ve-lang-{booking.reference}.ics" in reader.text
    frame = reader.page.select_one("iframe")
    assert "allow-scripts" not in frame["sandbox"]
    assert "allow-same-origin" not in frame["sandbox"]
    inside = reader.open(frame["src"])
    assert booking.reference in plain(inside)


def test_the_letter_itself_may_be_framed_here_and_runs_nothing(client, folder):
    make_booking()
    drain_outbox()
    name = next(folder.glob("*.log")).stem
    response = client.get(f"/demo/thu/{name}/html/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_newest_letter_is_first(client, folder):
    for number, subject in enumerate(["Cũ", "Vừa", "Mới"]):
        EmailMessage(subject, "…", "a@example.org", ["b@example.org"]).send()
        path = max(folder.glob("*.log"), key=lambda item: item.stat().st_mtime_ns)
        os.utime(path, (number, number))
        path.rename(folder / f"{number}.log")
    subjects = [plain(link) for link in soup(client.get("/demo/thu/")).select(".hits a")]
    assert subjects == ["Mới", "Vừa", "Cũ"]


def test_several_letters_of_one_connection_are_all_shown(client, folder):
    messages = [EmailMessage(f"Thư {number}", "…", "a@example.org", ["b@example.org"]) for number in range(3)]
    mail.get_connection().send_messages(messages)
    text = soup(client.get("/demo/thu/")).main.get_text()
    assert [word for word in ("Thư 0", "Thư 1", "Thư 2") if word not in text] == []


def test_what_a_letter_says_is_text_in_the_list(client, folder):
    evil = "<script>alert(1)</script>"
    EmailMessage(evil, evil, "a@example.org", ["b@example.org"]).send()
    page = soup(client.get("/demo/thu/"))
    assert not [item for item in page.select("script") if not item.get("src")]
    letter = soup(client.get(page.select_one(".hits a")["href"]))
    assert evil in letter.select_one("pre").text


@pytest.mark.parametrize("content", ["", "not a letter at all", "Subject: x\n\n", "\x00\xff" * 10, "-" * 79])
def test_a_file_that_is_no_letter_does_not_close_the_box(client, folder, content):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hong.log").write_bytes(content.encode("latin-1"))
    EmailMessage("Thư thật", "…", "a@example.org", ["b@example.org"]).send()
    response = client.get("/demo/thu/")
    assert response.status_code == 200
    assert "Thư thật" in plain(soup(response))


@pytest.mark.parametrize("name", ["khong-co", "..", "%2e%2e%2fsettings", "a%00b", "x" * 400])
def test_only_letters_in_the_box_can_be_read(client, folder, name):
    for path in (f"/demo/thu/{name}/", f"/demo/thu/{name}/html/"):
        assert client.get(path).status_code == 404


def test_a_letter_shows_its_day_in_viet_nam(client, folder):
    message = EmailMessage("Ngày giờ", "…", "a@example.org", ["b@example.org"])
    message.extra_headers["Date"] = "Sat, 21 Nov 2026 20:30:00 +0000"
    message.send()
    assert "22/11/2026" in plain(soup(client.get("/demo/thu/")))


def test_texts_to_phones_stand_there_too(client, folder, settings, tmp_path):
    settings.TEXT_FOLDER = tmp_path / "texts"
    for number in (1, 2):
        hand_over(Text(to="+84912345678", text=f"Ma 00000{number}", reference=str(number)))
    page = plain(soup(client.get("/demo/thu/")))
    assert "+84912345678" in page
    assert page.index("Ma 000002") < page.index("Ma 000001")
