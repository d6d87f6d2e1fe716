"""A mistyped address is mended, and whoever got the first mail by it is out."""

import datetime as dt

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.contact import NoAddress, NotComing, SentOften, mend_contact, send_again
from bookings.enums import BookingStatus, MessageKind
from bookings.links import booking_token, public_id
from bookings.mail.render import render
from bookings.models import Booking
from outbox.enums import MessageState
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import Overtaken, send_due
from tests.factories import cancel_for_good, make_booking, make_contact, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PHONE = "+84987654321"


@shared
def booking(now):
    return make_booking(make_slot(now=now), now=now, contact=make_contact(email="ha@exmaple.com", phone=PHONE))


def to_guest(booking: Booking) -> list[tuple[str, str, str]]:
    return list(booking.messages.filter(audience="guest").order_by("pk").values_list("kind", "to", "state"))


def test_another_address_gets_the_ticket_and_the_first_link_opens_nothing(booking, now):
    send_due(now=now, deliver=lambda message: None)
    before, name = booking_token(booking), public_id(booking)
    mended = mend_contact(booking=booking, phone=PHONE, email="ha@example.com", now=now)
    assert to_guest(mended) == [
        ("confirmed", "ha@exmaple.com", MessageState.SENT),
        ("ticket", "ha@example.com", MessageState.PENDING),
    ]
    assert booking_token(mended) != before
    assert not Booking.objects.filter(uuid=booking.uuid).exists()
    # The same entry in calendars and mail boxes.
    assert public_id(mended) == name
    assert list(audit(now=now, only=["message-owed", "message-once", "one-per-key"])) == []


def test_what_is_not_sent_yet_goes_to_the_new_address_alone(booking, now):
    mended = mend_contact(booking=booking, phone=PHONE, email="ha@example.com", now=now)
    assert to_guest(mended) == [("confirmed", "ha@example.com", MessageState.PENDING)]


def test_a_mail_that_was_under_way_does_not_carry_the_new_link_to_the_old_address(booking, now, mailoutbox):
    """The server refused it after the address was mended, or it was being written just then."""
    message = booking.messages.get(audience="guest")

    def refuse(_message: OutboxMessage) -> None:
        mend_contact(booking=booking, phone=PHONE, email="ha@example.com", now=now)
        raise OSError

    send_due(now=now, deliver=refuse, limit=1)
    send_due(now=now + dt.timedelta(hours=1), deliver=deliver)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(["ha@example.com", booking.slot.experience.host.email])
    # As a worker that had read the row before has it.
    assert message.to == "ha@exmaple.com"
    assert render(message).to == ["ha@example.com"]


def test_a_mail_that_was_under_way_to_an_address_that_was_taken_back_is_not_sent(booking, now):
    message = booking.messages.get(audience="guest")
    mend_contact(booking=booking, phone=PHONE, email="", now=now)
    with pytest.raises(Overtaken):
        render(message)


def test_the_first_link_of_a_waiting_list_does_not_lead_on_to_the_booking(now):
    slot = make_slot(capacity=2, now=now)
    leaving = make_booking(slot, now=now)
    entry = wait(slot, now=now, email="ha@exmaple.com")
    cancel_for_good(leaving, now=now)
    entry.refresh_from_db()
    before = entry.uuid
    booked = confirm(booking=entry.booking, contact=make_contact(email="ha@exmaple.com"), consent=True, now=now)
    mend_contact(booking=booked, phone=PHONE, email="ha@example.com", now=now)
    entry.refresh_from_db()
    assert (entry.uuid != before, entry.contact_email) == (True, "ha@example.com")


def test_another_number_keeps_the_link_and_sends_nothing(booking, now):
    mended = mend_contact(booking=booking, phone="+84912000111", email=booking.contact_email, now=now)
    assert (str(mended.contact_phone), mended.uuid) == ("+84912000111", booking.uuid)
    assert len(to_guest(mended)) == 1


def test_a_second_call_and_the_same_again_change_nothing(booking, now):
    first = mend_contact(booking=booking, phone=PHONE, email="ha@example.com", now=now)
    again = mend_contact(booking=first, phone=PHONE, email="ha@example.com", now=now)
    assert again.uuid == first.uuid
    assert OutboxMessage.objects.filter(kind=MessageKind.TICKET).count() == 0


def test_the_ticket_is_sent_again_once_for_each_time_and_not_for_ever(booking, now):
    for _ in range(3):
        send_again(booking=booking, now=now)
    assert OutboxMessage.objects.filter(kind=MessageKind.TICKET).count() == 1
    for _ in range(4):
        send_due(now=now, deliver=lambda message: None)
        send_again(booking=booking, now=now)
    send_due(now=now, deliver=lambda message: None)
    with pytest.raises(SentOften):
        send_again(booking=booking, now=now)
    assert list(audit(now=now, only=["message-once"])) == []


def test_without_an_address_nothing_can_be_sent_until_there_is_one(now):
    booking = make_booking(make_slot(now=now), now=now, contact=make_contact(email=""))
    with pytest.raises(NoAddress):
        send_again(booking=booking, now=now)
    mended = mend_contact(booking=booking, phone=PHONE, email="ha@example.com", now=now)
    assert to_guest(mended) == [("ticket", "ha@example.com", MessageState.PENDING)]


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.ON_HOLD])
def test_only_who_is_to_come_is_reached(now, status):
    booking = make_booking(make_slot(now=now), status, now=now)
    for act in (lambda: send_again(booking=booking, now=now), lambda: mend(booking, now)):
        with pytest.raises(NotComing):
            act()


def mend(booking: Booking, now) -> Booking:
    return mend_contact(booking=booking, phone=PHONE, email="ha@example.com", now=now)
