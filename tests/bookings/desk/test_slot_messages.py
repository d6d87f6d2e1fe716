"""Writing to all parties of a time at the desk, and the log of it."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Slot, SlotMessage
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import said
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot(desk) -> Slot:
    return desk.slot(dt.timedelta(days=3))


def write(desk, slot, **data):
    return desk.post("slot_write", {"key": str(uuid.uuid4()), "usual": "parking"} | data, pk=slot.pk)


def log(desk, slot):
    return soup(desk.get("slot", pk=slot.pk)).select_one("#nhan")


def test_the_log_says_what_was_written_to_whom_and_what_became_of_it(desk, slot):
    sent, refused = desk.book(slot, "Trần Văn Long"), desk.book(slot, "Lê Minh Khôi", phone="+84912345670")
    desk.book(slot, "Vũ Thị Hồng Nhung", email="")
    assert "Đã nhắn" in said(write(desk, slot, words=" Gửi xe  miễn phí "))
    mails = OutboxMessage.objects.filter(kind="from_host")
    mails.filter(booking=sent).update(state=MessageState.SENT, sent_at=sent.confirmed_at)
    mails.filter(booking=refused).update(attempts=2, error="SMTPException: no")
    shown = log(desk, slot)
    told = plain(shown)
    assert "“Xe bạn đỗ ở cổng đình nhé. Gửi xe miễn phí”" in told
    assert str(desk.owner) in told
    assert "1 đã gửi · 1 chưa tới · 1 không có email" in told
    assert shown.select_one(f"a[href='{refused.contact_phone.as_rfc3966}']")
    assert not shown.select(f"a[href='{sent.contact_phone.as_rfc3966}']")
    assert [plain(name) for name in shown.select(".desk-call__name")][-1] == "Trần Văn Long"


def test_what_did_not_get_through_is_sent_again_by_one_tap(desk, slot):
    desk.book(slot)
    write(desk, slot)
    assert not log(desk, slot).select("form")
    OutboxMessage.objects.filter(kind="from_host").update(state=MessageState.FAILED, error="SMTPException: no")
    assert log(desk, slot).select("form")
    assert "Đã gửi lại" in said(desk.post("slot_write_again", pk=slot.pk))
    assert OutboxMessage.objects.get(kind="from_host").state == MessageState.PENDING


@pytest.mark.parametrize(
    "data", [{"usual": ""}, {"usual": "other"}, {"usual": "tea"}, {"words": "x" * 301}, {"key": "1"}]
)
def test_a_form_with_a_gap_writes_nothing_and_keeps_what_was_typed(desk, slot, data):
    desk.book(slot)
    shown = soup(write(desk, slot, **{"words": "" if data == {"usual": "other"} else "Gửi xe", **data}))
    assert not SlotMessage.objects.exists()
    fold = shown.select_one("#nhan-khach")
    assert fold.has_attr("open")
    assert fold.select_one("[name=words]").get("value", "") == data.get(
        "words", "" if data == {"usual": "other"} else "Gửi xe"
    )


def test_nobody_is_written_to_where_nobody_is_booked_or_the_time_is_cancelled(desk, slot):
    assert not soup(desk.get("slot", pk=slot.pk)).select("#nhan-khach")
    assert "chưa có đoàn nào" in said(write(desk, slot))
    desk.book(slot)
    assert soup(desk.get("slot", pk=slot.pk)).select("#nhan-khach")
    desk.post("slot_cancel", {"reason": "rain"}, pk=slot.pk)
    assert not soup(desk.get("slot", pk=slot.pk)).select("#nhan-khach")


def test_three_messages_to_three_parties_cost_the_queries_of_one(desk, slot):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get("slot", pk=slot.pk)
        return len(asked)

    desk.book(slot)
    write(desk, slot)
    queries()
    one = queries()
    for name in ("Trần Văn Long", "Lê Minh Khôi"):
        desk.book(slot, name)
    for _ in range(2):
        write(desk, slot)
    assert queries() == one
