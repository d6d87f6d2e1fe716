"""A host writes to all parties of one time, once, and again to whom it did not reach."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.cancel_slot import cancel_slot
from bookings.domain.booking.write_parties import (
    MOST_MESSAGES,
    NobodyThere,
    TimeOver,
    TooManyMessages,
    write_again,
    write_parties,
)
from bookings.domain.seats.on_sale import TimeCancelled
from bookings.enums import BookingStatus, CancelledBy, MessageKind, SlotCancelReason, SlotMessageText
from bookings.links import booking_url
from bookings.mail.render import compose, render
from bookings.models import Booking, SlotMessage
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_booking, make_contact, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
RAINCOAT, OTHER = SlotMessageText.RAINCOAT, SlotMessageText.OTHER


@shared
def slot(now):
    return make_slot(now=now, capacity=12)


def write(slot, now, usual=RAINCOAT, words="", key=None) -> SlotMessage:
    return write_parties(
        key=key or uuids.uuid4(), slot_id=slot.pk, usual=usual, words=words, by=make_user(full_name="Chị Gốm"), now=now
    )


def mails(booking=None):
    found = OutboxMessage.objects.filter(kind=MessageKind.FROM_HOST).order_by("pk")
    return found.filter(booking=booking) if booking else found


def faults(now) -> list:
    return [found for found in audit(now=now) if not found.open_decision]


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Trời có thể mưa, bạn nhớ mang áo mưa nhé."), ("en", "It may rain: please bring a raincoat.")],
)
def test_each_reads_it_in_their_language_with_the_host_s_own_words(slot, now, language, said):
    booking = make_booking(slot, language=language, now=now)
    write(slot, now, words="Đường đê trơn")
    mail = compose(mails().get())
    assert mail.to == [booking.contact_email]
    for text in (mail.body, mail.alternatives[0][0]):
        assert f"“{said} Đường đê trơn”" in text
        assert booking_url(booking) in text
    assert len(mail.attachments) == 0


def test_own_words_stand_alone(slot, now):
    make_booking(slot, now=now)
    write(slot, now, usual=OTHER, words="Cổng sau mở từ 8 giờ")
    assert "“Cổng sau mở từ 8 giờ”" in compose(mails().get()).body


def test_only_who_comes_is_written_to_and_who_left_no_address_stands_in_the_log(slot, now):
    comes, silent = make_booking(slot, now=now), make_booking(slot, contact=make_contact(email=""), now=now)
    make_booking(slot, BookingStatus.CANCELLED, now=now)
    make_booking(slot, BookingStatus.PENDING, now=now)
    make_booking(make_slot(slot.experience, now=now, hour=14), now=now)
    message = write(slot, now)
    assert [party.booking for party in message.parties.all()] == [comes, silent]
    assert [mail.subject for mail in mails()] == [comes]
    assert (message.by_name, message.written_at) == ("Chị Gốm", now)


def test_the_same_form_twice_writes_once(slot, now):
    make_booking(slot, now=now)
    key = uuids.uuid4()
    assert write(slot, now, key=key) == write(slot, now + MINUTE, key=key)
    assert mails().count() == 1


def test_several_messages_are_several_mails_and_the_audit_stays_clean(slot, now):
    booking = make_booking(slot, now=now)
    for usual in (RAINCOAT, SlotMessageText.PARKING):
        write(slot, now, usual=usual)
    assert [mail.sequence for mail in mails(booking)] == [1, 2]
    assert ["áo mưa" in compose(mail).body for mail in mails(booking)] == [True, False]
    assert faults(now) == []


def test_what_was_refused_is_tried_at_once_and_what_is_on_its_way_left_alone(slot, now):
    refused, sent = make_booking(slot, now=now), make_booking(slot, now=now)
    write(slot, now)
    hour = dt.timedelta(hours=1)
    mails(refused).update(state=MessageState.FAILED, error="SMTPException: no", due_at=now + hour)
    mails(sent).update(state=MessageState.SENT, sent_at=now)
    assert [write_again(slot_id=slot.pk, now=now + MINUTE) for _ in range(2)] == [1, 0]
    mail = mails(refused).get()
    assert (mail.state, mail.due_at, mail.error) == (MessageState.PENDING, now + MINUTE, "")
    assert mails().count() == 2


def test_who_has_an_address_since_gets_it_then(slot, now):
    silent = make_booking(slot, contact=make_contact(email=""), now=now)
    write(slot, now)
    Booking.objects.filter(pk=silent.pk).update(contact_email="ha@example.com")
    assert [write_again(slot_id=slot.pk, now=now) for _ in range(2)] == [1, 0]
    assert mails().get().to == "ha@example.com"


def test_it_is_not_told_once_the_visit_is_off(slot, now):
    booking = make_booking(slot, now=now)
    write(slot, now)
    cancel(booking=booking, by=CancelledBy.HOST, now=now)
    with pytest.raises(Overtaken):
        render(mails().get())


def test_refusals(slot, now):
    with pytest.raises(NobodyThere):
        write(slot, now)
    make_booking(slot, now=now)
    for _ in range(MOST_MESSAGES):
        write(slot, now)
    with pytest.raises(TooManyMessages):
        write(slot, now)
    with pytest.raises(TimeOver):
        write(slot, slot.ends_at)
    cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=None, now=now)
    with pytest.raises(TimeCancelled):
        write(slot, now)
    with pytest.raises(TimeCancelled):
        write_again(slot_id=slot.pk, now=now)
