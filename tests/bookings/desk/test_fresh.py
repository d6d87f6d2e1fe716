"""An open day asks whether it is still so: it hears of everything that it shows, and of nothing else, for little."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.desk.day.version import day_version
from bookings.domain.booking.attendance import EARLIEST
from bookings.domain.booking.expire import expire_holds
from bookings.domain.calendar.closures import close_day
from bookings.models import Booking, Slot
from experiences.models import Experience
from tests.bookings.desk.desk_helpers import Desk, local_day
from tests.factories import make_experience, make_host, make_slot
from tests.factories.waiting import wait
from tests.pages.reading import soup

pytestmark = [pytest.mark.django_db, pytest.mark.each_argument]
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def asked(desk: Desk, version: str = "", day: dt.date | None = None):
    return desk.get("day_fresh", f"?v={version}" if version else "", day=day or local_day(desk.soon))


def version_of(response) -> str:
    return soup(response).select_one("[data-fresh]")["data-version"]


def test_the_page_that_stands_is_answered_without_a_word(desk):
    desk.book()
    page = desk.get("day", day=local_day(desk.soon))

    answer = asked(desk, version_of(page))

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-Fresh-At"] == f"{timezone.localtime():%H:%M}"


def test_todays_own_address_carries_it_too(desk):
    page = desk.get("today")

    assert soup(page).select_one("[data-fresh]")["data-fresh"] == desk.url("day_fresh", day=timezone.localdate())
    assert asked(desk, version_of(page), timezone.localdate()).status_code == 204


def test_news_come_with_the_part_that_the_page_takes_in(desk):
    version = version_of(desk.get("day", day=local_day(desk.soon)))
    booking = desk.book()

    answer = asked(desk, version)

    assert answer.status_code == 200
    assert booking.reference in answer.content.decode()
    assert not soup(answer).select_one("head, nav")
    assert soup(answer).select_one(f"#don-{booking.reference} [name=csrfmiddlewaretoken]")["value"]
    assert asked(desk, version_of(answer)).status_code == 204


def paid(desk: Desk, booking: Booking) -> None:
    data = {"key": str(uuid.uuid4()), "due": booking.total_vnd, "method": "transfer"}
    desk.post("pay", data, reference=booking.reference)


def one_came(desk: Desk, booking: Booking) -> None:
    desk.post("came", {f"u{booking.units.get().pk}": 1}, reference=booking.reference)


def named_anew(desk: Desk, booking: Booking) -> None:
    data = {"name": "Trần Thị Hạnh", "phone": "0912345678", "email": "ha@example.org"}
    desk.post("contact", data, reference=booking.reference)


def closed(desk: Desk, booking: Booking) -> None:
    close_day(host=desk.host, day=local_day(desk.soon), by=None, now=timezone.now() - 2 * HOUR)


def slot_changed(**fields) -> Callable[[Desk, Booking], object]:
    return lambda desk, booking: Slot.objects.filter(pk=desk.soon.pk).update(**fields)


def booking_changed(**fields) -> Callable[[Desk, Booking], object]:
    return lambda desk, booking: Booking.objects.filter(pk=booking.pk).update(**fields)


NEWS: dict[str, Callable[[Desk, Booking], object]] = {
    "a hold": lambda desk, booking: desk.book(status="ON_HOLD"),
    "a party": lambda desk, booking: desk.book(name="Trần Văn Long"),
    "checked in": lambda desk, booking: desk.act("check_in", booking),
    "some came": one_came,
    "did not come": booking_changed(no_show_at=timezone.now()),
    "paid": paid,
    "a name mended": named_anew,
    "cancelled": lambda desk, booking: desk.act("cancel", booking, usual="weather"),
    "waits for a word": booking_changed(status="PENDING", awaits="proof", hold_expires_at=timezone.now() + 9 * HOUR),
    "moved away": lambda desk, booking: booking_changed(slot=desk.slot(72 * HOUR))(desk, booking),
    "more seats": slot_changed(capacity=19),
    "a note": slot_changed(note="Mang ủng"),
    "waited for": slot_changed(waiting=2),
    "called off": slot_changed(decision="called_off"),
    "time cancelled": slot_changed(cancelled_at=timezone.now()),
    "day closed": closed,
    "a new time": lambda desk, booking: make_slot(make_experience(desk.host), desk.soon.starts_at, capacity=4),
    "another name": lambda desk, booking: Experience.objects.update(name="Nặn tò he"),
}


@pytest.mark.parametrize("news", NEWS)
def test_everything_that_the_page_shows_is_noticed(desk, news):
    booking = desk.book(adults=2)
    version = version_of(desk.get("day", day=local_day(desk.soon)))
    assert asked(desk, version).status_code == 204

    NEWS[news](desk, booking)

    assert asked(desk, version).status_code == 200


def test_a_transfer_that_came_back_is_noticed(desk):
    booking = desk.book(adults=2)
    paid(desk, booking)
    entry = booking.ledger.create(
        key_hash=uuid.uuid4().hex,
        host=desk.host,
        kind="refund",
        method="transfer",
        state="sent",
        amount_vnd=100_000,
        happened_at=timezone.now(),
        created_at=timezone.now(),
    )
    version = version_of(desk.get("day", day=local_day(desk.soon)))

    desk.post("entry_bounced", reference=booking.reference, pk=entry.pk)

    assert asked(desk, version).status_code == 200


def test_a_hold_that_ran_out_is_noticed_before_any_worker_marks_it(desk):
    held = desk.book(status="ON_HOLD")
    version = version_of(desk.get("day", day=local_day(desk.soon)))

    Booking.objects.filter(pk=held.pk).update(hold_expires_at=timezone.now() - HOUR)

    answer = asked(desk, version)
    assert answer.status_code == 200
    expire_holds(now=timezone.now())
    assert asked(desk, version_of(answer)).status_code == 204


@pytest.mark.parametrize("turn", ["open_for_check_in", "starts", "ends"])
def test_what_the_clock_alone_changes_is_noticed(desk, turn):
    day, slot = local_day(desk.soon), desk.soon
    moment = {"open_for_check_in": slot.starts_at - EARLIEST, "starts": slot.starts_at, "ends": slot.ends_at}[turn]
    around = [moment + dt.timedelta(seconds=seconds) for seconds in (-20, -10, 10)]

    first, second, after = (day_version(desk.host, day, now=now).partition("-")[2] for now in around)

    assert first == second != after


def test_other_days_and_other_hosts_are_no_news(desk):
    version = version_of(desk.get("day", day=local_day(desk.soon)))

    desk.book(desk.slot(72 * HOUR))
    starts_at = desk.soon.starts_at
    elsewhere = make_slot(make_experience(make_host()), starts_at, capacity=4, closes_at=starts_at)
    desk.book(elsewhere)

    assert asked(desk, version).status_code == 204


def test_who_waits_elsewhere_is_heard_of_within_a_minute(desk):
    version = version_of(desk.get("today"))
    unproved = desk.book(desk.slot(72 * HOUR))
    Booking.objects.filter(pk=unproved.pk).update(
        status="PENDING", awaits="proof", hold_expires_at=timezone.now() + 9 * HOUR
    )
    assert asked(desk, version, timezone.localdate()).status_code == 204

    cache.clear()  # a minute later

    assert asked(desk, version, timezone.localdate()).status_code == 200


def test_a_page_of_yesterday_is_loaded_anew(desk):
    answer = asked(desk, "20200101-0123456789abcdef0123")

    assert (answer.status_code, answer.content) == (205, b"")


def test_asking_costs_the_same_however_many_come(desk):
    desk.book()
    version = version_of(desk.get("day", day=local_day(desk.soon)))
    with CaptureQueriesContext(connection) as one:
        assert asked(desk, version).status_code == 204
    for number in range(8):
        paid(desk, desk.book(name=f"Khách {number}", adults=1))
    later = desk.slot(HOUR * 1.5, capacity=3)
    desk.book(later, adults=3)
    wait(later, now=timezone.now())
    version = version_of(desk.get("day", day=local_day(desk.soon)))
    with CaptureQueriesContext(connection) as many:
        assert asked(desk, version).status_code == 204
    # Session, person, their desks; times, parties.
    assert len(one) == len(many) == 5
