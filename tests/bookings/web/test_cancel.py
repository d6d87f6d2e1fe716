"""Cancelling in time owes nothing; later, the page sends the guest to the host."""

import datetime as dt
import uuid as uuids

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.domain.money.ledger import take_payment
from bookings.enums import BookingStatus, CancelledBy, PaidBy
from bookings.models import Booking
from common.words.money import format_vnd
from outbox.kinds import deliver
from outbox.sending import send_due
from tests.factories import make_booking, make_experience, make_experience_page, make_slot, make_user
from tests.pages.guest import url
from tests.pages.reading import Reader, plain

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
FREE = "Your places are free for others again, and the host knows. You owe nothing."
LATE = (
    "Your places are free for others again, and the host knows. But the time for cancelling free of charge had passed."
)
CALL = "Please call your host about it:"
PASSED = "The time for cancelling free of charge has passed. You can still give your places back here."


def booked(*, late: bool, status: str = BookingStatus.CONFIRMED, **more) -> Booking:
    """A visit in a week that may be cancelled free of charge until two days, or two weeks, before."""
    experience = make_experience(free_cancel_hours=14 * 24 if late else 48)
    return make_booking(make_slot(experience), status, **more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_time_the_ticket_says_until_when_and_the_page_after_it_that_nothing_is_owed(client, language):
    booking = booked(late=False)
    reader = Reader(client)
    reader.open(url("booking", booking, language))
    with translation.override(language):
        free, late, passed = gettext(FREE), gettext(LATE), gettext(PASSED)
        until = gettext("Free of charge until %(when)s. After that, please call your host.").split("%(when)s")[0]
    assert until in reader.text
    assert passed not in reader.text
    reader.send("/huy/")
    assert free in reader.text
    assert late not in reader.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_late_both_pages_say_so_and_whom_to_call(client, language):
    booking = booked(late=True)
    host = booking.slot.experience.host
    reader = Reader(client)
    reader.open(url("booking", booking, language))
    with translation.override(language):
        free, late, passed, call = gettext(FREE), gettext(LATE), gettext(PASSED), gettext(CALL)
        until = gettext("Free of charge until %(when)s. After that, please call your host.").split("%(when)s")[0]
    assert until not in reader.text
    before_the_button = plain(reader.form("/huy/").find_previous_sibling("p"))
    assert before_the_button == f"{passed} {call} {host.name}, {host.phone.as_national}"
    reader.send("/huy/")
    assert f"{late} {call} {host.name}, {host.phone.as_national}" in reader.text
    assert free not in reader.text
    assert reader.page.select_one(f"main a[href='tel:{host.phone.as_e164}']")
    # Undone, nothing is left of it.
    reader.send("/lay-lai/")
    assert late not in reader.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("late", "costs"),
    [
        (False, "It costs nothing: the %(total)s to be paid at the village are no longer due."),
        (True, "Whether your host asks for a part of the %(total)s you settle with them."),
    ],
)
def test_the_ticket_asks_once_and_names_what_it_costs(client, late, costs, language):
    booking = booked(late=late)
    reader = Reader(client)
    reader.open(url("booking", booking, language))
    asked = reader.form("/huy/").find_parent("details")
    assert not asked.has_attr("open")
    with translation.override(language):
        said = gettext(costs) % {"total": format_vnd(booking.total_vnd)}
    assert said.replace("\xa0", " ") in plain(asked).replace("\xa0", " ")


def test_ticket_and_mail_list_what_was_included_when_it_was_booked(client, page_tree, mailoutbox):
    experience = make_experience()
    page = make_experience_page(page_tree, experience, included="Đất sét\nCơm trưa")
    booking = make_booking(make_slot(experience))
    page.included = "Trà sen"
    page.save()
    reader = Reader(client)
    reader.open(url("booking", booking))
    send_due(now=timezone.now(), deliver=deliver)
    (letter,) = (letter for letter in mailoutbox if letter.to == [booking.contact_email])
    for text in (reader.text, letter.body, letter.alternatives[0].content):
        assert "Cơm trưa" in text
        assert "Trà sen" not in text


@pytest.mark.parametrize(("seconds", "said"), [(0, FREE), (1, LATE)])
def test_the_last_moment_is_still_in_time(client, seconds, said):
    booking = booked(late=False, status=BookingStatus.CANCELLED)
    moment = booking.free_cancel_until() + dt.timedelta(seconds=seconds)
    Booking.objects.filter(pk=booking.pk).update(cancelled_at=moment)
    reader = Reader(client)
    reader.open(url("booking", booking))
    assert gettext(said) in reader.text


def test_a_host_who_cancels_late_is_owed_nothing(client):
    booking = booked(late=True, status=BookingStatus.CANCELLED, cancelled_by=CancelledBy.HOST)
    reader = Reader(client)
    reader.open(url("booking", booking))
    assert gettext("Your host had to cancel. We are sorry; you owe nothing.") in reader.text
    assert gettext(LATE) not in reader.text


def by_terms(*, paid: int, **more) -> Booking:
    """A visit in a week that was free to cancel until two weeks before; 40 % comes back until a day before."""
    experience = make_experience(free_cancel_hours=14 * 24, cancel_steps="24:40")
    booking = make_booking(make_slot(experience), adults=2, **more)
    if paid:
        take_payment(
            key=uuids.uuid4(),
            booking=booking,
            method=PaidBy.TRANSFER,
            amount_vnd=paid,
            due_vnd=booking.total_vnd,
            by=make_user(),
            now=timezone.now(),
        )
    return booking


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("paid", "asked", "after"),
    [
        (
            700_000,
            "By the terms of your booking %(kept)s of what you have paid are kept, and %(back)s come back to you.",
            "By the terms of your booking %(kept)s of what you paid are kept.",
        ),
        (
            100_000,
            "By the terms of your booking the %(kept)s that you have paid are kept.",
            "By the terms of your booking %(kept)s of what you paid are kept.",
        ),
        (
            0,
            "You have paid nothing ahead, so it costs you nothing. "
            "Your host has prepared for you all the same: a call is kind.",
            "You have paid nothing ahead, so you owe nothing.",
        ),
    ],
)
def test_by_terms_the_exact_sums_stand_before_the_button_on_the_page_after_it_and_in_the_mail(
    client, mailoutbox, paid, asked, after, language
):
    booking = by_terms(paid=paid, language=language)
    sums = {"kept": min(paid, 420_000), "back": paid - min(paid, 420_000)}
    with translation.override(language):
        words = {name: format_vnd(amount, language) for name, amount in sums.items()}
        asked, after = ((gettext(text) % words).replace("\xa0", " ") for text in (asked, after))
        late = gettext(PASSED)
    reader = Reader(client)
    reader.open(url("booking", booking, language))
    assert asked in reader.text.replace("\xa0", " ")
    reader.send("/huy/")
    assert after in reader.text.replace("\xa0", " ")
    assert late not in reader.text
    send_due(now=timezone.now() + dt.timedelta(hours=1), deliver=deliver)
    letter = next(letter for letter in reversed(mailoutbox) if letter.to == [booking.contact_email])
    for text in (letter.body, plain(BeautifulSoup(letter.alternatives[0].content, "html.parser"))):
        assert after in " ".join(text.replace("\xa0", " ").split())
