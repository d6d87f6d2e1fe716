"""Parties that no longer fit the rules: kept, moved or cancelled at the desk, one by one."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.calendar.closures import close_day
from bookings.enums import MessageKind
from outbox.models import OutboxMessage
from tests.bookings.desk.desk_helpers import local_day, make_desk, said
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def booking(desk):
    """A party on a day that was closed after it had booked."""
    booking = desk.book(desk.slot(5 * DAY), name="Trần Văn Long", phone="+84912345678")
    close_day(host=desk.host, day=local_day(booking.slot), by=desk.owner, now=timezone.now())
    return booking


def open_rows(desk) -> list[str]:
    return [row["name"] for row in desk.get("conflicts").context["rows"]]


def test_a_party_on_a_closed_day_is_shown_with_why_and_three_ways_out(desk, booking):
    response = desk.get("conflicts")

    (row,) = response.context["rows"]
    page = response.content.decode()
    assert row["why"]
    assert "tel:+84-912-345-678" in page
    assert desk.url("keep", reference=booking.reference) in page
    assert desk.url("move", reference=booking.reference) in page
    assert f"{desk.url('booking', reference=booking.reference)}?cancelling=1" in page


@pytest.mark.parametrize("name", ["today", "setup"])
def test_a_bar_says_that_decisions_wait(desk, booking, name):
    assert desk.get(name).context["open_conflicts"] == 1
    assert desk.url("conflicts") in desk.get(name).content.decode()

    desk.post("keep", reference=booking.reference)

    assert desk.get(name).context["open_conflicts"] == 0
    assert desk.url("conflicts") not in desk.get(name).content.decode()


def test_kept_twice_and_taken_back_twice(desk, booking):
    response = desk.post("keep", reference=booking.reference)
    again = desk.post("keep", reference=booking.reference)

    booking.refresh_from_db()
    assert booking.kept_at
    assert open_rows(desk) == []
    undo = desk.url("undo_keep", reference=booking.reference)
    assert undo in response.content.decode()
    assert undo in again.content.decode()

    desk.post("undo_keep", reference=booking.reference)
    desk.post("undo_keep", reference=booking.reference)

    booking.refresh_from_db()
    assert booking.kept_at is None
    assert open_rows(desk) == ["Trần Văn Long"]


def test_a_party_that_fits_cannot_be_kept(desk):
    fits = desk.book(desk.slot(5 * DAY))

    response = desk.post("keep", reference=fits.reference)

    fits.refresh_from_db()
    assert fits.kept_at is None
    assert said(response)


def test_moved_to_a_time_with_room_and_told_once(desk, booking):
    free, full = desk.slot(6 * DAY), desk.slot(7 * DAY, capacity=1)
    form = desk.get("move", "?from=conflicts", reference=booking.reference).context["form"]
    offered = [pk for _, times in form.fields["slot"].choices[1:] for pk, _ in times]
    assert free.pk in offered
    assert full.pk not in offered

    data = {"slot": free.pk, "from": "conflicts"}
    response = desk.post("move", data, reference=booking.reference)
    desk.post("move", data, reference=booking.reference)

    booking.refresh_from_db()
    assert booking.slot_id == free.pk
    assert response.redirect_chain[-1][0] == desk.url("conflicts")
    assert response.context["rows"] == []
    told = OutboxMessage.objects.filter(booking=booking, kind=MessageKind.MOVED, audience="guest")
    assert told.count() == 1


def test_without_from_the_booking_is_where_moving_leads(desk, booking):
    free = desk.slot(6 * DAY)

    response = desk.post("move", {"slot": free.pk}, reference=booking.reference)

    assert response.redirect_chain[-1][0] == desk.url("booking", reference=booking.reference)


@pytest.mark.parametrize("slot", ["", "x", "0"])
def test_what_is_no_time_is_said_and_moves_nobody(desk, booking, slot):
    desk.slot(6 * DAY)

    response = desk.post("move", {"slot": slot, "from": "conflicts"}, reference=booking.reference)

    before = booking.slot_id
    booking.refresh_from_db()
    assert "slot" in response.context["form"].errors
    assert response.context["came_from"] == "conflicts"
    assert booking.slot_id == before


def test_a_time_of_another_host_moves_nobody(desk, booking):
    other = make_desk().slot(6 * DAY)
    before = booking.slot_id

    desk.post("move", {"slot": other.pk}, reference=booking.reference)

    booking.refresh_from_db()
    assert booking.slot_id == before


def test_with_no_other_time_the_page_says_what_to_do(desk, booking):
    desk.soon.delete()

    response = desk.get("move", reference=booking.reference)

    assert desk.url("schedules") in response.content.decode()
    assert not response.context["any_time"]


def test_a_cancelled_party_is_decided(desk, booking):
    desk.post("cancel", {"usual": "weather"}, reference=booking.reference)

    assert open_rows(desk) == []


def test_another_hosts_parties_are_not_here(desk):
    other = make_desk()
    theirs = other.book(other.slot(5 * DAY))
    close_day(host=other.host, day=local_day(theirs.slot), by=other.owner, now=timezone.now())

    assert open_rows(desk) == []
    assert desk.client.post(desk.url("keep", reference=theirs.reference)).status_code == 404
    assert desk.get("conflicts", f"?kept={theirs.reference}").context["kept"] is None


@pytest.mark.parametrize("usual", ["weather", ""], ids=["cancelled", "no reason given"])
def test_cancelling_from_the_list_leads_back_to_it(desk, booking, usual):
    asked = {"usual": usual, "from": "conflicts"}
    page = desk.post("cancel", asked, reference=booking.reference).content.decode()

    assert f'href="{desk.url("conflicts")}"' in page

    page = desk.post("cancel", {"usual": usual}, reference=booking.reference).content.decode()
    assert f'href="{desk.url("conflicts")}"' not in page
