"""A phone of a member is told by a push service: once, of what is still true, until it signs out."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.push_devices import remove_device
from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.notices import choose
from bookings.enums import CancelledBy, MessageKind, NoticeTopic, NoticeWay
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from pushing import sending
from tests.bookings.mail.members import device_of, make_house, phone_of, titles
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def house():
    return make_house()


def states() -> list[str]:
    return list(OutboxMessage.objects.filter(audience=NoticeWay.PHONE).order_by("pk").values_list("state", flat=True))


def test_two_members_and_two_phones_of_one_are_each_told_once(house, service):
    phones = [phone_of(house.owner)[0], phone_of(house.owner)[0], phone_of(house.guide, language="en")[0]]
    house.book()
    assert house.send() == (5, 0)
    house.send(MINUTE)
    told = [titles(service, phone) for phone in phones]
    assert [len(said) for said in told] == [1, 1, 1]
    assert told[0] == told[1]
    assert told[0][0].startswith("Đơn mới: 3 khách, ")
    assert told[2][0].startswith("New booking: 3 guests, ")
    assert all(device_of(phone).told_at for phone in phones)
    assert list(audit(now=timezone.now())) == []


def test_a_locked_screen_shows_how_many_and_when_and_never_who(house, service):
    phone, _client = phone_of(house.guide)
    booking = house.book()
    house.send()
    told = phone.read(service.bodies(phone.endpoint)[0])
    assert told["url"] == f"/desk/{house.host.slug}/don/{booking.reference}/"
    assert told["body"] == f"{house.experience.name} · {house.host.name}"
    assert "09:00" in told["title"]
    for secret in (booking.contact_name, booking.contact_email, str(booking.contact_phone), "₫"):
        assert not [text for text in told.values() if secret in text], secret


def test_later_news_of_a_booking_takes_the_place_of_what_the_phone_has_not_got(house, service):
    phone_of(house.owner)
    booking = house.book()
    house.send()
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    house.send(MINUTE)
    topics = [headers["Topic"] for _path, headers, _body in service.calls]
    assert topics[0] == topics[1]
    assert len(topics[0]) == 32


def test_what_is_not_true_any_more_is_not_told(house, service):
    phone, _client = phone_of(house.owner)
    booking = house.book()
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    house.send()
    [title] = titles(service, phone)
    assert title.startswith("Đã hủy: 3 khách, ")
    assert states() == [MessageState.OVERTAKEN, MessageState.SENT]


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_took_its_address_back_is_forgotten(house, service, status):
    phone, _client = phone_of(house.owner)
    service.answers = [(status, {})]
    house.book()
    house.send()
    assert device_of(phone) is None
    assert states() == [MessageState.OVERTAKEN]


def test_a_busy_service_is_asked_again_when_it_said(house, service):
    phone, _client = phone_of(house.owner)
    service.answers = [(429, {"Retry-After": "600"}), (503, {})]
    house.book()
    assert house.send() == (2, 1)
    message = OutboxMessage.objects.get(audience=NoticeWay.PHONE)
    assert dt.timedelta(seconds=590) < message.due_at - house.start < dt.timedelta(seconds=660)
    assert house.send(9 * MINUTE) == (0, 0)
    assert house.send(11 * MINUTE) == (0, 1)
    house.send(20 * MINUTE)
    assert len(titles(service, phone)) == 3
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 3)


def test_what_a_service_does_not_take_waits_and_says_why(house, service):
    phone_of(house.owner)
    service.answers = [(403, {})]
    house.book()
    house.send()
    message = OutboxMessage.objects.get(audience=NoticeWay.PHONE)
    assert (message.state, message.error) == (MessageState.PENDING, "Rejected: answered 403")


def test_news_of_yesterday_is_not_told_any_more(house, service):
    phone, _client = phone_of(house.owner)
    house.book()
    OutboxMessage.objects.filter(audience=NoticeWay.PHONE).update(created_at=house.start - DAY - MINUTE)
    house.send()
    assert titles(service, phone) == []
    assert states() == [MessageState.OVERTAKEN]


def test_a_phone_that_signed_out_is_told_nothing_more(house, service):
    phone, client = phone_of(house.owner)
    house.book()
    client.post("/tai-khoan/logout/")
    house.send()
    assert titles(service, phone) == []
    assert device_of(phone) is None


def test_another_password_ends_the_phones_that_know_the_old_one(house, service):
    phone, _client = phone_of(house.owner)
    house.book()
    house.owner.set_password("một mật khẩu khác 2026")
    house.owner.save()
    house.send()
    assert titles(service, phone) == []


def test_whoever_takes_the_tick_away_meanwhile_is_not_told(house, service):
    phone, _client = phone_of(house.owner)
    house.book()
    choose(member=house.member(house.owner), by_mail=None, by_phone=[NoticeTopic.WORDS], language="vi")
    house.send()
    assert titles(service, phone) == []


def test_without_a_key_of_the_site_nothing_is_sent(house, service, settings):
    phone, _client = phone_of(house.owner)
    house.book()
    settings.PUSH_KEY = ""
    house.send()
    assert (titles(service, phone), states()) == ([], [MessageState.OVERTAKEN])


def test_nobody_takes_another_s_phone_off(house):
    phone, _client = phone_of(house.owner)
    device = device_of(phone)
    remove_device(user=make_user(), pk=device.pk)
    assert device_of(phone) == device
    remove_device(user=house.owner, pk=device.pk)
    assert device_of(phone) is None


def test_mails_go_out_while_a_service_cannot_be_reached(house, service, mailoutbox, monkeypatch):
    def silent(*_asked, **_more):
        raise TimeoutError

    monkeypatch.setattr(sending._opener, "open", silent)
    phone_of(house.owner)
    phone_of(house.owner)
    house.book()
    assert house.send() == (2, 2)
    assert len(mailoutbox) == 2


def test_a_message_names_its_phone_and_no_address(house):
    phone, _client = phone_of(house.owner)
    house.book()
    message = OutboxMessage.objects.get(audience=NoticeWay.PHONE)
    assert (message.to, message.reader_id, message.kind) == ("", device_of(phone).pk, MessageKind.CONFIRMED)
    assert str(message) == f"confirmed → phone {message.reader_id}"
