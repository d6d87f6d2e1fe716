"""What guests and hosts are written when one time is cancelled for everybody."""

import uuid

import pytest

from bookings.domain.booking.cancel_slot import cancel_slot, open_again
from bookings.domain.money.ledger import take_payment
from bookings.enums import Audience, BookingStatus, MessageKind, PaidBy, SlotCancelReason
from bookings.links import choose_url
from bookings.mail.render import compose, render
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_booking, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def slot(now):
    return make_slot(now=now, capacity=12)


def funeral(slot, now):
    cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.FUNERAL, by=None, now=now)


def message(booking, kind=MessageKind.CANCELLED, audience=Audience.GUEST) -> OutboxMessage:
    return booking.messages.filter(kind=kind, audience=audience).latest("pk")


def texts(mail) -> list[str]:
    """As text and as HTML."""
    return [str(mail.body), str(mail.alternatives[0][0])]


@pytest.mark.parametrize(("language", "reason"), [("vi", "Làng có đám tang"), ("en", "A funeral in the village")])
def test_a_guest_reads_why_and_where_to_choose_another_time(slot, now, language, reason):
    booking = make_booking(slot, language=language, now=now)
    funeral(slot, now)
    for text in texts(compose(message(booking))):
        assert reason in text
        assert choose_url(slot.experience, language) in text


def test_who_has_paid_reads_what_comes_back_and_who_has_not_does_not(slot, now):
    paid, owes = make_booking(slot, language="en", now=now), make_booking(slot, language="en", now=now)
    take_payment(
        key=uuid.uuid4(),
        booking=paid,
        method=PaidBy.CASH,
        amount_vnd=200_000,
        due_vnd=paid.total_vnd,
        by=make_user(),
        now=now,
    )
    funeral(slot, now)
    said = "Your host gives you ₫200,000 back."
    assert all(said in text for text in texts(compose(message(paid))))
    assert not any("You have paid" in text for text in texts(compose(message(owes))))


def test_the_host_does_not_read_that_places_are_on_offer_again(slot, now):
    booking = make_booking(slot, now=now)
    funeral(slot, now)
    told = message(booking, audience=Audience.HOST)
    assert not any("Chỗ đã mở lại cho người khác đặt." in text for text in texts(compose(told)))


@pytest.mark.parametrize("status", [BookingStatus.CONFIRMED, BookingStatus.PENDING])
def test_what_was_taken_back_before_it_went_out_is_not_told(slot, now, status):
    booking = make_booking(slot, status, now=now)
    funeral(slot, now)
    open_again(slot_id=slot.pk, by=None, now=now)
    with pytest.raises(Overtaken):
        render(message(booking))
