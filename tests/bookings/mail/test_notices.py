"""Which members of a house are told of what, and how: by what they chose, by their role, and by whose news it is."""

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.history import acting
from bookings.domain.notices import ALL, FOR_GUIDES, LETTERS, choose, offered, readers, wanted
from bookings.enums import ActBy, Audience, BookingStatus, CancelledBy, MessageKind, NoticeTopic, NoticeWay
from bookings.models import Booking
from outbox.models import OutboxMessage
from tests.bookings.mail.members import make_house, phone_of
from tests.factories import cancel_for_good, make_booking, make_contact, make_slot
from tests.factories.waiting import wait

pytestmark = pytest.mark.django_db
NEW, CHANGED = NoticeTopic.NEW, NoticeTopic.CHANGED


@pytest.fixture
def house():
    return make_house()


@pytest.fixture
def own_house():
    """Whose address is its owner's."""
    return make_house(email="OWNER@example.com")


def chooses(house, user, *, mail=(), phone=(), language="vi") -> None:
    choose(member=house.member(user), by_mail=mail, by_phone=phone, language=language)


def told() -> list[tuple[str, str]]:
    """Audience and kind of all that is owed to a house and its members."""
    rows = OutboxMessage.objects.exclude(audience=Audience.GUEST).order_by("pk")
    return list(rows.values_list("audience", "kind"))


def addresses(mailoutbox) -> list[str]:
    return sorted(mail.to[0] for mail in mailoutbox if "khach" not in mail.to[0])


def test_nobody_who_chose_nothing_is_told_anything_new(house):
    house.book()
    assert told() == [("host", "confirmed")]


def test_until_somebody_chooses_letters_go_as_ever_and_phones_say_what_a_role_needs(house):
    users = (house.owner, house.manager, house.guide)
    wishes = [wanted(house.member(user)) for user in users]
    assert [wish.by_mail for wish in wishes] == [frozenset()] * 3
    assert [wish.by_phone for wish in wishes] == [ALL, ALL, FOR_GUIDES]
    house.host.email = "OWNER@example.com"
    house.host.save()
    assert wanted(house.member(house.owner)).by_mail == LETTERS


def test_each_is_told_by_mail_of_what_they_chose_and_the_house_of_all(house, mailoutbox):
    chooses(house, house.manager, mail=[NEW])
    chooses(house, house.guide, mail=[CHANGED])
    booking = house.book()
    house.send()
    assert addresses(mailoutbox) == ["manager@example.com", "nha@example.com"]
    mailoutbox.clear()
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    house.send()
    assert addresses(mailoutbox) == ["guide@example.com", "nha@example.com"]


def test_a_member_s_mail_says_what_and_when_and_never_who_or_how_much(house, mailoutbox):
    chooses(house, house.guide, mail=[NEW], language="en")
    booking = house.book()
    house.send()
    [mail] = [mail for mail in mailoutbox if mail.to == ["guide@example.com"]]
    html = mail.alternatives[0].content
    assert mail.subject.startswith("New booking: 3 guests, ")
    assert f"/en/desk/{house.host.slug}/don/{booking.reference}/" in mail.body
    for words in (mail.subject, mail.body, html):
        for secret in (booking.contact_name, booking.contact_email, str(booking.contact_phone), "₫", "VND"):
            assert secret not in words, secret
    assert not mail.attachments


def test_whoever_has_the_house_s_address_chooses_for_it(own_house, mailoutbox):
    chooses(own_house, own_house.owner, mail=[CHANGED])
    booking = own_house.book()
    own_house.send()
    assert addresses(mailoutbox) == []
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    own_house.send()
    [letter] = [mail for mail in mailoutbox if mail.to == ["OWNER@example.com"]]
    assert booking.contact_name in letter.body


def test_a_guide_with_the_house_s_address_keeps_no_letter_from_it(mailoutbox):
    house = make_house(email="guide@example.com")
    chooses(house, house.guide)
    house.book()
    house.send()
    assert addresses(mailoutbox) == ["guide@example.com"]


