"""A message that later news has overtaken is not sent, however late the mail server takes it."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.move import move
from bookings.enums import Audience, BookingStatus, CancelledBy
from bookings.mail.ics import booking_calendar
from bookings.mail.render import compose
from bookings.models import Booking
from common.words.site import mail_domain
from outbox.enums import MessageState
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_booking, make_slot
from tests.pages.guest import url
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def booking():
    return make_booking(make_slot())


def sent(mailoutbox, booking: Booking) -> list[str]:
    """What the guest got, by kind, in order."""
    send_due(now=timezone.now() + 3 * HOUR, deliver=deliver)
    guests = booking.messages.filter(audience=Audience.GUEST)
    assert len(mailoutbox) == OutboxMessage.objects.filter(state=MessageState.SENT).count()
    return list(guests.filter(state=MessageState.SENT).order_by("pk").values_list("kind", flat=True))


def test_a_confirmation_that_waited_is_not_sent_after_the_visit_was_cancelled(booking, mailoutbox):
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    assert sent(mailoutbox, booking) == ["cancelled"]
    states = OutboxMessage.objects.filter(kind="confirmed").values_list("state", flat=True)
    assert set(states) == {MessageState.OVERTAKEN}
    assert not OutboxMessage.objects.due(timezone.now() + 99 * HOUR).exists()


def test_cancelled_and_taken_back_is_one_mail_that_the_visit_is_booked(booking, mailoutbox):
    now = timezone.now()
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    restore(booking=booking, by=CancelledBy.GUEST, now=now)
    assert sent(mailoutbox, booking) == ["confirmed"]
    (event,) = Calendar.from_ical(booking_file(mailoutbox, booking.contact_email)).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 3)


def booking_file(mailoutbox, address: str) -> bytes:
    (mail,) = (mail for mail in mailoutbox if mail.to == [address])
    (part,) = (part for part in mail.message().walk() if part.get_content_type() == "text/calendar")
    return part.get_payload(decode=True)


def test_moved_twice_is_one_mail_with_the_last_time(booking, mailoutbox):
    experience, now = booking.slot.experience, timezone.now()
    for hour in (10, 14):
        booking = move(booking=booking, slot_id=make_slot(experience, hour=hour).pk, now=now)
    assert sent(mailoutbox, booking) == ["confirmed", "moved"]
    guests = [mail for mail in mailoutbox if mail.to == [booking.contact_email]]
    # Both are told from the booking as it stands, so whichever comes last is true.
    assert [("14:30–" in mail.body, "10:30–" in mail.body) for mail in guests] == [(True, False)] * 2


def test_a_mail_that_was_under_way_is_not_sent_again_after_later_news(booking, mailoutbox):
    """The server refused it just when the guest cancelled."""

    def refuse(message):
        cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
        raise OSError

    send_due(now=timezone.now(), deliver=refuse, limit=1)
    assert sent(mailoutbox, booking) == ["cancelled"]


def test_each_side_answers_the_other(booking):
    mails = {message.audience: compose(message) for message in booking.messages.all()}
    assert mails[Audience.HOST].reply_to == [booking.contact_email]
    assert mails[Audience.GUEST].reply_to == [booking.slot.experience.host.email]


@pytest.mark.parametrize(("cancelled", "attendees"), [(False, 0), (True, 1)])
def test_a_file_names_who_organises_and_only_a_cancelled_one_who_attends(booking, settings, cancelled, attendees):
    settings.BASE_URL = "https://velang.example:8443"
    event = event_of(booking, cancelled=cancelled)
    host = booking.slot.experience.host
    assert (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]) == (f"mailto:{host.email}", host.name)
    assert ("ATTENDEE" in event) == bool(attendees)
    assert event["UID"].endswith("@velang.example")
    assert compose(booking.messages.first()).extra_headers["Message-ID"].endswith("@velang.example>")
    assert mail_domain() == "velang.example"


def event_of(booking: Booking, *, now=None, cancelled=False):
    file = booking_calendar(
        booking, now=now or timezone.now(), language="vi", link="https://x.example", cancelled=cancelled, sequence=1
    )
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("left", "trigger"), [(25, -24 * HOUR), (24, -3 * HOUR), (4, -3 * HOUR), (2, -HOUR), (1, None), (-1, None)]
)
def test_a_reminder_still_lies_ahead(booking, left, trigger):
    event = event_of(booking, now=booking.slot.starts_at - left * HOUR)
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == ([trigger] if trigger else [])


@pytest.mark.parametrize(("language", "zone"), [("vi", "giờ Việt Nam"), ("en", "Vietnam time")])
def test_pages_and_mails_say_whose_time_it_is(client, language, zone):
    booked = make_booking(make_slot(), language=language)
    held = make_booking(make_slot(), BookingStatus.ON_HOLD)
    mail = compose(booked.messages.get(audience=Audience.GUEST))
    assert zone in mail.body
    assert zone in mail.alternatives[0][0]
    for booking in (booked, held):
        assert zone in client.get(url("booking", booking, language)).content.decode()
