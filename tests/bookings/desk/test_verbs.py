"""One verb for one thing, wherever a host reads it: the button says what is done, the state that it was."""

import pytest
from django.utils.translation import gettext, override

from bookings.desk.shell.waiting import waiting_frame
from bookings.enums import Act, BookingStatus, DeskTapKind
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
# Other words for a check-in and for money that was taken.
OTHERS = ("check-in", "check in", "điểm danh", "đã nhận khách", "đã thanh toán", "thanh toán ngay")


@pytest.fixture(autouse=True)
def vietnamese():
    with override("vi"):
        yield


def test_buttons_and_states_have_one_verb_each():
    words = waiting_frame()["words"]
    assert gettext("Check in") == words["check_in"] == "Nhận khách"
    assert str(BookingStatus.REDEEMED.label) == gettext("Checked in") == words["here"] == "Đã đến"
    assert gettext("Collect %(amount)s") % {"amount": "1 ₫"} == "Thu 1 ₫"
    assert words["pay"] == words["to_pay"] == "Thu {amount}"
    assert gettext("Collected %(amount)s") % {"amount": "1 ₫"} == "Đã thu 1 ₫"
    assert words["collected"] == "Đã thu {amount}"
    assert str(Act.CHECKED_IN.label) == str(DeskTapKind.CHECK_IN.label)


def test_pages_of_the_day_have_no_other_word_for_either(desk):
    booking = desk.book(adults=2)
    key = "6f0c0ffe-0000-4000-8000-00000000000a"
    desk.post("pay", {"key": key, "due": booking.total_vnd, "method": "cash"}, reference=booking.reference)
    desk.act("check_in", booking)
    waiting = desk.book(adults=1)
    for name, where in (
        ("today", {}),
        ("scan", {}),
        ("slot", {"pk": desk.soon.pk}),
        ("booking", {"reference": booking.reference}),
        ("booking", {"reference": waiting.reference}),
    ):
        told = plain(soup(desk.get(name, **where)).body).lower()
        assert [word for word in OTHERS if word in told] == [], name
