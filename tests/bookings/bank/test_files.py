"""Statements as banks write them: found, guessed, read to the đồng, and never counted twice."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from openpyxl import Workbook

from bookings.domain.money.bank import sheets
from bookings.domain.money.bank.filing import ColumnsUnclear, FileGone, send, take_in
from bookings.domain.money.bank.forgetting import forget_bank_files
from bookings.domain.money.bank.matching import match_new
from bookings.domain.money.owing import account_of
from bookings.enums import BankFlow, LookWhy, NoticeState
from bookings.models import BankFile, BankNotice
from ocop.domain.imports.opening import Empty
from tests.factories import NOW, make_booking, make_experience, make_host, make_slot, make_user
from tests.factories.bank import make_matched
from tests.plugins.shared_stage import shared

HOUR = dt.timedelta(hours=1)
DUE = 700_000


@shared
def owner():
    return make_user()


@shared
def booking(owner):
    host = make_host(owner=owner, bank_bin="970436", bank_account="0000000001")
    return make_booking(make_slot(make_experience(host=host), now=NOW), adults=2, now=NOW - HOUR)


def day(moment: dt.datetime = NOW) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M:%S}"


def statement(*rows: str, heading="Ngày giao dịch;Số tham chiếu;Ghi nợ;Ghi có;Số dư;Nội dung chi tiết") -> bytes:
    top = ["NGÂN HÀNG THÍ DỤ;;;;;", "Số tài khoản:;0000000001;;;;", heading]
    return "\n".join([*top, *rows, ";;Tổng;1.400.000;;"]).encode("utf-8-sig")


def file_in(booking, content: bytes, owner, now=NOW):
    host = booking.slot.experience.host
    file = send(host=host, content=content, name="saoke.csv", by=owner, now=now)
    return take_in(host=host, file_id=file.pk, columns=sheets.guess(file.rows[0]), now=now)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("700.000", 700_000),
        ("700,000", 700_000),
        ("1,234,567.00", 1_234_567),
        ("1.234.567,00", 1_234_567),
        ("700000", 700_000),
        ("700000.0", 700_000),
        ("-700,000 VND", -700_000),
        ("(700.000)", -700_000),
        ("+ 700.000 đ", 700_000),
        ("700.000-", -700_000),
        ("", 0),
        ("-", 0),
        ("0", 0),
        ("700.00", 700),
        ("70.0000", None),
        ("7e5", None),
        ("700.5", None),
        ("hết", None),
    ],
)
def test_sums_are_read_as_banks_write_them_and_never_guessed(text, amount):
    assert sheets.read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("30/11/2026 14:02:37", "2026-11-30 14:02:37"),
        ("2026-11-30 14:02", "2026-11-30 14:02:00"),
        ("14:02:37 30/11/2026", "2026-11-30 14:02:37"),
        ("30-11-2026", "2026-11-30 00:00:00"),
        ("31/02/2026", None),
        ("30/11/26", None),
        ("hôm qua", None),
    ],
)
def test_days_are_read_with_the_day_before_the_month(text, read):
    moment = sheets.read_moment(text)
    assert (moment and f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}") == read


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Ngày giao dịch;Số tham chiếu;Ghi nợ;Ghi có;Số dư;Nội dung chi tiết", "day reference out in - note"),
        ("STT;Ngày GD;Mã GD;Số tiền ghi nợ;Số tiền ghi có;Diễn giải", "- day reference out in note"),
        ("Date;Reference;Debit;Credit;Balance;Description", "day reference out in - note"),
        ("Thời gian;Số tiền;Nội dung", "day sum note"),
        ("No;Ngày;Nợ;Có;Ghi chú", "- day out in note"),
        ("TNX Date;Doc No;Amount (VND);Transaction details", "day - sum note"),
    ],
)
def test_columns_are_guessed_by_their_headings(heading, columns):
    guessed = {at: key for key, at in sheets.guess(heading.split(";")).items()}
    assert [guessed.get(at, "-") for at in range(len(heading.split(";")))] == columns.split()


@pytest.mark.django_db
def test_rows_become_notices_which_pay_their_bookings(booking, owner):
    rows = (
        f"{day()};FT1;;700.000;9.000.000;MBVCB VELANG {booking.reference}",
        f"{day()};FT2;35.000;;8.965.000;Phi SMS",
        f"{day()};FT3;;chưa rõ;8.965.000;?",
    )
    filed = file_in(booking, statement(*rows), owner)
    assert (filed.new, filed.known, filed.unread) == (2, 0, (3,))
    match_new(now=NOW)
    assert account_of(booking).due == 0
    out = BankNotice.objects.get(flow=BankFlow.OUT)
    assert (out.amount_vnd, out.why, out.raw["Nội dung chi tiết"]) == (35_000, LookWhy.OUTGOING, "Phi SMS")
    assert BankFile.objects.get().taken_at == NOW


@pytest.mark.django_db
def test_the_same_file_and_one_that_overlaps_add_nothing_and_twins_of_a_day_are_two(booking, owner):
    same = f"{day()};;;50.000;;tien nuoc"
    first = statement(f"{day()};FT1;;700.000;;VELANG {booking.reference}", same, same)
    assert file_in(booking, first, owner).new == 3
    assert file_in(booking, first, owner).new == 0
    longer = statement(same, same, f"{day()};FT1;;700.000;;VELANG {booking.reference}", f"{day()};FT9;;1.000;;x")
    again = file_in(booking, longer, owner)
    assert (again.new, again.known) == (1, 3)


@pytest.mark.django_db
def test_what_a_service_told_before_is_not_doubled(booking, owner):
    host, note = booking.slot.experience.host, f"VELANG {booking.reference}"
    make_matched(host, DUE, note, now=NOW, bank_reference="FT1")
    file_in(booking, statement(f"{day()};FT1;;700.000;;{note}", f"{day()[:10]};;;700.000;;{note}"), owner)
    match_new(now=NOW)
    told = BankNotice.objects.filter(provider="file").order_by("pk")
    assert [(one.state, one.why) for one in told] == [("set_aside", ""), ("to_look_at", "twin")]
    assert booking.ledger.count() == 1


@pytest.mark.django_db
def test_excel_is_read_as_csv_is(booking, owner):
    book = Workbook()
    page = book.active
    page.append(["Sao kê"])
    page.append(["Ngày", "Số tiền", "Nội dung"])
    page.append([timezone.localtime(NOW).replace(tzinfo=None), DUE, f"VELANG {booking.reference}"])
    page.append([timezone.localtime(NOW).replace(tzinfo=None), -5_000, "phi"])
    out = io.BytesIO()
    book.save(out)
    assert file_in(booking, out.getvalue(), owner).new == 2
    match_new(now=NOW)
    assert account_of(booking).due == 0


@pytest.mark.django_db
def test_what_is_no_statement_is_refused_in_words(booking, owner, monkeypatch):
    for content, why in ((b"", Empty), (b"x" * 3_000_001, sheets.TooLarge), (b"a;b\n1;2\n", sheets.NoTable)):
        with pytest.raises(why):
            file_in(booking, content, owner)
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    with pytest.raises(sheets.TooLong):
        file_in(booking, statement("1;;;;;", "2;;;;;"), owner)


@pytest.mark.django_db
def test_columns_have_to_be_named_and_a_file_is_taken_in_once_within_a_day(booking, owner):
    host = booking.slot.experience.host
    file = send(host=host, content=statement(f"{day()};FT1;;1.000;;x"), name="", by=owner, now=NOW)
    for columns in ({"day": 0}, {"day": 0, "in": 0}, {}):
        with pytest.raises(ColumnsUnclear):
            take_in(host=host, file_id=file.pk, columns=columns, now=NOW)
    with pytest.raises(FileGone):
        take_in(host=make_host(), file_id=file.pk, columns={"day": 0, "in": 3}, now=NOW)
    assert forget_bank_files(now=NOW + 23 * HOUR) == 0
    assert forget_bank_files(now=NOW + 25 * HOUR) == 1
    with pytest.raises(FileGone):
        take_in(host=host, file_id=file.pk, columns={"day": 0, "in": 3}, now=NOW)
    assert NoticeState.NEW not in BankNotice.objects.values_list("state", flat=True)