def test_a_party_that_waits_for_a_word_is_always_told_to_the_house_and_to_no_guide(own_house, mailoutbox):
    chooses(own_house, own_house.owner)
    chooses(own_house, own_house.manager, mail=[NEW])
    chooses(own_house, own_house.guide, mail=[NEW])
    for days in (8, 9):
        make_booking(make_slot(own_house.experience, days=days), BookingStatus.PENDING, now=own_house.start)
    own_house.send()
    assert addresses(mailoutbox) == ["OWNER@example.com", "manager@example.com"]
    [mail] = [mail for mail in mailoutbox if mail.to == ["manager@example.com"]]
    assert mail.subject.endswith("2 đoàn")
    assert "?show=awaiting" in mail.body


def test_nobody_is_told_of_what_they_did_themselves(house):
    for user in (house.owner, house.manager):
        phone_of(user)
    booking = house.book()
    OutboxMessage.objects.all().delete()
    with acting(ActBy.HOST, house.manager):
        cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    assert told() == [("host", "cancelled"), ("phone", "cancelled")]


def test_places_taken_from_the_waiting_list_are_a_topic_of_their_own(house):
    chooses(house, house.owner, mail=[NEW])
    chooses(house, house.manager, mail=[NoticeTopic.OFFER_TAKEN])
    now = timezone.now()
    slot = make_slot(house.experience, capacity=2)
    first = make_booking(slot, now=now, adults=2)
    entry = wait(slot, now=now)
    cancel_for_good(first, now=now)
    entry.refresh_from_db()
    confirm(booking=entry.booking, contact=make_contact(), consent=True, now=now)
    rows = OutboxMessage.objects.filter(audience=NoticeWay.MAIL, booking=entry.booking)
    assert [row.reader_id for row in rows] == [house.member(house.manager).pk]


def test_a_member_taken_out_of_the_house_is_told_nothing_more(house, mailoutbox, service):
    phone, _client = phone_of(house.guide)
    chooses(house, house.guide, mail=[NEW], phone=[NEW])
    house.book()
    assert [audience for audience, _kind in told()] == ["host", "member", "phone"]
    house.member(house.guide).delete()
    house.send()
    assert addresses(mailoutbox) == ["nha@example.com"]
    assert not service.bodies(phone.endpoint)
    house.book(days=10)
    assert [audience for audience, _kind in told()][3:] == ["host"]


def test_a_closed_account_is_told_nothing(house):
    chooses(house, house.manager, mail=[NEW])
    house.manager.is_active = False
    house.manager.save()
    house.book()
    assert told() == [("host", "confirmed")]


def test_a_second_choice_replaces_the_first_and_what_cannot_be_chosen_stays(house):
    member = house.member(house.manager)
    choose(member=member, by_mail=[NEW], by_phone=[CHANGED], language="vi")
    choose(member=house.member(house.manager), by_mail=None, by_phone=[], language="en")
    wish = wanted(house.member(house.manager))
    assert (wish.by_mail, wish.by_phone) == (frozenset({"new"}), frozenset())


def test_one_more_query_tells_a_house_without_choosers(house, django_assert_num_queries):
    booking = Booking.objects.with_party().get(pk=house.book().pk)
    with django_assert_num_queries(1):
        assert readers(booking=booking, kind=MessageKind.CONFIRMED) == []


def test_no_guide_is_told_of_a_question_that_they_may_not_read(house):
    for user in (house.manager, house.guide):
        chooses(house, user, mail=ALL, phone=ALL)
        phone_of(user)
    told_of = readers(booking=house.book(), kind=MessageKind.QUESTION)
    assert [reader.id for reader in told_of if reader.way == NoticeWay.MAIL] == [house.member(house.manager).pk]
    assert len(told_of) == 2
    assert NoticeTopic.QUESTION in offered(house.member(house.manager))
    assert NoticeTopic.QUESTION not in offered(house.member(house.guide))
