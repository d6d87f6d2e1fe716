"""A mistyped address of a party that waits is mended, and whoever got the first mail by it is out."""

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.waiting.contact import MOST_ADDRESSES, MendedOften, NotStanding, mend_entry
from bookings.domain.waiting.entries import MOST_LISTS, AlreadyWaiting, TooManyWaiting, leave
from bookings.enums import CancelledBy, MessageKind
from bookings.mail.render import render
from bookings.models import Booking, WaitingEntry
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.bookings.web.waiting_helpers import lapse
from tests.factories import cancel_for_good, make_booking, make_experience, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
PHONE, WRONG, RIGHT = "+84987654321", "ha@exmaple.com", "ha@example.com"


@pytest.fixture
def now():
    """Mails are written by the real clock."""
    return timezone.now()


@shared
def slot():
    slot = make_slot(capacity=2)
    make_booking(slot, adults=2)
    return slot


@pytest.fixture
def entry(slot, now):
    return wait(slot, now=now, email=WRONG, phone=PHONE, holder="a")


def mend(entry: WaitingEntry, now, **fields) -> WaitingEntry:
    return mend_entry(entry=entry, now=now, **{"phone": PHONE, "email": RIGHT} | fields)


def sent(now) -> None:
    send_due(now=now, deliver=lambda message: None)


def told(kind: MessageKind) -> list[tuple[str, str]]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk").values_list("to", "state"))


def test_another_address_gets_the_news_and_the_first_link_opens_nothing(entry, now):
    sent(now)
    mended = mend(entry, now)
    assert told(MessageKind.WAITING) == [(WRONG, MessageState.SENT), (RIGHT, MessageState.PENDING)]
    assert not WaitingEntry.objects.filter(uuid=entry.uuid).exists()
    assert (mended.contact_email, mended.pk) == (RIGHT, entry.pk)
    assert list(audit(now=now, only=["message-once", "one-per-key"])) == []
    sent(now)
    assert mend(mended, now).uuid == mended.uuid
    assert len(told(MessageKind.WAITING)) == 2


def test_an_offer_leads_only_the_new_address_on(entry, slot, now):
    cancel_for_good(slot.bookings.get(), now=now)
    sent(now)
    offer = Booking.objects.get(waiting_entry=entry)
    mend(entry, now)
    assert told(MessageKind.OFFERED) == [(WRONG, MessageState.SENT), (RIGHT, MessageState.PENDING)]
    assert not Booking.objects.filter(uuid=offer.uuid).exists()
    assert list(audit(now=now, only=["message-once", "offer-booked"])) == []


@pytest.mark.parametrize("kind", [MessageKind.WAITING, MessageKind.OFFERED])
def test_what_is_not_sent_yet_goes_to_the_new_address_alone(entry, slot, now, kind):
    if kind == MessageKind.OFFERED:
        cancel_for_good(slot.bookings.get(), now=now)
    under_way = OutboxMessage.objects.get(kind=kind)
    mend(entry, now)
    assert told(kind) == [(RIGHT, MessageState.PENDING)]
    # As a worker that had read the row before has it.
    assert under_way.to == WRONG
    assert render(under_way).to == [RIGHT]


def test_another_number_keeps_the_link_and_sends_nothing(entry, now):
    mended = mend(entry, now, phone="+84912000111", email=WRONG)
    assert (str(mended.contact_phone), mended.uuid) == ("+84912000111", entry.uuid)
    assert len(told(MessageKind.WAITING)) == 1


def test_a_place_that_was_given_up_or_an_offer_that_ran_out_has_nothing_to_mend(entry, slot, now):
    cancel_for_good(slot.bookings.get(), now=now)
    entry.refresh_from_db()
    lapse(entry)
    with pytest.raises(NotStanding):
        mend(entry, now)
    gone = wait(slot_of_one(), now=now)
    leave(entry=gone, now=now)
    with pytest.raises(NotStanding):
        mend(gone, now)


def slot_of_one():
    slot = make_slot(make_experience(), capacity=2, days=12)
    make_booking(slot, adults=2)
    return slot


@pytest.mark.parametrize("by", CancelledBy)
def test_a_mailbox_stands_in_a_list_once(entry, slot, now, by):
    wait(slot, now=now, email=RIGHT.upper())
    with pytest.raises(AlreadyWaiting):
        mend(entry, now, by=by)


def test_a_list_is_no_way_to_write_to_many_or_to_one_for_ever(entry, now):
    for number in range(MOST_ADDRESSES - 1):
        sent(now)
        entry = mend(entry, now, email=f"so{number}@example.com")
    sent(now)
    with pytest.raises(MendedOften):
        mend(entry, now)
    assert WaitingEntry.objects.get().contact_email == entry.contact_email


def test_an_address_that_waits_for_much_gets_no_more_but_by_the_hosts_word(entry, now):
    for _ in range(MOST_LISTS):
        wait(slot_of_one(), now=now, email=RIGHT)
    with pytest.raises(TooManyWaiting):
        mend(entry, now)
    assert mend(entry, now, by=CancelledBy.HOST).contact_email == RIGHT
