"""Money in at the desk: what speaks for which booking is shown, and a tap, a split or a reason decides."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.money.owing import account_of
from bookings.enums import NoticeState
from bookings.models import BankConnection, BankFile, BankNotice
from bookings.tasks import match_bank_notices
from tests.bookings.desk.bank_taps import to_look_at
from tests.bookings.desk.desk_helpers import said
from tests.factories.bank import make_notice
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DUE = 700_000


def due(*bookings) -> list[int]:
    return [account_of(booking).due for booking in bookings]


def page(desk, name="incoming", query="", **where) -> str:
    return plain(soup(desk.get(name, query, **where)).select_one("main"))


def test_the_statement_counts_what_is_to_look_at_and_leads_there(desk):
    to_look_at(desk)
    shown = soup(desk.get("money_day", day=timezone.localdate()))
    assert "1 khoản cần xem" in plain(shown)
    assert shown.select_one(f"a[href='{desk.url('incoming')}']")


def test_what_speaks_for_a_booking_is_said_and_one_tap_takes_it(desk):
    booking, other = desk.book(adults=2, name="Nguyễn Thị Hà"), desk.book(adults=2, name="Trần Văn Long")
    notice = to_look_at(desk, "NGUYEN THI HA chuyen tien")
    text = page(desk)
    assert "Nội dung không có mã đơn" in text
    assert text.index("Nguyễn Thị Hà") < text.index("Trần Văn Long")
    assert "đúng số tiền phải thu · nội dung có tên khách" in text
    button = soup(desk.get("incoming")).select_one("button[name=booking]")
    assert (button["value"], button.find_parent("form")["action"]) == (
        booking.reference,
        desk.url("incoming_accept", pk=notice.pk),
    )
    desk.post("incoming_accept", {"booking": booking.reference}, pk=notice.pk)
    assert due(booking, other) == [0, DUE]
    assert "Nguyễn Thị Hà" in page(desk, query="?show=matched")
    assert "SePay" in page(desk, "money_day", day=timezone.localdate())


def test_two_bookings_of_one_transfer_are_offered_with_what_each_owes(desk):
    first, second = desk.book(adults=2), desk.book(adults=1)
    total = sum(due(first, second))
    notice = make_notice(desk.host, total, f"VELANG {first.reference} {second.reference}", now=timezone.now())
    match_bank_notices()
    assert "Không thấy đơn nào khớp" not in page(desk)
    assert second.contact_name in page(desk)
    form = soup(desk.get("incoming_one", pk=notice.pk)).select_one("#chia form")
    sent = {item["name"]: item.get("value", "") for item in form.select("input[name]")}
    assert {sent["reference_1"], sent["reference_2"]} == {first.reference, second.reference}
    spoilt = sent | {"amount_1": "1.000.000"}
    answer = desk.post("incoming_accept", spoilt, pk=notice.pk)
    assert "sửa cho bằng nhau" in plain(soup(answer).select_one(".form-errors"))
    assert due(first, second) != [0, 0]
    assert "Đã ghi" in said(desk.post("incoming_accept", sent, pk=notice.pk))
    assert due(first, second) == [0, 0]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"reference_1": "AAAAAA", "amount_1": "700.000"}, "không có đơn nào"),
        ({"reference_1": "", "amount_1": "700.000"}, "Ghi mã đơn"),
        ({"reference_1": "OWN", "amount_1": ""}, "ghi số tiền"),
        ({"reference_1": "OWN", "amount_1": "350.000", "reference_2": "OWN", "amount_2": "350.000"}, "đã có ở trên"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_nothing_is_written(desk, typed, why):
    booking, notice = desk.book(adults=2), to_look_at(desk)
    data = {name: booking.reference if value == "OWN" else value for name, value in typed.items()}
    answer = desk.post("incoming_accept", data, pk=notice.pk)
    assert answer.status_code == 200
    assert why in plain(soup(answer).select_one(".form-errors"))
    assert due(booking) == [DUE]


def test_none_of_our_bookings_needs_a_reason_and_can_be_taken_up_again(desk):
    notice = to_look_at(desk, "tien dien")
    assert "Ghi vài chữ lý do" in plain(soup(desk.post("incoming_aside", {"reason": " "}, pk=notice.pk)))
    assert "Đã để riêng" in said(desk.post("incoming_aside", {"reason": "Tiền điện của nhà"}, pk=notice.pk))
    assert "Tiền điện của nhà" in page(desk, query="?show=set_aside")
    desk.post("incoming_undo", pk=notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.TO_LOOK_AT


def test_whoever_comes_second_is_told(desk):
    first, second, notice = desk.book(adults=2), desk.book(adults=2), to_look_at(desk)
    desk.post("incoming_accept", {"booking": first.reference}, pk=notice.pk)
    assert "vừa có người xử lý" in said(desk.post("incoming_accept", {"booking": second.reference}, pk=notice.pk))
    assert due(first, second) == [0, DUE]


def test_the_same_from_two_services_is_set_aside_by_a_tap(desk):
    first = to_look_at(desk)
    second = make_notice(desk.host, DUE, "chuyen tien", provider="file", now=timezone.now())
    match_bank_notices()
    assert "Cùng một khoản" in page(desk, "incoming_one", pk=second.pk)
    desk.post("incoming_aside", {"twin": first.pk}, pk=second.pk)
    second.refresh_from_db()
    assert second.state == NoticeState.SET_ASIDE


def test_a_list_costs_the_same_however_long_it_is(desk):
    counted = []
    for number in (1, 8):
        for _ in range(number):
            desk.book(adults=2)
            to_look_at(desk, "NGUYEN THI HA")
        desk.get("incoming")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get("incoming")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_statement_is_sent_its_columns_are_confirmed_and_its_rows_are_matched(desk):
    booking = desk.book(adults=2)
    now = f"{timezone.localtime():%d/%m/%Y %H:%M}"
    text = f"Ngày;Số tiền;Nội dung\n{now};700.000;VELANG {booking.reference}\n{now};-5.000;phi\n"
    file = SimpleUploadedFile("sao ke.csv", text.encode("utf-8-sig"))
    answer = desk.post("bankfiles", {"file": file})
    form = soup(answer).select_one("form.desk-form")
    sent = {item["name"]: item.select_one("option[selected]")["value"] for item in form.select("select")}
    assert (sent["day"], sent["sum"], sent["note"], sent["in"]) == ("0", "1", "2", "")
    where = {"pk": BankFile.objects.get().pk}
    refused = desk.post("bankfile", sent | {"sum": ""}, **where)
    assert "cột ngày và cột số tiền" in plain(soup(refused).select_one(".form-errors"))
    assert "2 dòng mới" in said(desk.post("bankfile", sent, **where))
    match_bank_notices()
    assert due(booking) == [0]
    assert "không có gì thay đổi" in said(desk.post("bankfile", sent, **where))
    assert BankNotice.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"a;b\n1;2\n", b"PK\x03\x04 spoilt"])
def test_what_is_no_statement_is_refused_in_words(desk, content):
    answer = desk.post("bankfiles", {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 200
    assert soup(answer).select_one(".notice--error")
    assert soup(desk.post("bankfiles", {})).select_one(".notice--error")
    assert not BankFile.objects.exists()


def test_the_owner_turns_a_service_on_sees_its_address_and_never_its_secret(desk):
    sepay = {"provider": "sepay", "secret": "mot-chuoi-bi-mat-rat-dai", "proof": "signed", "account": ""}
    assert "ít nhất 16" in plain(soup(desk.post("bankways", sepay | {"secret": "ngan"})))
    assert "Đã lưu" in said(desk.post("bankways", sepay))
    assert "không có gì thay đổi" in said(desk.post("bankways", sepay | {"secret": ""}))
    answer = desk.get("bankways").content.decode()
    assert re.search(rf"/bao-co/sepay/{BankConnection.objects.get().address}/", answer)
    assert sepay["secret"] not in answer
    assert "Đã tắt SePay" in said(desk.post("bankways", {"provider": "sepay", "off": "1"}))
    desk.post("bankways", sepay | {"provider": "file"})
    assert not BankConnection.objects.exists()
