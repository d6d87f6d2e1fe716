"""A host writes to one party: in its language, kept in the log of its time, and again where no server took it."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.move import move
from bookings.domain.booking.write_parties import (
    MOST_MESSAGES,
    NotBooked,
    TimeOver,
    TooManyToOne,
    may_write_party,
    write_parties,
    write_party,
    write_party_again,
)
from bookings.domain.personal.erasing import erase
from bookings.domain.personal.taking import everything_about
from bookings.enums import BookingStatus, MessageKind, SlotMessageText
from bookings.mail.render import compose
from bookings.models import SlotMessage
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot(now):
    return make_slot(now=now, capacity=12)


def write(booking, now, *, usual=SlotMessageText.EARLY, words="", key=None) -> SlotMessage:
    return write_party(key=key or uuids.uuid4(), booking=booking, usual=usual, words=words, by=make_user(), now=now)


def mails(booking):
    return OutboxMessage.objects.filter(kind=MessageKind.FROM_HOST, booking=booking).order_by("pk")


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Bạn đến sớm mười phút nhé."), ("en", "Please come ten minutes early.")]
)
def test_it_goes_to_that_party_alone_in_its_language(slot, now, language, said):
    booking, other = make_booking(slot, language=language, now=now), make_booking(slot, now=now)
    message = write(booking, now, words="Đường đê trơn")
    assert (message.to_one, [party.booking for party in message.parties.all()]) == (True, [booking])
    assert f"{said} Đường đê trơn" in compose(mails(booking).get()).body
    assert not mails(other).exists()
    assert [found for found in audit(now=now) if not found.open_decision] == []


def test_the_same_key_writes_once(slot, now):
    booking, key = make_booking(slot, now=now), uuids.uuid4()
    assert write(booking, now, key=key) == write(booking, now, key=key)
    assert mails(booking).count() == 1


def test_to_one_and_to_all_are_counted_apart_and_numbered_together(slot, now):
    booking = make_booking(slot, now=now)
    for _ in range(MOST_MESSAGES):
        write(booking, now)
    with pytest.raises(TooManyToOne):
        write(booking, now)
    to_all = write_parties(
        key=uuids.uuid4(), slot_id=slot.pk, usual=SlotMessageText.RAINCOAT, words="", by=make_user(), now=now
    )
    assert to_all.parties.get().number == MOST_MESSAGES + 1


def test_only_to_who_is_booked_while_the_visit_lasts(slot, now):
    booking = make_booking(slot, now=now)
    pending = make_booking(slot, BookingStatus.PENDING, now=now)
    assert may_write_party(booking, now=slot.ends_at - dt.timedelta(seconds=1))
    assert not may_write_party(booking, now=slot.ends_at)
    with pytest.raises(NotBooked):
        write(pending, now)
    with pytest.raises(TimeOver):
        write(booking, slot.ends_at)


def test_what_was_refused_is_tried_again_for_that_party_alone(slot, now):
    booking, other = make_booking(slot, now=now), make_booking(slot, now=now)
    for party in (booking, other):
        write(party, now)
    OutboxMessage.objects.filter(kind=MessageKind.FROM_HOST).update(state=MessageState.FAILED, error="no")
    assert write_party_again(booking=booking, now=now) == 1
    assert mails(booking).get().state == MessageState.PENDING
    assert mails(other).get().state == MessageState.FAILED
    assert write_party_again(booking=booking, now=now) == 0


def test_what_was_said_of_another_time_is_not_sent_again(slot, now):
    booking = make_booking(slot, now=now)
    write(booking, now)
    mails(booking).update(state=MessageState.FAILED, error="no")
    later = make_slot(slot.experience, slot.starts_at + dt.timedelta(days=1), 12)
    moved = move(booking=booking, slot_id=later.pk, now=now)
    assert write_party_again(booking=moved, now=now) == 0


def test_it_is_taken_away_and_erased_with_the_guest_and_words_to_all_stay(slot, now):
    booking = make_booking(slot, now=now)
    write(booking, now, usual=SlotMessageText.OTHER, words="Chào Hà")
    to_all = {"usual": SlotMessageText.OTHER, "words": "Đường trơn", "by": make_user(), "now": now}
    write_parties(key=uuids.uuid4(), slot_id=slot.pk, **to_all)
    assert [row["text"] for row in everything_about(booking)["written_by_host"]] == ["Chào Hà", "Đường trơn"]
    erase(booking=booking, now=slot.ends_at)
    assert list(SlotMessage.objects.order_by("pk").values_list("words", flat=True)) == ["—", "Đường trơn"]
