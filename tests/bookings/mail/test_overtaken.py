"""Which later news takes back what still waits, kind by kind."""

import uuid

import pytest

from bookings.enums import Audience, MessageKind
from bookings.mail.overtaken import is_overtaken
from bookings.models import Booking
from outbox.models import OutboxMessage
from outbox.owing import owe
from tests.factories import make_booking, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
K = MessageKind
OVER = {K.CANCELLED, K.CALLED_OFF}
TAKEN_BACK_BY: dict[MessageKind, set[MessageKind]] = {
    K.CONFIRMED: OVER,
    K.TICKET: OVER,
    K.DECLINED: {K.CONFIRMED},
    K.MOVED: OVER | {K.MOVED},
    K.PARTY_CHANGED: OVER | {K.PARTY_CHANGED},
    K.WORDS_CHANGED: OVER | {K.WORDS_CHANGED},
    K.PLACE_CHANGED: OVER | {K.PLACE_CHANGED},
    K.WAY_CHANGED: OVER | {K.PLACE_CHANGED, K.WAY_CHANGED},
    K.QUESTION: OVER | {K.QUESTION},
    K.RUNS: OVER | {K.MOVED},
    K.FROM_HOST: OVER | {K.MOVED},
    K.CANCELLED: {K.CONFIRMED, K.PROOF},
    K.CALLED_OFF: set(),
}
LATER = sorted(set().union(*TAKEN_BACK_BY.values()) | {K.TICKET, K.RUNS, K.FROM_HOST, K.PARTY_CHANGED})


@shared
def booking():
    return make_booking(make_slot())


def told(booking: Booking, kind: str, now, audience: str = Audience.GUEST) -> OutboxMessage:
    key = uuid.uuid4().hex
    owe(key=key, subject=booking, kind=kind, audience=audience, to="ha@example.com", language="vi", now=now)
    return OutboxMessage.objects.get(key=key)


@pytest.mark.parametrize("kind", TAKEN_BACK_BY)
def test_a_message_is_taken_back_by_this_later_news_alone(kind, booking, now):
    OutboxMessage.objects.all().delete()
    waits, found = told(booking, kind, now), set()
    assert not is_overtaken(waits, booking)
    for later in LATER:
        news = told(booking, later, now)
        if is_overtaken(waits, booking):
            found.add(later)
        news.delete()
    assert found == TAKEN_BACK_BY[kind]


def test_news_before_it_to_somebody_else_or_of_another_visit_takes_nothing_back(booking, now):
    OutboxMessage.objects.all().delete()
    told(booking, K.CANCELLED, now)
    waits = told(booking, K.CONFIRMED, now)
    told(booking, K.CANCELLED, now, Audience.HOST)
    told(make_booking(make_slot()), K.CANCELLED, now)
    assert not is_overtaken(waits, booking)
