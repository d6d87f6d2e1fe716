"""In the morning members who want it are told once how many come, from when and what they need: never who."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.notices import choose
from bookings.domain.reminding.houses import day_of, tell_day_due
from bookings.enums import CancelledBy, MessageKind, NoticeTopic, NoticeWay
from common.words.money import format_vnd
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.bookings.mail.members import make_house, phone_of
from tests.factories import local_time, make_booking, make_contact, make_slot

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TOPIC = NoticeTopic.DAY


@pytest.fixture
def clock(monkeypatch):
    """Half past six in the morning of this day; `clock(hours)` sets it on."""
    morning = local_time(timezone.localdate(), 6, 30)

    def at(hours: float) -> dt.datetime:
        moment = morning + hours * HOUR
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    at(0)
    return at


@pytest.fixture
def house(clock):
    house = make_house()
    yesterday = timezone.now() - 2 * DAY
    first = make_slot(house.experience, local_time(timezone.localdate(), 9, 0))
    second = make_slot(house.experience, local_time(timezone.localdate(), 14, 0))
    tomorrow = make_slot(house.experience, local_time(timezone.localdate() + DAY, 9, 0))
    needs = make_contact(name="Emma Wilson", dietary=("nuts",))
    house.english = make_booking(first, adults=2, now=yesterday, language="en", contact=needs)
    house.other = make_booking(second, adults=3, now=yesterday)
    make_booking(tomorrow, adults=1, now=yesterday)
    OutboxMessage.objects.all().delete()
    return house


def chooses(house, user, *, mail=(), phone=(), language="vi") -> None:
    choose(member=house.member(user), by_mail=mail, by_phone=phone, language=language)


def told() -> list[tuple[str, int]]:
    rows = OutboxMessage.objects.filter(kind=MessageKind.DAY).order_by("pk")
    return list(rows.values_list("audience", "reader_id"))


def test_who_wants_it_is_told_once_in_the_morning(house, clock):
    chooses(house, house.owner, mail=[TOPIC])
    chooses(house, house.manager, mail=[NoticeTopic.NEW])
    assert [tell_day_due(now=clock(hours)) for hours in (-1, 0, 1, 4)] == [0, 1, 0, 0]
    assert told() == [(NoticeWay.MAIL, house.member(house.owner).pk)]
    assert tell_day_due(now=clock(24)) == 1


def test_nobody_is_told_who_chose_nothing_or_where_nobody_comes(house, clock):
    assert tell_day_due(now=clock(0)) == 0
    chooses(house, house.owner, mail=[TOPIC])
    for booking in (house.english, house.other):
        cancel(booking=booking, by=CancelledBy.HOST, now=clock(0))
    assert tell_day_due(now=clock(0.5)) == 0


def test_a_house_s_own_letters_bring_no_morning_mail_that_nobody_asked_for(clock):
    house = make_house(email="owner@example.com")
    slot = make_slot(house.experience, local_time(timezone.localdate(), 9, 0))
    make_booking(slot, now=timezone.now() - DAY)
    assert tell_day_due(now=clock(0)) == 0


def test_the_mail_says_how_many_when_and_what_they_need_and_money_to_who_runs_the_house(house, clock, mailoutbox):
    chooses(house, house.owner, mail=[TOPIC])
    chooses(house, house.guide, mail=[TOPIC], language="en")
    tell_day_due(now=clock(0))
    house.send()
    owner, guide = (next(m for m in mailoutbox if m.to == [f"{who}@example.com"]) for who in ("owner", "guide"))
    assert owner.subject == "Hôm nay: 2 đoàn, 5 khách, từ 09:00"
    assert guide.subject == "Today: 2 parties, 5 guests, from 09:00"
    due = format_vnd(house.english.total_vnd + house.other.total_vnd)
    for text in (owner.body, owner.alternatives[0].content):
        assert "tiếng Anh: 1 đoàn" in text
        assert "dị ứng các loại hạt: 1 đoàn" in text
        assert due in text
        assert reverse("desk:day", args=[house.host.slug, timezone.localdate()]) in text
    for text in (guide.subject, guide.body, guide.alternatives[0].content):
        assert not any(secret in text for secret in ("Emma", "₫", "VND", house.english.contact_email))


def test_numbers_are_those_of_the_moment_at_which_it_goes_out(house, clock, mailoutbox):
    chooses(house, house.owner, mail=[TOPIC])
    tell_day_due(now=clock(0))
    cancel(booking=house.other, by=CancelledBy.GUEST, now=clock(0.1))
    house.send()
    [letter] = [mail for mail in mailoutbox if mail.to == ["owner@example.com"]]
    assert letter.subject == "Hôm nay: 1 đoàn, 2 khách, từ 09:00"


@pytest.mark.parametrize("why", ["left", "unwanted", "over", "tomorrow"])
def test_what_is_of_no_use_any_more_is_not_sent(house, clock, mailoutbox, why):
    chooses(house, house.owner, mail=[TOPIC])
    tell_day_due(now=clock(0))
    if why == "left":
        house.member(house.owner).delete()
    elif why == "unwanted":
        chooses(house, house.owner)
    else:
        clock(24 if why == "tomorrow" else 9)
    house.send()
    assert OutboxMessage.objects.get(kind=MessageKind.DAY).state == MessageState.OVERTAKEN
    assert mailoutbox == []


def test_a_phone_shows_no_name_and_no_money(house, clock, service):
    phone, _client = phone_of(house.owner)
    tell_day_due(now=clock(0))
    house.send()
    [body] = service.bodies(phone.endpoint)
    shown = phone.read(body)
    assert shown["title"] == "Hôm nay: 2 đoàn, 5 khách, từ 09:00"
    assert shown["body"] == f"{house.host.name} · tiếng Anh: 1 đoàn · dị ứng các loại hạt: 1 đoàn"
    assert shown["url"] == reverse("desk:day", args=[house.host.slug, timezone.localdate()])


def test_a_day_is_counted_in_as_many_queries_however_many_come(house, django_assert_num_queries):
    today = timezone.localdate()
    for n in range(3):
        slot = make_slot(house.experience, local_time(today, 10 + n, 0))
        make_booking(slot, now=timezone.now() - DAY)
    with django_assert_num_queries(2):
        assert day_of(house.host, today).parties == 5
