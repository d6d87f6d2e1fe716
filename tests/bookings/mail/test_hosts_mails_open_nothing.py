"""What a host is sent, by mail, on a phone or into a calendar, opens nothing of the guest's: no key, no link.

A host may cancel at the desk, and is written down as the one who did; by the guest's link it would be the guest.
"""

import base64
import json
import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bookings.domain import messages
from bookings.domain.booking.confirm import confirm
from bookings.domain.notices import choose
from bookings.enums import Audience, MessageKind, NoticeTopic, NoticeWay, WaitingStatus
from bookings.links import booking_token, entry_token, proof_token
from bookings.mail.notices import letter_to_member, push_to_phone
from bookings.mail.render import compose
from bookings.models import Booking, WaitingEntry
from outbox.models import OutboxMessage
from tests.bookings.mail.members import make_house, phone_of
from tests.factories import cancel_for_good, make_booking, make_contact, make_slot
from tests.factories.waiting import wait
from villages.domain.calendar_feed import make_feed

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


@pytest.fixture
def entry(house) -> WaitingEntry:
    """A place in a list whose offer was taken: its booking has two addresses of the guest's."""
    slot, now = make_slot(house.experience, now=house.start, days=9, hour=9, minute=0, capacity=2), timezone.now()
    first = make_booking(slot, adults=2, now=now)
    entry = wait(slot, adults=2, now=now)
    cancel_for_good(first, now=now)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED
    confirm(booking=entry.booking, contact=make_contact(), consent=True, now=now)
    entry.booking.refresh_from_db()
    return entry


def secrets(entry: WaitingEntry) -> list[str]:
    """The keys of booking and list place in every spelling, and all that opens a guest's page."""
    told = [booking_token(entry.booking), proof_token(entry.booking), entry_token(entry)]
    for row in (entry, entry.booking):
        uuid = row.uuid
        told += [str(uuid), uuid.hex, str(uuid.int), base64.b64encode(uuid.bytes).decode().rstrip("=")]
    return [*told, *(part for token in told[:3] for part in token.split("."))]


def found_in(text: str, entry: WaitingEntry) -> list[str]:
    return [secret for secret in secrets(entry) if secret.lower() in text.lower()]


def whole(mail) -> str:
    """Headers and all parts of a mail, as whoever receives it can read them; lines of a calendar unfolded."""
    message = mail.message()
    parts = [part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()]
    return "\n".join([str(message.items()), *(part.replace("\r\n ", "").replace("\n ", "") for part in parts)])


def owe(booking: Booking, kind: MessageKind) -> list[OutboxMessage]:
    """All that a house and its members are owed of this kind, now."""
    OutboxMessage.objects.all().delete()
    messages.owe(booking=booking, kind=kind, now=timezone.now(), to=[Audience.HOST])
    return list(OutboxMessage.objects.exclude(audience=Audience.GUEST))


def letter_of(message: OutboxMessage) -> str | None:
    """The house's letter; None where there is none of this kind."""
    try:
        with transaction.atomic():
            return whole(compose(message))
    except (KeyError, ObjectDoesNotExist):
        return None


def test_no_letter_to_a_house_opens_what_is_the_guest_s(entry):
    letters = {}
    for kind in MessageKind:
        for message in owe(entry.booking, kind):
            if message.audience == Audience.HOST:
                letters[kind] = letter_of(message)
    written = {kind: letter for kind, letter in letters.items() if letter}
    assert {MessageKind.CONFIRMED, MessageKind.AWAITING, MessageKind.CANCELLED, MessageKind.MOVED} <= set(written)
    assert len(written) >= 10
    assert {kind: found_in(letter, entry) for kind, letter in written.items() if found_in(letter, entry)} == {}
    calendars = [letter for letter in written.values() if "BEGIN:VEVENT" in letter]
    assert calendars
    # Positive control: the guest's own letter does, and its calendar.
    messages.owe(booking=entry.booking, kind=MessageKind.CONFIRMED, now=timezone.now(), to=[Audience.GUEST])
    mail = compose(OutboxMessage.objects.get(audience=Audience.GUEST))
    assert booking_token(entry.booking) in found_in(whole(mail), entry)


def test_no_letter_or_push_to_a_member_does(house, entry):
    phone_of(house.guide)
    choose(member=house.member(house.manager), by_mail=list(NoticeTopic), by_phone=list(NoticeTopic), language="en")
    told = []
    for kind in (MessageKind.CONFIRMED, MessageKind.CANCELLED, MessageKind.MOVED):
        for message in owe(entry.booking, kind):
            if message.audience == NoticeWay.MAIL:
                told.append(whole(letter_to_member(message)))
            elif message.audience == NoticeWay.PHONE:
                push = push_to_phone(message).push
                told.append(json.dumps([push.told, push.topic]))
    assert len(told) >= 5
    assert [found_in(text, entry) for text in told] == [[]] * len(told)


def test_nor_does_a_member_s_private_calendar(client, house, entry):
    token = make_feed(user=house.owner, key=uuid.uuid4(), now=timezone.now())
    answer = client.get(reverse("desk_feed", args=[token]))
    assert entry.booking.reference in answer.content.decode()
    assert found_in(answer.content.decode().replace("\r\n ", ""), entry) == []
