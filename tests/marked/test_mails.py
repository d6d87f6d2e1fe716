"""Whatever tells of a fictional example says so: letters to guests, houses and members, their calendars, texts, pushes.

The walk goes over the templates of letters, so that a new kind of letter is in it.
"""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from icalendar import Calendar

from bookings.domain.notices import choose
from bookings.enums import Audience, MessageKind, NoticeTopic, NoticeWay, SlotMessageText
from bookings.mail.groups import letter_of_group
from bookings.mail.notices import letter_to_member, push_to_phone
from bookings.mail.render import WITHOUT_CALENDAR, compose
from bookings.models import Booking, Review, SlotMessage, SlotMessageParty, WaitingEntry
from bookings.phone_texts import invitation_text, refund_text, reminder_text, ticket_text
from common.words.example import example_text, marked
from ocop.domain.programme.enquiries import Asked, ask
from ocop.mail import enquiries
from outbox.models import OutboxMessage
from outbox.owing import owe
from tests.bookings.mail.members import make_house, phone_of
from tests.factories import make_booking, make_experience, make_host, make_invitation, make_product, make_slot
from tests.factories.groups import make_request
from tests.factories.waiting import wait
from villages.mail import team
from villages.models import Host

pytestmark = pytest.mark.django_db
LETTERS = sorted(path.stem for path in Path(settings.BASE_DIR, "templates/mail").glob("*.txt"))
LETTERS = [name for name in LETTERS if name.endswith(("_guest", "_host"))]
OF_ENTRIES = {MessageKind.WAITING, MessageKind.WAITING_CLOSED}
MARKS = {"vi": "[Ví dụ] ", "en": "[Example] "}
SENTENCES = {"vi": "dựng ra cho bản trình diễn", "en": "made up for the demonstration"}


def message(subject: Booking | WaitingEntry, kind: str, audience: str, language: str) -> OutboxMessage:
    key = str(uuid.uuid4())
    told = {"to": "khach@example.com", "language": language, "sequence": 1, "now": timezone.now()}
    owe(key=key, subject=subject, kind=kind, audience=audience, **told)
    return OutboxMessage.objects.get(key=key)


def a_visit(**host) -> Booking:
    """Of a house whose own flag is the only one that says whether it is an example."""
    booking = make_booking(make_slot(make_experience(make_host(email="nha@example.com", **host))))
    now = timezone.now()
    Review.objects.create(
        booking=booking, experience=booking.slot.experience, mark=5, text="Vui", language="vi", written_at=now
    )
    words = SlotMessage.objects.create(
        slot=booking.slot, usual=SlotMessageText.OTHER, words="Trời mưa", written_at=now, key_hash="x"
    )
    SlotMessageParty.objects.create(message=words, booking=booking, number=1)
    return booking


def a_place(booking: Booking) -> WaitingEntry:
    slot = make_slot(booking.slot.experience, hour=16, capacity=2)
    make_booking(slot, adults=2)
    return wait(slot, now=timezone.now())


def html_of(mail: EmailMultiAlternatives) -> str:
    ((content, _kind),) = mail.alternatives
    return str(content)


def calendar_of(mail: EmailMultiAlternatives) -> dict:
    (event,) = Calendar.from_ical(mail.attachments[-1].get_payload(decode=True)).walk("VEVENT")
    return event


def assert_marked(mail: EmailMultiAlternatives, language: str) -> None:
    assert mail.subject.startswith(MARKS[language])
    assert not mail.subject.removeprefix(MARKS[language]).startswith("[")
    assert mail.body.count(SENTENCES[language]) == 1
    assert html_of(mail).count(SENTENCES[language]) == 1


def assert_bare(mail: EmailMultiAlternatives) -> None:
    for text in (mail.subject, mail.body, html_of(mail)):
        assert not any(mark in text for mark in (*MARKS.values(), *SENTENCES.values()))


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_about_a_visit_to_an_example_says_so_and_no_other_does(name):
    kind, audience = name.rsplit("_", 1)
    booking = a_visit()
    subject = a_place(booking) if kind in OF_ENTRIES else booking
    assert_bare(compose(message(subject, kind, audience, "vi")))
    Host.objects.update(is_example=True)
    for language in ("vi", "en"):
        mail = compose(message(subject, kind, audience, language))
        assert_marked(mail, language)
        if kind not in WITHOUT_CALENDAR | OF_ENTRIES:
            event = calendar_of(mail)
            assert event["summary"].startswith(MARKS[language])
            assert SENTENCES[language] in event["description"]


def test_a_calendar_of_a_house_that_is_no_example_has_no_mark():
    event = calendar_of(compose(message(a_visit(), MessageKind.CONFIRMED, Audience.GUEST, "vi")))
    assert "Ví dụ" not in event["summary"] + event["description"]


def test_an_experience_may_be_made_up_at_a_house_that_is_not():
    booking = a_visit()
    booking.slot.experience.is_example = True
    booking.slot.experience.save()
    assert_marked(compose(message(booking, MessageKind.CONFIRMED, Audience.HOST, "vi")), "vi")


@pytest.mark.parametrize("is_example", [True, False])
def test_so_do_short_letters_and_pushes_to_members(is_example):
    house = make_house(is_example=is_example)
    phone_of(house.guide)
    choose(member=house.member(house.manager), by_mail=list(NoticeTopic), by_phone=[], language="en")
    house.book()
    mail = letter_to_member(OutboxMessage.objects.get(audience=NoticeWay.MAIL))
    assert_marked(mail, "en") if is_example else assert_bare(mail)
    push = push_to_phone(OutboxMessage.objects.get(audience=NoticeWay.PHONE))
    assert push.push.told["title"].startswith(MARKS["vi"]) == is_example


@pytest.mark.parametrize("is_example", [True, False])
def test_so_do_letters_about_groups_invitations_and_products(is_example):
    host = make_host(email="nha@example.com", is_example=is_example)
    now = timezone.now()
    make_request(host, make_experience(host), now=now)
    make_invitation(host, email="dan@example.com")
    words = Asked(name="Hà", phone="", email="ha@example.com", words="Còn hàng không?")
    ask(product=make_product(host), asked=words, key=uuid.uuid4(), language="vi", now=now)
    renders = {"grouprequest": letter_of_group, "invitation": team.compose, "enquiry": enquiries.compose}
    told = [(row.subject_type.model, row) for row in OutboxMessage.objects.all()]
    assert {name for name, _row in told} == set(renders)
    for name, row in told:
        mail = renders[name](row)
        assert_marked(mail, "vi") if is_example else assert_bare(mail)


@pytest.mark.parametrize("is_example", [True, False])
def test_so_do_texts_to_phones(is_example):
    booking = a_visit(is_example=is_example)
    host = booking.slot.experience.host
    texts = [ticket_text(booking), reminder_text(booking), refund_text(booking, 100_000), invitation_text(host, "x")]
    for text, _told in texts:
        assert text.startswith("Vi du: ") == is_example
    assert len(texts[1][0]) <= 160


def test_a_mark_is_written_once_in_the_language_of_its_reader():
    assert marked(marked("Nặn gốm", True), True) == f"[{example_text()}] Nặn gốm"
    assert marked("Nặn gốm", False) == "Nặn gốm"
