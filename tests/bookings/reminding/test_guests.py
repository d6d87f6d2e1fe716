"""Guests are reminded on the day before: once, by one way, in waking hours, not of what they were just told."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.contact import mend_contact
from bookings.domain.booking.move import move
from bookings.domain.muting import mute
from bookings.domain.personal.erasing import erase
from bookings.domain.reminding import guests
from bookings.domain.reminding.guests import remind_due
from bookings.enums import Audience, CancelledBy, GuestWay, MessageKind, MutedTopic
from bookings.links import booking_url
from bookings.mail import reminders
from bookings.mail.render import render
from bookings.models import Booking, MutedLetters, Slot
from outbox.enums import MessageState
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import Later, Overtaken, send_due
from tests.factories import local_time, make_booking, make_contact, make_experience, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
VISIT = dt.date(2026, 12, 12)
BEFORE = VISIT - DAY
# Booked long before; the reminder is due from nine o'clock of the day before.
BOOKED = local_time(VISIT - 5 * DAY, 10, 0)
NINE = local_time(BEFORE, 9, 0)


@shared
def booking():
    return booked()


def booked(*, hour: int = 8, experience=None, now: dt.datetime = BOOKED, language: str = "vi", **contact) -> Booking:
    slot = make_slot(experience, local_time(VISIT, hour, 30))
    return make_booking(slot, now=now, language=language, contact=make_contact(**contact))


def reminded(booking: Booking | None = None):
    found = OutboxMessage.objects.filter(kind=MessageKind.REMINDER)
    return found.filter(booking=booking) if booking else found


@pytest.fixture
def texts(settings, tmp_path):
    """A folder that takes texts to phones."""
    settings.TEXT_FOLDER = tmp_path
    return lambda: [file.read_text(encoding="utf-8") for file in sorted(tmp_path.glob("*.json"))]


@pytest.fixture
def soon(monkeypatch):
    """What goes out is looked at by the real clock, which may stand at night."""
    monkeypatch.setattr(guests, "FROM_HOUR", 0)
    monkeypatch.setattr(guests, "UNTIL_HOUR", 24)


def test_everybody_who_comes_tomorrow_is_reminded_once_in_waking_hours(booking):
    moments = [NINE - dt.timedelta(minutes=1), NINE, NINE + HOUR, NINE + 10 * HOUR]
    assert [remind_due(now=moment) for moment in moments] == [0, 1, 0, 0]
    [letter] = reminded(booking)
    assert (letter.audience, letter.to, letter.language) == (Audience.GUEST, booking.contact_email, "vi")


@pytest.mark.parametrize("moment", [NINE - DAY, NINE + 11 * HOUR, NINE + DAY])
def test_nobody_is_reminded_too_early_at_night_or_on_the_day_itself(booking, moment):
    assert remind_due(now=moment) == 0


def test_a_worker_that_was_down_reminds_later_on_the_same_day(booking):
    assert remind_due(now=local_time(BEFORE, 19, 59)) == 1


def test_who_books_after_the_hour_has_it_all_in_the_confirmation():
    slot = make_slot(None, local_time(VISIT, 14, 0))
    make_booking(slot, now=NINE + dt.timedelta(minutes=5))
    assert remind_due(now=NINE + HOUR) == 0


@pytest.mark.parametrize("what", ["cancelled", "on_hold", "pending", "no_show", "nowhere"])
def test_who_does_not_come_or_cannot_be_reached_is_not_reminded(booking, what):
    rows = Booking.objects.filter(pk=booking.pk)
    if what == "cancelled":
        cancel(booking=booking, by=CancelledBy.GUEST, now=BOOKED)
    elif what == "on_hold":
        rows.update(status="ON_HOLD", confirmed_at=None)
    elif what == "pending":
        rows.update(status="PENDING", awaits="proof", confirmed_at=None)
    elif what == "no_show":
        rows.update(no_show_at=BOOKED)
    else:
        rows.update(contact_email="", contact_phone="")
    assert remind_due(now=NINE) == 0


def test_a_party_that_was_moved_is_reminded_of_its_new_time():
    booking = booked(hour=8)
    remind_due(now=NINE)
    later = make_slot(booking.slot.experience, local_time(VISIT + 2 * DAY, 8, 30))
    move(booking=booking, slot_id=later.pk, now=NINE + HOUR)
    assert [remind_due(now=NINE + n * HOUR) for n in (2, 24, 48, 49)] == [0, 0, 1, 0]
    assert reminded(booking).count() == 2


def test_who_was_moved_to_tomorrow_today_has_it_all_in_the_mail_about_that():
    slot = make_slot(None, local_time(VISIT + 3 * DAY, 8, 30))
    booking = make_booking(slot, now=BOOKED)
    tomorrow = make_slot(slot.experience, local_time(VISIT, 8, 30))
    move(booking=booking, slot_id=tomorrow.pk, now=NINE + HOUR)
    assert remind_due(now=NINE + 2 * HOUR) == 0


def test_who_was_moved_in_the_early_morning_is_reminded_at_nine():
    slot = make_slot(None, local_time(VISIT + 3 * DAY, 8, 30))
    booking = make_booking(slot, now=BOOKED)
    move(booking=booking, slot_id=make_slot(slot.experience, local_time(VISIT, 8, 30)).pk, now=NINE - 2 * HOUR)
    assert remind_due(now=NINE) == 1


def test_what_waits_is_not_sent_after_a_cancelling_and_not_owed_again(booking):
    remind_due(now=NINE)
    cancel(booking=booking, by=CancelledBy.GUEST, now=NINE + HOUR)
    with pytest.raises(Overtaken):
        render(reminded(booking).get())
    restore(booking=booking, by=CancelledBy.GUEST, now=NINE + HOUR)
    assert remind_due(now=NINE + 2 * HOUR) == 0


def test_who_muted_reminders_gets_none_and_confirmations_all_the_same(booking):
    mute(address=booking.contact_email.upper(), topic=MutedTopic.REMINDER, now=BOOKED)
    assert remind_due(now=NINE) == 0
    render(OutboxMessage.objects.get(booking=booking, kind=MessageKind.CONFIRMED, audience=Audience.GUEST))


def test_what_waits_is_not_sent_once_it_was_muted(booking):
    remind_due(now=NINE)
    render(reminded(booking).get())
    mute(address=booking.contact_email, topic=MutedTopic.REMINDER, now=NINE)
    with pytest.raises(Overtaken):
        render(reminded(booking).get())


def test_without_an_address_it_is_texted_once_in_one_text_and_an_address_given_later_brings_no_second(texts, soon):
    now = timezone.now()
    slot = make_slot(None, now + DAY)
    booking = make_booking(slot, now=now - 3 * DAY, contact=make_contact(email="", phone="+84987000111"))
    assert remind_due(now=now) == 1
    [message] = reminded(booking)
    assert (message.audience, message.to) == (GuestWay.PHONE, "")
    mend_contact(booking=booking, phone="+84987000111", email="moi@example.com", now=now)
    assert remind_due(now=now) == 0
    send_due(now=now, deliver=deliver)
    send_due(now=now + HOUR, deliver=deliver)
    [text] = [text for text in texts() if '"reminder"' in text]
    booking.refresh_from_db()
    assert booking_url(booking) in text
    assert slot.experience.host.phone.as_national.replace(" ", "") in text


def test_a_text_waits_for_waking_hours_and_is_not_sent_once_the_visit_began(texts, monkeypatch):
    now = timezone.now()
    booking = make_booking(make_slot(None, now + DAY), now=now - 3 * DAY, contact=make_contact(email=""))
    monkeypatch.setattr(guests, "is_waking", lambda _now: True)
    remind_due(now=now)
    message = reminded(booking).get()
    monkeypatch.setattr(reminders, "is_waking", lambda _now: False)
    with pytest.raises(Later):
        deliver(message)
    monkeypatch.setattr(reminders, "is_waking", lambda _now: True)
    Slot.objects.filter(pk=booking.slot_id).update(closes_at=now - HOUR, starts_at=now - HOUR)
    with pytest.raises(Overtaken):
        deliver(message)
    assert texts() == []


def test_without_a_provider_nothing_is_owed_to_a_number(settings):
    settings.TEXT_FOLDER = settings.TEXT_URL = ""
    booked(email="")
    assert remind_due(now=NINE) == 0


def test_a_text_that_is_refused_for_good_is_given_up(texts, soon, monkeypatch):
    now = timezone.now()
    booking = make_booking(make_slot(None, now + DAY), now=now - 3 * DAY, contact=make_contact(email=""))
    remind_due(now=now)

    def refuse(_text):
        raise reminders.Rejected("no such number")

    monkeypatch.setattr(reminders, "send", refuse)
    send_due(now=now, deliver=deliver)
    assert reminded(booking).get().state == MessageState.OVERTAKEN


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_says_what_a_guest_needs_on_the_way(language, soon):
    now = timezone.now()
    contact = make_contact(dietary=("nuts",), spoken_language="en")
    slot = make_slot(make_experience(languages=["vi", "en"]), now + DAY)
    booking = make_booking(slot, now=now - 3 * DAY, language=language, contact=contact)
    remind_due(now=now)
    letter = render(reminded(booking).get())
    host = booking.slot.experience.host
    told = {
        "vi": "Bạn đã báo: dị ứng các loại hạt, buổi nói tiếng Anh",
        "en": "You told us: allergic to nuts, a visit in English",
    }
    rain = {"vi": "Mưa hay bão?", "en": "Rain or a storm?"}
    for text in (letter.body, letter.alternatives[0].content):
        for words in (booking_url(booking), host.phone.as_national, host.address, told[language], rain[language]):
            assert words in text
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http")
    assert not letter.attachments


def test_one_that_could_not_be_sent_is_not_sent_after_the_visit_began(booking, monkeypatch):
    remind_due(now=NINE)
    monkeypatch.setattr(timezone, "now", lambda: booking.slot.starts_at)
    with pytest.raises(Overtaken):
        render(reminded(booking).get())


def test_forgetting_the_guest_forgets_what_they_muted(booking):
    other = booked(hour=10, email=booking.contact_email)
    mute(address=booking.contact_email, topic=MutedTopic.REVIEW, now=BOOKED)
    erase(booking=booking, now=NINE + 5 * DAY)
    assert MutedLetters.objects.exists()
    erase(booking=other, now=NINE + 5 * DAY)
    assert not MutedLetters.objects.exists()
