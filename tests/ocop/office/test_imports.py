"""A spreadsheet on the pages of an office: sent, looked at, written, mended."""

import io
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ocop.domain.imports import work, writing
from ocop.domain.imports.opening import LARGEST
from ocop.enums import ImportState, RowOutcome
from ocop.models import OcopProduct, RegisterImport
from ocop.tasks import do_imports
from tests.factories import make_office, make_sheet
from tests.factories.ocop import ROW
from tests.ocop.imports.test_judging import outcomes, private, read  # noqa: F401  a fixture
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
MEND = [*ROW[:2], "Không Có", *ROW[3:]]


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def client(office):
    made = Client()
    made.force_login(office.members.get().user)
    return made


@pytest.fixture
def url(office):
    return reverse("office:imports", args=[office.slug])


def upload(content: bytes, name: str = "Sổ OCOP (cuối).xlsx") -> dict:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_is_sent_read_shown_and_written(office, client, url):
    answer = client.post(url, upload(make_sheet(ROW, MEND, ROW)))
    shown = client.get(answer["Location"])
    assert soup(shown).select_one("progress")
    assert shown["Refresh"] == "2"

    do_imports.run()
    shown = client.get(answer["Location"])
    assert "Refresh" not in shown
    page = soup(shown)
    rows = [row.select_one(".state").text.strip() for row in page.select(".office-row")]
    assert rows == ["mới", "cần sửa", "lặp trong tệp"]
    assert "Không Có" in plain(page.select(".office-row")[1])

    row = RegisterImport.objects.get()
    for _again in range(2):
        client.post(reverse("office:import_write", args=[office.slug, row.pk]))
    do_imports.run()
    row.refresh_from_db()
    assert (row.state, OcopProduct.objects.count()) == (ImportState.DONE, 1)
    client.post(reverse("office:import_write", args=[office.slug, row.pk]))
    assert OcopProduct.objects.count() == 1


def test_while_it_is_written_the_page_says_how_far_and_that_nothing_is_there_before_the_end(
    office, client, monkeypatch
):
    row = read(office, make_sheet(*([f"Bình số {number}", *ROW[1:]] for number in range(3))))
    address = reverse("office:import", args=[office.slug, row.pk])
    seen = []

    def looked_at(real, *args, **kwargs):
        page = soup(client.get(address))
        seen.append(int(page.select_one("progress")["value"]))
        assert "cùng vào sổ một lượt" in plain(page)
        return real(*args, **kwargs)

    for module, name in ((writing, "_write_certificates"), (writing, "_write_history"), (writing, "write_words")):
        monkeypatch.setattr(module, name, partial(looked_at, getattr(module, name)))
    monkeypatch.setattr(work, "_keep", partial(looked_at, work._keep))
    client.post(reverse("office:import_write", args=[office.slug, row.pk]))
    do_imports.run()
    assert len(seen) == 4
    assert seen == sorted(set(seen)), "it goes forward, and is told at each step"
    assert 0 < seen[0] < seen[-1] < 100
    assert "progress" not in str(soup(client.get(address)).select_one("main"))


def test_what_is_not_to_be_written_is_told_on_its_page(office, client):
    row = read(office, make_sheet(ROW))
    RegisterImport.objects.filter(pk=row.pk).update(state=ImportState.READING)
    answer = client.post(reverse("office:import_write", args=[office.slug, row.pk]))
    assert answer.status_code == 400
    here = reverse("office:import", args=[office.slug, row.pk])
    assert answer["Refresh"] == f"2; url={here}"
    assert soup(answer).select_one("[role=alert], .notice--error, .notice")
    RegisterImport.objects.filter(pk=row.pk).update(state=ImportState.READY, counts={"same": 1})
    refused = soup(client.post(reverse("office:import_write", args=[office.slug, row.pk])))
    assert {link["href"].partition("?")[0] for link in refused.select(".day-chips a")} == {here}


def test_two_gigabytes_are_refused_by_their_length_alone(client, url):
    class Untouched(io.RawIOBase):
        def read(self, *_args):
            raise AssertionError("the body was read")

    sent = {"CONTENT_LENGTH": str(2 << 30), "wsgi.input": Untouched()}
    answer = client.generic("POST", url, b"", "multipart/form-data; boundary=x", **sent)
    assert answer.status_code == 413
    assert "10 MB" in plain(soup(answer))
    assert LARGEST == 10_000_000


@pytest.mark.parametrize("sent", [{}, upload(b""), {"file": "no file"}], ids=["nothing", "0 bytes", "a text"])
def test_what_is_no_file_ends_in_a_sentence(client, url, sent):
    answer = client.post(url, sent)
    assert answer.status_code == 400
    assert soup(answer).select_one("[role=alert]")
    assert not RegisterImport.objects.exists()


def test_a_file_that_cannot_be_read_comes_back(office, client):
    row = read(office, b"MZ" + b"\x00" * 200, name="register.xlsx")
    page = client.get(reverse("office:import", args=[office.slug, row.pk]))
    assert "This is no spreadsheet" in plain(soup(page))
    back = client.get(reverse("office:import_original", args=[office.slug, row.pk]))
    assert b"".join(back.streaming_content) == b"MZ" + b"\x00" * 200
    assert back["Content-Disposition"].startswith("attachment")


def test_rows_to_mend_come_back_with_their_reasons_and_go_in_once_mended(office, client):
    row = read(office, make_sheet(ROW, MEND))
    content = client.get(reverse("office:import_to_mend", args=[office.slug, row.pk])).content
    book = load_workbook(io.BytesIO(content))
    heading, mend = book.active.iter_rows(values_only=True)
    assert heading[-1] == "Lý do chưa nhập"
    assert list(mend[:-1]) == MEND
    assert "not in our tables" in mend[-1]
    book.active["C2"] = "Phù Lãng"
    out = io.BytesIO()
    book.save(out)
    assert outcomes(read(office, out.getvalue())) == [RowOutcome.NEW]


def test_files_lie_where_no_web_server_looks(office, settings):
    row = read(office, make_sheet(ROW), name="../../x.html")
    assert str(settings.PRIVATE_ROOT) in row.file.path
    assert row.name.endswith("x.html")
    assert str(settings.MEDIA_ROOT) not in row.file.path
    with pytest.raises(ValueError, match="URL"):
        _ = row.file.url
