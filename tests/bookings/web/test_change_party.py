"""A guest changes who comes on their own page, having read what it costs."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from bookings.domain.money.ledger import take_payment
from bookings.enums import PaidBy
from bookings.models import Booking, Slot
from tests.factories import make_booking, make_experience, make_slot, make_user
from tests.pages.guest import url
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LANGUAGES = ["vi", "en"]


@shared
def booking():
    experience = make_experience(free_cancel_hours=24)
    return make_booking(make_slot(experience, timezone.now() + 4 * DAY, 6), adults=2)


def adult(booking: Booking) -> str:
    return f"u{booking.units.get(type='ADULT').unit_id}"


def fields(page) -> dict[str, str]:
    found = fields_of(page, page.select_one("form[data-party-form]"))
    return {name: value for name, value in found.items() if name not in ("step", "csrfmiddlewaretoken")}


def shown(page) -> list[str]:
    """The lines of the sum that are not hidden."""
    return [plain(row) for row in page.select("[data-change] > div:not([hidden])")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_ticket_by_a_step_to_the_difference_and_back(client, booking, language):
    here = url("party", booking, language)
    ticket = soup(client.get(url("booking", booking, language)))
    assert here in [link["href"] for link in ticket.select("main a[href]")]
    page = soup(client.get(here))
    stepped = soup(client.post(here, fields(page) | {"step": f"{adult(booking)}:1"}))
    assert len(shown(stepped)) == 3
    assert ("350.000" if language == "vi" else "350,000") in shown(stepped)[1]
    assert Booking.objects.get().seats == 2
    answer = client.post(here, fields(stepped), follow=True)
    assert answer.redirect_chain[-1][0] == url("booking", booking, language)
    changed = Booking.objects.get()
    assert (changed.seats, changed.acts.get().by) == (3, "guest")
    again = client.post(here, fields(stepped), follow=True)
    assert again.redirect_chain[-1][0] == url("booking", booking, language)
    assert Booking.objects.get().sequence == changed.sequence


def test_a_number_that_was_typed_is_asked_back_with_its_sum_before_it_counts(client, booking):
    here = url("party", booking)
    typed = fields(soup(client.get(here))) | {adult(booking): "1"}
    asked = soup(client.post(here, typed))
    assert asked.select(".notice--warning")
    assert Booking.objects.get().seats == 2
    client.post(here, fields(asked))
    assert Booking.objects.get().seats == 1


def test_two_tabs_are_shown_both_numbers(client, booking):
    here = url("party", booking)
    opened = fields(soup(client.get(here)))
    client.post(here, fields(soup(client.post(here, opened | {adult(booking): "3"}))))
    answer = client.post(here, opened | {adult(booking): "1"})
    assert answer.status_code == 422
    said = plain(soup(answer).select_one("#form-errors"))
    assert "“3”" in said
    assert fields(soup(answer))[adult(booking)] == "1"
    assert Booking.objects.get().seats == 3


def test_no_room_is_said_with_the_host_s_number_and_loses_nothing(client, booking):
    make_booking(booking.slot, adults=3)
    here = url("party", booking)
    asked = soup(client.post(here, fields(soup(client.get(here))) | {adult(booking): "4"}))
    answer = client.post(here, fields(asked))
    assert answer.status_code == 422
    page = soup(answer)
    assert booking.slot.experience.host.phone.as_national in plain(page.select_one("#form-errors"))
    assert fields(page)[adult(booking)] == "4"


@pytest.mark.parametrize("typed", ["", "abc", "-1", "9" * 30, "١"])
def test_what_is_no_number_is_no_error_of_ours(client, booking, typed):
    here = url("party", booking)
    answer = client.post(here, fields(soup(client.get(here))) | {adult(booking): typed, "total": typed})
    assert answer.status_code in (200, 422)
    assert Booking.objects.get().seats == 2


def test_after_the_free_time_it_says_that_fewer_are_the_host_s_to_decide(client, booking):
    start = timezone.now() + DAY / 2
    Slot.objects.filter(pk=booking.slot_id).update(starts_at=start, closes_at=start - DAY / 12, ends_at=start + DAY / 8)
    page = soup(client.get(url("party", booking)))
    assert page.select_one("main a[href^='tel:']")
    sent = fields(page) | {adult(booking): "1"}
    answer = client.post(url("party", booking), fields(soup(client.post(url("party", booking), sent))))
    assert (answer.status_code, Booking.objects.get().seats) == (422, 2)


def test_once_it_is_closed_the_ticket_offers_it_no_more(client, booking):
    now = timezone.now()
    Slot.objects.filter(pk=booking.slot_id).update(starts_at=now + DAY / 24, closes_at=now, ends_at=now + DAY)
    assert client.get(url("party", booking)).status_code == 302
    assert url("party", booking) not in client.get(url("booking", booking)).text


def test_what_was_paid_stands_beside_the_sum_and_what_is_too_much_comes_back(client, booking):
    take_payment(
        key=uuid.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=timezone.now(),
    )
    here = url("party", booking)
    page = soup(client.get(here))
    assert "700.000" in shown(page)[1]
    asked = soup(client.post(here, fields(page) | {adult(booking): "1"}))
    ticket = plain(soup(client.post(here, fields(asked), follow=True)).main)
    assert "Chủ nhà sẽ trả lại bạn 350.000" in ticket.replace("\xa0", " ")
