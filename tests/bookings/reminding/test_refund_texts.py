"""Whoever left a phone alone hears by text that money comes back: once, by day, and while they have yet to answer."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.reminding.refund_texts import text_due
from bookings.enums import GuestWay, MessageKind
from bookings.links import booking_url
from bookings.mail import refund_texts
from bookings.mail.refund_texts import text_of_refund
from bookings.models.booking import UNDO_WINDOW
from bookings.phone_texts import refund_text
from bookings.tasks import nag_refunds
from outbox.models import OutboxMessage
from outbox.sending import Later, Overtaken
from tests.factories import local_time, make_contact, make_experience, make_host, make_slot
from tests.factories.refunds import bounce, give_details, make_owed, send_back

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = local_time(dt.date(2026, 12, 1), 12, 0)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TEXT_FOLDER = tmp_path


@pytest.fixture
def slot():
    return make_slot(make_experience(make_host()), starts_at=NOON + 40 * DAY, closes_at=NOON + 40 * DAY)


def owed(slot, *, email="", phone="+84987000111"):
    return make_owed(slot, now=NOON, adults=2, contact=make_contact(email=email, phone=phone))


def texts():
    return OutboxMessage.objects.filter(kind=MessageKind.REFUND_ACCOUNT)


def test_it_is_owed_once_and_not_while_the_cancelling_can_be_taken_back(slot):
    booking = owed(slot)
    assert text_due(now=NOON + UNDO_WINDOW - HOUR / 60) == 0
    assert [text_due(now=NOON + HOUR * hours) for hours in (1, 2)] == [1, 0]
    [message] = texts().filter(booking=booking)
    assert message.audience == GuestWay.PHONE


def test_nobody_is_woken_and_whoever_has_an_address_had_a_mail(slot):
    owed(slot)
    owed(slot, email="ha@example.com")
    assert [text_due(now=NOON + HOUR * hours) for hours in (10, 22)] == [0, 1]
    assert texts().count() == 1


def test_whoever_said_it_is_left_alone_until_a_refund_came_back(slot):
    booking = owed(slot)
    give_details(booking, now=NOON)
    assert text_due(now=NOON + HOUR) == 0
    entry = send_back(booking, now=NOON + HOUR)
    assert text_due(now=NOON + 2 * HOUR) == 0
    bounce(entry, now=NOON + 2 * HOUR)
    assert [text_due(now=NOON + hours * HOUR) for hours in (3, 4)] == [1, 0]
    give_details(booking, now=NOON + 4 * HOUR)
    assert text_due(now=NOON + 5 * HOUR) == 0


def test_the_text_leads_to_the_page_of_the_account_and_is_one(slot, monkeypatch):
    booking = owed(slot)
    slot.experience.host.name = "Hợp tác xã có một cái tên rất dài ở bên bờ sông, gần bến đò và cây đa đầu làng"
    slot.experience.host.save()
    booking.slot = slot
    for booking.language, amount in (("vi", "700.000 VND"), ("en", "700,000 VND")):
        text, _told = refund_text(booking, 700_000)
        assert booking_url(booking, view="refund_account") in text
        assert amount in text
        assert text.isascii()
        assert slot.experience.host.name not in text
    text_due(now=NOON + HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOON + HOUR)
    assert text_of_refund(texts().get()).text.to == "+84987000111"
    monkeypatch.setattr(refund_texts, "is_waking", lambda _now: False)
    with pytest.raises(Later):
        text_of_refund(texts().get())
    give_details(booking, now=NOON + HOUR)
    with pytest.raises(Overtaken):
        text_of_refund(texts().get())


def test_without_a_provider_nothing_is_owed(slot, settings):
    settings.TEXT_FOLDER = settings.TEXT_URL = ""
    owed(slot)
    assert text_due(now=NOON + HOUR) == 0


def test_beat_asks_for_it(slot, monkeypatch):
    owed(slot)
    monkeypatch.setattr("bookings.tasks.timezone.now", lambda: NOON + HOUR)
    assert nag_refunds() == 1
