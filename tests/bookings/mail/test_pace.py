"""Nobody can make mails flow to an address: what is asked for again and again waits, and only its last word is told."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import MOST_VERSIONS, cancel, restore
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.contact import SentOften, send_again
from bookings.domain.booking.move import move
from bookings.domain.booking.rationing import MOST_PROOFS
from bookings.domain.waiting.entries import leave
from bookings.enums import Audience, BookingStatus, CancelledBy, MessageKind
from bookings.mail.pace import ALL, MOST_OF_ONE, MOST_TO_ONE, ONE
from bookings.models import Booking
from outbox.enums import MessageState
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import ask, make_booking, make_contact, make_experience, make_slot
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
EMAIL = "thu.ha@example.com"
GUEST = CancelledBy.GUEST


@pytest.fixture(autouse=True)
def no_ration(settings):
    settings.UNPROVED_SEATS_PER_CONTACT = settings.UNPROVED_SEATS_PER_ADDRESS = 999


@pytest.fixture
def clock(monkeypatch):
    """The moment at which mails are written and sent; `clock.on` lets time pass."""

    class Clock:
        now = timezone.now()

        def on(self, span: dt.timedelta) -> None:
            self.now += span

    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


def drain(clock) -> None:
    send_due(now=clock.now, deliver=deliver, limit=999)


@shared
def experience():
    return make_experience()


def book(experience, clock, days: int, *, asked_from: str = "a", email: str = EMAIL) -> Booking:
    held = ask(make_slot(experience, days=days), adults=1, now=clock.now)
    return confirm(booking=held, contact=make_contact(email=email), consent=True, asked_from=asked_from, now=clock.now)


def to(mailoutbox, address: str) -> int:
    return sum(mail.to == [address] for mail in mailoutbox)


def flip(booking: Booking, clock, times: int) -> None:
    """Cancelled and taken back, and each mail sent before the next."""
    drain(clock)
    for _ in range(times):
        cancel(booking=booking, by=GUEST, now=clock.now)
        drain(clock)
        restore(booking=booking, by=GUEST, now=clock.now)
        drain(clock)


def last_word(booking: Booking, audience: str) -> str:
    sent = booking.messages.filter(audience=audience, state=MessageState.SENT)
    return sent.order_by("sent_at", "pk").last().kind


def test_one_who_thinks_better_of_it_twice_is_told_at_once(experience, clock, mailoutbox):
    booking = book(experience, clock, 9)
    flip(booking, clock, 2)
    assert to(mailoutbox, EMAIL) == 5


def test_what_is_taken_back_for_ever_is_told_in_its_last_word_to_both(experience, clock, mailoutbox):
    booking = book(experience, clock, 9)
    flip(booking, clock, 5)
    cancel(booking=booking, by=GUEST, now=clock.now)
    drain(clock)
    assert to(mailoutbox, EMAIL) == MOST_OF_ONE
    clock.on(ONE)
    drain(clock)
    assert to(mailoutbox, EMAIL) == MOST_OF_ONE + 1
    assert {last_word(booking, audience) for audience in Audience} == {MessageKind.CANCELLED}
    assert not OutboxMessage.objects.waiting().exists()


def test_many_bookings_that_are_taken_back_write_to_one_address_within_its_day(experience, clock, mailoutbox):
    bookings = [book(experience, clock, 9 + number) for number in range(8)]
    for booking in bookings:
        flip(booking, clock, MOST_VERSIONS // 2 - 1)
        cancel(booking=booking, by=GUEST, now=clock.now)
        clock.on(ONE)
    drain(clock)
    assert to(mailoutbox, EMAIL) == MOST_TO_ONE
    assert list(audit(now=clock.now, only=["message-overdue", "message-once", "message-owed"])) == []
    clock.on(ALL)
    drain(clock)
    assert to(mailoutbox, EMAIL) <= MOST_TO_ONE + len(bookings)
    assert {last_word(booking, Audience.GUEST) for booking in bookings} == {MessageKind.CANCELLED}
    assert not OutboxMessage.objects.waiting().exists()


def fill(experience, clock) -> None:
    """As much as the address may be sent."""
    for number in range(8):
        flip(book(experience, clock, 9 + number, email=EMAIL.upper()), clock, 1)
    assert OutboxMessage.objects.to_reader(EMAIL).filter(state=MessageState.SENT).count() == MOST_TO_ONE


def test_a_place_in_a_waiting_list_counts_and_waits_too(experience, clock, mailoutbox):
    fill(experience, clock)
    full = make_slot(experience, days=30, capacity=1)
    make_booking(full, adults=1)
    entry = wait(full, adults=1, now=clock.now, email=EMAIL, holder="a")
    drain(clock)
    assert entry.messages.get().state == MessageState.PENDING
    leave(entry=entry, now=clock.now)
    clock.on(ALL)
    drain(clock)
    assert entry.messages.get().state == MessageState.OVERTAKEN
    assert to(mailoutbox, EMAIL) == 0


def test_the_hosts_news_and_whom_somebody_knows_do_not_wait(experience, clock, mailoutbox):
    fill(experience, clock)
    mailoutbox.clear()
    first, second = Booking.objects.filter(status=BookingStatus.CONFIRMED).order_by("pk")[:2]
    move(booking=first, slot_id=make_slot(experience, days=40).pk, now=clock.now)
    cancel(booking=second, by=CancelledBy.HOST, now=clock.now)
    book(experience, clock, 41, asked_from="")
    drain(clock)
    assert to(mailoutbox, EMAIL.upper()) == 2
    assert to(mailoutbox, EMAIL) == 1
    # What still waits is another unproved one.
    waiting = book(experience, clock, 42)
    drain(clock)
    assert waiting.messages.get(audience=Audience.GUEST).state == MessageState.PENDING
    assert waiting.messages.get(audience=Audience.HOST).state == MessageState.SENT


def test_links_that_nobody_followed_are_counted_as_mails(experience, clock, settings):
    settings.UNPROVED_SEATS_PER_CONTACT = 0
    booking = book(experience, clock, 9)
    assert booking.status == BookingStatus.PENDING
    for _ in range(MOST_PROOFS - 1):
        drain(clock)
        send_again(booking=booking, now=clock.now)
    drain(clock)
    with pytest.raises(SentOften):
        send_again(booking=booking, now=clock.now)
    settings.UNPROVED_SEATS_PER_CONTACT = 1
    Booking.objects.filter(pk=booking.pk).update(hold_expires_at=clock.now)
    another = book(experience, clock, 10, email=EMAIL.upper())
    cancel(booking=another, by=GUEST, now=clock.now)
    assert OutboxMessage.objects.filter(kind=MessageKind.PROOF).count() == MOST_PROOFS
    assert list(audit(now=clock.now, only=["message-once"])) == []
