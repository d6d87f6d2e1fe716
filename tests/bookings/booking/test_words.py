"""A guest changes their name and note until booking closes, and the host of a visit that stands is written to."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.contact import TooLateForWords, may_mend_words, mend_contact
from bookings.enums import Act, BookingStatus, MessageKind
from bookings.mail.render import compose, render
from bookings.models import Booking
from outbox.sending import Later, Overtaken, send_due
from tests.factories import make_booking, make_slot
from tests.pages.guest import url
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def booking(now):
    return make_booking(make_slot(now=now), now=now)


def say(booking: Booking, now: dt.datetime, **words: str) -> Booking:
    return mend_contact(
        booking=booking, phone=str(booking.contact_phone), email=booking.contact_email, now=now, **words
    )


def to_host(booking: Booking):
    return list(booking.messages.filter(kind=MessageKind.WORDS_CHANGED).order_by("pk"))


def test_the_host_reads_the_new_words_and_the_guest_is_not_written_to(booking, now):
    said = say(booking, now, name="Đặng Thu", note="Cháu nhỏ dị ứng lạc")
    assert (said.contact_name, said.note, said.uuid) == ("Đặng Thu", "Cháu nhỏ dị ứng lạc", booking.uuid)
    (message,) = to_host(said)
    mail = compose(message)
    assert message.audience == "host"
    for body in (mail.body, mail.alternatives[0].content):
        assert "Cháu nhỏ dị ứng lạc" in body
        assert "Đặng Thu" in body
    act = said.acts.get()
    assert (act.act, act.before["name"], act.after["name"]) == (Act.CONTACT, booking.contact_name, "Đặng Thu")
    assert list(audit(now=now)) == []


def test_the_same_again_says_nothing_and_what_came_last_is_all_that_is_sent(booking, now):
    once = say(booking, now, note="một")
    say(once, now, note="một")
    assert len(to_host(once)) == 1
    first, last = to_host(say(once, now, note=""))
    with pytest.raises(Overtaken):
        render(first)
    assert "Giờ không còn ghi chú nào." in render(last).body


def test_who_writes_again_and_again_is_heard_once_an_hour_is_over():
    now = timezone.now()
    booking = make_booking(make_slot(now=now), now=now)
    for number in range(6):
        booking = say(booking, now, note=f"lần {number}")
        send_due(now=now, deliver=lambda message: None)
    with pytest.raises(Later):
        render(to_host(booking)[-1])


def test_after_booking_closes_the_host_is_to_be_called(booking, now):
    late = booking.slot.closes_at
    assert not may_mend_words(booking, now=late)
    with pytest.raises(TooLateForWords) as refused:
        say(booking, late, note="muộn")
    assert booking.slot.experience.host.phone.as_national in str(refused.value.message)
    # A number is still mended.
    mended = mend_contact(booking=booking, phone="+84912000111", email=booking.contact_email, name=None, now=late)
    assert str(mended.contact_phone) == "+84912000111"


def test_of_what_is_not_confirmed_the_host_is_not_told(now):
    pending = make_booking(make_slot(now=now), BookingStatus.PENDING, now=now)
    assert to_host(say(pending, now, note="x")) == []


def test_on_the_page_it_is_read_kept_and_asked_where_two_tabs_differ(client):
    booking = make_booking(make_slot())
    here = url("contact", booking)
    assert here in [link["href"] for link in soup(client.get(url("booking", booking))).select("main a[href]")]
    page = soup(client.get(here))
    opened = fields_of(page, page.select_one("form[data-typed]"))
    client.post(here, opened | {"note": "Đi xe lăn"})
    assert Booking.objects.get().note == "Đi xe lăn"
    assert "Đi xe lăn" in plain(soup(client.get(url("personal", booking))).main)
    client.post(here, opened | {"name": "Trần Long"})
    booked = Booking.objects.get()
    assert (booked.contact_name, booked.note) == ("Trần Long", "Đi xe lăn")
    refused = client.post(here, opened | {"note": "Đi nạng"})
    assert refused.status_code == 422
    assert "Đi xe lăn" in plain(soup(refused).select_one("#form-errors"))
