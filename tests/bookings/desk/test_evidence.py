"""A host proves what it claims: files, addresses and figures of this site, at the criterion or among the papers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.desk.ocop import proving
from ocop.domain.evidence.contents import LARGEST
from ocop.models import Evidence
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories import make_artisan
from tests.factories.villages import make_dossier
from tests.ocop.evidence.files import keep_in, located, pdf, picture
from tests.pages.reading import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
SO_ALREADY = "không có gì thay đổi"


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    keep_in(tmp_path, monkeypatch)


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def dossier(desk):
    return make_dossier(desk.host)


def upload(name: str = "to-roi.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data)


def send(desk, dossier, *, code: str = "4.5", **told):
    return desk.post("criterion_evidence", told, pk=dossier.pk, code=code)


def test_a_photo_stands_at_its_criterion_and_is_handed_out_as_a_file(desk, dossier):
    answer = send(desk, dossier, documents=upload(data=located()), title="Tờ rơi hai thứ tiếng")
    assert answer.redirect_chain[-1][0] == desk.url("criterion", pk=dossier.pk, code="4.5") + "#evidence"
    row = Evidence.objects.get()
    assert (row.code, row.title, row.kind, row.added_by) == ("4.5", "Tờ rơi hai thứ tiếng", "picture", desk.owner)
    assert "Tờ rơi hai thứ tiếng" in plain(soup(answer))
    file = desk.get("evidence", pk=row.pk)
    assert file["Content-Type"] == "image/jpeg"
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"] or "private" in file["Cache-Control"]
    assert b"Exif" not in b"".join(file.streaming_content)


def test_several_files_go_in_at_once_each_by_its_own_name(desk, dossier):
    send(desk, dossier, documents=[upload("mặt trước.jpg"), upload("hợp đồng.pdf", pdf())], title="Không dùng")
    assert [row.title for row in Evidence.objects.order_by("pk")] == ["mặt trước", "hợp đồng"]


def test_the_good_ones_are_kept_and_the_others_named(desk, dossier):
    answer = send(desk, dossier, documents=[upload(), upload("trò chơi.pdf", b"MZ\x90\0")])
    assert answer.status_code == 200
    assert "trò chơi.pdf: Đây không phải tệp PDF hay ảnh" in plain(soup(answer))
    assert Evidence.objects.count() == 1


def test_what_is_refused_leaves_what_was_typed(desk, dossier):
    answer = send(desk, dossier, link="http://example.org", title="Trang ở ngoài")
    page = soup(answer)
    assert "bắt đầu bằng https://" in plain(page)
    assert page.select_one("#id_title")["value"] == "Trang ở ngoài"
    assert page.select_one("#id_link")["value"] == "http://example.org"
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [({}, "Chọn tệp hoặc ảnh"), ({"documents": [upload("x.pdf", b"")]}, "Tệp rỗng"), ({"link": "a"}, "https://")],
)
def test_what_is_missing_is_said_in_a_sentence(desk, dossier, told, words):
    answer = send(desk, dossier, **told)
    assert answer.status_code == 200
    assert words in plain(soup(answer))


def test_two_gigabytes_are_refused_before_a_byte_is_read(desk, dossier, monkeypatch):
    monkeypatch.setattr(proving, "sent", None)
    for url in (
        desk.url("criterion_evidence", pk=dossier.pk, code="4.5"),
        desk.url("dossier_papers", pk=dossier.pk),
    ):
        answer = desk.client.post(url, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="2147483648")
        assert answer.status_code == 200
        assert "Tệp lớn hơn 10 MB" in plain(soup(answer))


def test_a_file_too_large_is_refused_and_the_next_is_taken(desk, dossier):
    answer = send(desk, dossier, documents=[upload("lớn.pdf", b"%PDF-" + b"0" * LARGEST), upload()])
    assert "lớn.pdf: Tệp lớn hơn 10 MB" in plain(soup(answer))
    assert Evidence.objects.count() == 1


def test_a_form_from_elsewhere_is_not_taken(desk, dossier):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.owner)
    for url in (
        desk.url("criterion_evidence", pk=dossier.pk, code="4.5"),
        desk.url("dossier_papers", pk=dossier.pk),
    ):
        assert strict.post(url, {"link": "https://example.org", "paper": "1"}).status_code == 403
    assert not Evidence.objects.exists()


def test_the_same_file_again_says_that_it_was_so_already(desk, dossier):
    data = picture()
    send(desk, dossier, documents=upload(data=data))
    assert SO_ALREADY in said(send(desk, dossier, documents=upload(data=data)))
    assert Evidence.objects.count() == 1


def test_what_is_taken_out_can_be_brought_back(desk, dossier):
    send(desk, dossier, link="https://example.org/to-roi", title="Tờ rơi")
    row = Evidence.objects.get()
    page = soup(desk.post("evidence_remove", pk=row.pk))
    assert "Đã bỏ “Tờ rơi” ra khỏi hồ sơ" in plain(page)
    assert not page.select(".evidence__item")
    restore = desk.url("evidence_restore", pk=row.pk)
    assert page.select_one(f"form[action='{restore}']")
    assert not soup(desk.get("criterion", pk=dossier.pk, code="1.1")).select_one(f"form[action='{restore}']")
    page = soup(desk.post("evidence_restore", pk=row.pk))
    assert page.select(".evidence__item")
    assert not page.select_one(f"form[action='{restore}']")


def test_a_second_tap_changes_nothing(desk, dossier):
    send(desk, dossier, link="https://example.org/to-roi")
    row = Evidence.objects.get()
    desk.post("evidence_remove", pk=row.pk)
    gone = Evidence.objects.get()
    desk.post("evidence_remove", pk=row.pk)
    assert Evidence.objects.get().removed_at == gone.removed_at
    desk.post("evidence_restore", pk=row.pk)
    assert SO_ALREADY in said(desk.post("evidence_restore", pk=row.pk))


def test_papers_stand_by_the_rows_of_the_form(desk, dossier):
    told = {"paper": "1", "documents": upload("đăng ký.pdf", pdf())}
    answer = desk.post("dossier_papers", told, pk=dossier.pk)
    assert answer.redirect_chain[-1][0].endswith("#paper-1")
    page = soup(answer)
    assert len(page.select(".dossier-papers__row")) == 15
    assert "đăng ký" in plain(page.select_one("#paper-1"))
    row = Evidence.objects.get()
    assert (row.code, row.paper) == ("", 1)
    assert "Có 1 trong 15 loại" in plain(soup(desk.get("dossier", pk=dossier.pk)))
    page = soup(desk.post("evidence_remove", pk=row.pk))
    assert page.select_one(f"form[action='{desk.url('evidence_restore', pk=row.pk)}']")


@pytest.mark.parametrize("paper", ["", "16", "0", "-1", "một"])
def test_a_paper_of_no_row_is_asked_for(desk, dossier, paper):
    answer = desk.post("dossier_papers", {"paper": paper, "link": "https://example.org"}, pk=dossier.pk)
    assert answer.status_code == 200
    assert soup(answer).select_one("#id_link")["value"] == "https://example.org"
    assert not Evidence.objects.exists()


def test_what_the_site_knows_is_taken_by_a_person_once(desk, dossier):
    make_artisan(desk.host, people=2)
    page = soup(desk.get("criterion", pk=dossier.pk, code="3.3"))
    assert "2 nghệ nhân, thợ đang làm tại cơ sở" in plain(page)
    mark = page.select_one("input[name=mark]")["value"]
    answer = desk.post("criterion_accept", {"mark": mark}, pk=dossier.pk, code="3.3")
    assert "Đã lấy làm bằng chứng" in said(answer)
    assert not soup(answer).select_one("input[name=mark]")
    assert SO_ALREADY in said(desk.post("criterion_accept", {"mark": mark}, pk=dossier.pk, code="3.3"))
    row = Evidence.objects.get()
    assert (row.kind, row.shown["figure"], row.added_by) == ("platform", 2, desk.owner)
    # A figure chooses no level.
    assert not dossier.answers.exists()
    make_artisan(desk.host)
    assert "Lấy số liệu mới" in plain(soup(desk.get("criterion", pk=dossier.pk, code="3.3")))


def test_of_what_there_is_nothing_yet_is_said_and_cannot_be_taken(desk, dossier):
    page = soup(desk.get("criterion", pk=dossier.pk, code="13"))
    with translation.override("vi"):
        nothing = gettext("No guest has said here yet how it was. Rating slips, or sites of repute, prove it too.")
    assert nothing in plain(page)
    assert not page.select("input[name=mark]")


def test_a_figure_that_changed_meanwhile_is_told(desk, dossier):
    answer = desk.post("criterion_accept", {"mark": "0" * 64}, pk=dossier.pk, code="3.3")
    assert "Số liệu đã đổi" in said(answer)
    assert desk.post("criterion_accept", {"mark": "x"}, pk=dossier.pk, code="99").status_code in (200, 404)


def test_the_whole_counts_evidence_and_names_what_lacks_it(desk, dossier):
    desk.post("criterion", {"level": ":1", "seen": "0"}, pk=dossier.pk, code="1.1")
    desk.post("criterion", {"level": ":0", "seen": "0"}, pk=dossier.pk, code="4.5")
    send(desk, dossier, link="https://example.org/to-roi")
    page = soup(desk.get("dossier", pk=dossier.pk))
    assert plain(page.select_one(".dossier-bare")) == "Có điểm mà chưa có bằng chứng: 1.1"
    lines = {plain(line).split()[0]: plain(line) for line in page.select(".dossier-line")}
    assert "chưa có bằng chứng" in lines["1.1"]
    assert "1 bằng chứng" in lines["4.5"]
    assert "bằng chứng" not in lines["3.2"]


def test_evidence_of_another_house_is_not_there(desk):
    other = make_desk()
    theirs = make_dossier(other.host)
    send(other, theirs, documents=upload())
    row = Evidence.objects.get()
    assert desk.get("evidence", pk=row.pk).status_code == 404
    for name in ("evidence_remove", "evidence_restore"):
        assert desk.post(name, pk=row.pk).status_code == 404
    assert desk.get("dossier_papers", pk=theirs.pk).status_code == 404
    assert send(desk, theirs, link="https://example.org").status_code == 404
    assert Evidence.objects.get().removed_at is None


def test_there_is_nothing_at_a_criterion_of_another_set(desk, dossier):
    assert send(desk, dossier, code="6.1.1", link="https://example.org").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_there(desk, dossier):
    send(desk, dossier, documents=upload())
    row = Evidence.objects.get()
    row.file.storage.delete(row.file.name)
    assert desk.get("evidence", pk=row.pk).status_code == 404
    send(desk, dossier, link="https://example.org")
    assert desk.get("evidence", pk=Evidence.objects.latest("pk").pk).status_code == 404


def test_much_evidence_costs_what_little_does(desk, dossier):
    def queries(name: str, **named) -> int:
        desk.get(name, **named)
        with CaptureQueriesContext(connection) as counted:
            desk.get(name, **named)
        return len(counted)

    pages = [("criterion", {"code": "4.5"}), ("dossier_papers", {}), ("dossier", {})]
    send(desk, dossier, link="https://example.org/0")
    few = [queries(name, pk=dossier.pk, **more) for name, more in pages]
    now = timezone.now()
    for n in range(1, 12):
        for place in ({"code": "4.5"}, {"paper": n}):
            Evidence.objects.create(
                dossier=dossier,
                kind="link",
                title=f"Trang {n}",
                link=f"https://example.org/{n}",
                sha256=f"{n:064}",
                position=n,
                added_at=now,
                added_by=desk.owner,
                **place,
            )
    assert [queries(name, pk=dossier.pk, **more) for name, more in pages] == few
