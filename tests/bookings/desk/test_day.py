"""What a host does at the desk, each twice where a thumb may slip, and taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import Audience, BookingStatus, MessageKind
from bookings.models import Booking, Closure
from bookings.models.booking import UNDO_WINDOW
from common.words.lunar import to_lunar
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import local_day, said
from tests.factories import make_festival, make_host
from tests.factories.waiting import wait

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_home_leads_to_the_hosts_today(desk):
    assert desk.client.get("/desk/")["Location"] == desk.url("today")


def test_home_asks_where_there_are_several_desks(desk):
    second = make_host(owner=desk.owner, name="Nhà tranh Đông Hồ")

    page = desk.client.get("/desk/").content.decode()

    assert desk.url("today") in page
    assert second.name in page


def test_the_day_shows_slots_parties_and_what_they_owe(desk):
    booking = desk.book(adults=2, children=1)
    desk.book(name="Trần Văn Long", adults=4)

    response = desk.get("day", day=local_day(desk.soon))

    (slot,) = response.context["board"].slots
    assert (slot.taken, slot.capacity, slot.checked_in) == (7, 20, 0)
    assert [row.name for row in slot.rows] == ["Nguyễn Thị Hà", "Trần Văn Long"]
    assert slot.rows[0].due_text.endswith("900.000\xa0₫")
    assert desk.url("check_in", reference=booking.reference) in response.content.decode()


def test_the_day_says_in_vietnamese_what_a_party_eats_and_which_language_it_wishes(desk):
    booking = desk.book(adults=2)
    type(booking).objects.filter(pk=booking.pk).update(dietary="vegetarian,nuts", spoken_language="en")

    response = desk.get("day", day=local_day(desk.soon))

    (row,) = response.context["board"].slots[0].rows
    assert row.needs_text == "ăn chay, dị ứng các loại hạt · Tiếng Anh"
    assert row.needs_text in response.content.decode()


def test_a_lapsed_hold_takes_no_place_and_a_live_one_shows_no_name(desk):
    desk.book(status="ON_HOLD", adults=2)
    lapsed = desk.book(status="ON_HOLD", adults=3)
    type(lapsed).objects.filter(pk=lapsed.pk).update(hold_expires_at=timezone.now() - HOUR)

    (slot,) = desk.get("day", day=local_day(desk.soon)).context["board"].slots

    assert (slot.taken, slot.held, slot.rows) == (2, 2, [])


def test_places_offered_to_who_waited_are_not_said_to_be_being_booked(desk):
    later = desk.slot(72 * HOUR, capacity=4)
    booking = desk.book(later, adults=4)
    wait(later, now=timezone.now(), adults=3)
    desk.act("cancel", booking, usual="weather")
    Booking.objects.filter(pk=booking.pk).update(cancelled_at=timezone.now() - UNDO_WINDOW - HOUR)
    offer_waiting(now=timezone.now())

    (slot,) = desk.get("day", day=local_day(later)).context["board"].slots

    assert (slot.taken, slot.offered, slot.held) == (3, 3, 0)


def test_check_in_twice_and_undo_twice(desk):
    booking = desk.book()

    first = desk.act("check_in", booking).redeemed_at
    assert booking.status == BookingStatus.REDEEMED
    assert desk.act("check_in", booking).redeemed_at == first

    assert desk.act("undo_check_in", booking).status == BookingStatus.CONFIRMED
    assert desk.act("undo_check_in", booking).status == BookingStatus.CONFIRMED


def test_a_tap_on_the_day_comes_back_to_its_row(desk):
    booking = desk.book(desk.slot(HOUR / 2))

    response = desk.client.post(desk.url("check_in", reference=booking.reference), {"back": "day"})

    assert response["Location"].endswith(f"#don-{booking.reference}")


def test_too_early_is_said_and_changes_nothing(desk):
    booking = desk.book(desk.slot(dt.timedelta(days=3)))

    response = desk.post("check_in", reference=booking.reference)

    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert response.status_code == 200
    assert f"{timezone.localtime(booking.slot.starts_at):%H:%M}" in said(response)


def test_no_show_waits_for_the_start_and_is_taken_back(desk):
    coming, missing = desk.book(), desk.book(desk.slot(-HOUR))

    assert desk.act("no_show", coming).no_show_at is None
    noted = desk.act("no_show", missing).no_show_at
    assert noted
    assert desk.act("no_show", missing).no_show_at == noted
    assert desk.act("undo_no_show", missing).no_show_at is None


def test_cancel_needs_a_reason(desk):
    booking = desk.book()

    assert desk.act("cancel", booking).status == BookingStatus.CONFIRMED
    assert desk.act("cancel", booking, usual="other").status == BookingStatus.CONFIRMED
    assert desk.act("cancel", booking, usual="nonsense").status == BookingStatus.CONFIRMED


def test_cancel_frees_the_seats_tells_the_guest_and_is_taken_back(desk):
    booking = desk.book(adults=2)

    desk.act("cancel", booking, usual="other", words="Lò  nứt")
    desk.act("cancel", booking, usual="weather")

    assert (booking.status, booking.cancelled_by, booking.cancel_reason) == ("CANCELLED", "host", "Lò nứt")
    assert taken(desk.soon) == 0
    to_guest = OutboxMessage.objects.filter(booking=booking, audience=Audience.GUEST)
    assert to_guest.filter(kind=MessageKind.CANCELLED, to=booking.contact_email).count() == 1

    assert desk.act("restore", booking).status == BookingStatus.CONFIRMED
    assert desk.act("restore", booking).status == BookingStatus.CONFIRMED
    assert taken(desk.soon) == 2


def test_the_guest_reads_a_usual_reason_in_their_language(desk):
    booking = desk.book(language="en")

    assert desk.act("cancel", booking, usual="weather").cancel_reason == "Bad weather"


def test_restore_is_not_for_what_the_guest_cancelled_nor_after_the_window(desk):
    by_guest = desk.book(status="CANCELLED")
    late = desk.book()
    desk.act("cancel", late, usual="weather")
    type(late).objects.filter(pk=late.pk).update(cancelled_at=timezone.now() - dt.timedelta(minutes=16))

    assert desk.act("restore", by_guest).status == BookingStatus.CANCELLED
    assert desk.act("restore", late).status == BookingStatus.CANCELLED
    assert desk.url("restore", reference=late.reference) not in page_of(desk, late)
    assert desk.url("restore", reference=by_guest.reference) not in page_of(desk, by_guest)


def test_close_keeps_the_booked_shows_whom_to_call_and_opens_again(desk):
    booking = desk.book(desk.slot(dt.timedelta(days=5)), phone="+84912345678")
    day = local_day(booking.slot)

    response = desk.post("close_day", {"back": "calendar"}, day=day)
    desk.post("close_day", day=day)

    assert Closure.objects.get(host=desk.host).first_day == day
    assert response.redirect_chain[-1][0] == desk.url("day", day=day)
    assert response.context["board"].parties == 1
    assert "tel:+84-912-345-678" in response.content.decode()
    booking.refresh_from_db()
    booking.slot.refresh_from_db()
    assert (booking.status, booking.slot.is_closed) == (BookingStatus.CONFIRMED, True)

    desk.post("reopen_day", day=day)
    desk.post("reopen_day", day=day)
    booking.slot.refresh_from_db()
    assert (Closure.objects.count(), booking.slot.is_closed) == (0, False)


def test_a_quiet_day_closes_within_the_calendar(desk):
    day = local_day(desk.slot(dt.timedelta(days=6)))

    response = desk.client.post(desk.url("close_day", day=day), {"back": "calendar"})

    assert response["Location"] == f"{desk.url('calendar')}#ngay-{day}"


def test_the_calendar_counts_people_not_parties(desk):
    slot = desk.slot(dt.timedelta(days=2))
    desk.book(slot, adults=2, children=1, infants=1)
    desk.book(slot, adults=3)
    desk.book(slot, status="CANCELLED")

    days = {day["day"]: day for day in desk.get("calendar").context["days"]}

    assert len(days) == 30
    assert (days[local_day(slot)]["guests"], days[local_day(slot)]["seats"]) == (7, 20)


def test_the_calendar_names_the_festival_of_a_day(desk):
    day = timezone.localdate() + dt.timedelta(days=5)
    lunar = to_lunar(day)
    if lunar.leap:
        day, lunar = day + dt.timedelta(days=20), to_lunar(day + dt.timedelta(days=20))
    make_festival(name="Hội làng Diềm", lunar_month=lunar.month, lunar_day=lunar.day)

    days = {row["day"]: row for row in desk.get("calendar").context["days"]}

    assert [day for day, row in days.items() if row["festival"]] == [day]
    assert days[day]["festival"] == "Hội làng Diềm"


def test_a_booking_page_says_who_comes_and_how_to_reach_them(desk):
    booking = desk.book(phone="+84912345678", note="Xin <b>hoá đơn</b>", adults=2)

    page = page_of(desk, booking)

    assert "tel:+84-912-345-678" in page
    assert "0912 345 678" in page
    assert "&lt;b&gt;hoá đơn" in page
    assert "700.000\xa0₫" in page


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "1999-12-31", "9999-12-31", "hom-nay"])
def test_what_is_no_day_is_no_address(desk, day):
    assert desk.client.get(f"{desk.url('today')}ngay/{day}/").status_code == 404


def page_of(desk, booking) -> str:
    return desk.get("booking", reference=booking.reference).content.decode()


def taken(slot) -> int:
    slot.refresh_from_db()
    return slot.taken
