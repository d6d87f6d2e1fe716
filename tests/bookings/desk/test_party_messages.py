"""Writing to one party from its page at the desk, and what became of it."""

import datetime as dt
import uuid

import pytest

from bookings.models import SlotMessage
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import said
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def booking(desk):
    return desk.book(desk.slot(dt.timedelta(days=3)), "Trần Văn Long")


def write(desk, booking, **data):
    return desk.post("party_write", {"key": str(uuid.uuid4()), "usual": "parking"} | data, reference=booking.reference)


def page(desk, booking):
    return soup(desk.get("booking", reference=booking.reference))


def test_it_is_written_from_the_booking_and_stands_there_and_with_its_time(desk, booking):
    assert "Trần Văn Long" in said(write(desk, booking, words="Gửi xe miễn phí"))
    for log in (page(desk, booking), soup(desk.get("slot", pk=booking.slot_id))):
        assert "Gửi xe miễn phí" in plain(log.select_one("#nhan"))


def test_what_did_not_get_through_is_sent_again_by_one_tap(desk, booking):
    write(desk, booking)
    assert not page(desk, booking).select("#nhan form")
    OutboxMessage.objects.filter(kind="from_host").update(state=MessageState.FAILED, error="SMTPException: no")
    assert "chưa" in plain(page(desk, booking).select_one("#nhan"))
    assert page(desk, booking).select("#nhan form")
    assert "Đã gửi lại" in said(desk.post("party_write_again", reference=booking.reference))


def test_own_words_that_are_missing_are_asked_for_on_the_booking_s_page(desk, booking):
    answer = desk.client.post(
        desk.url("party_write", reference=booking.reference), {"key": str(uuid.uuid4()), "usual": "other"}
    )
    shown = soup(answer)
    assert shown.select_one("#nhan-khach").has_attr("open")
    assert shown.select_one("#nhan-khach .field__error")
    assert not SlotMessage.objects.exists()


def test_who_left_no_address_is_to_be_called(desk):
    booking = desk.book(desk.slot(dt.timedelta(days=3)), email="")
    assert "gọi" in said(write(desk, booking))
    assert "Không có email" in plain(page(desk, booking).select_one("#nhan"))


def test_the_two_forms_of_the_page_do_not_share_a_field_s_name_for_labels(desk, booking):
    ids = [item["id"] for item in page(desk, booking).select("main [id]")]
    assert len(ids) == len(set(ids))
