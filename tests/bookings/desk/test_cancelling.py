"""A host who cancels is told first whether that can be undone, and it can while that is said."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import MOST_VERSIONS
from bookings.enums import BookingStatus
from bookings.models import Booking
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_booking
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
WHOLE, START, NEVER = "Trong 15 phút vẫn", "Trước giờ bắt đầu vẫn", "không lấy lại được"


@pytest.mark.parametrize(
    ("minutes", "sequence", "told"),
    [(60, 1, WHOLE), (9, 1, START), (60, MOST_VERSIONS - 1, NEVER), (60, MOST_VERSIONS - 2, WHOLE)],
)
def test_undo_is_promised_only_where_it_will_be_offered(minutes, sequence, told):
    desk = make_desk()
    slot = desk.slot(minutes * MINUTE)
    booking = make_booking(slot, now=timezone.now())
    Booking.objects.filter(pk=booking.pk).update(sequence=sequence)
    page = plain(soup(desk.get("booking", reference=booking.reference)).select_one("#huy"))
    assert [words in page for words in (WHOLE, START, NEVER)] == [words == told for words in (WHOLE, START, NEVER)]
    answer = desk.post("cancel", {"usual": "weather"}, reference=booking.reference)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
    restore = soup(answer).select(f"form[action='{desk.url('restore', reference=booking.reference)}']")
    assert bool(restore) == (told != NEVER)
