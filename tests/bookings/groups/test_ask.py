"""A group asks once however often it taps, in sense, and within what one may ask."""

import datetime as dt
import uuid

import pytest

from bookings.domain.groups import ask as asking
from bookings.domain.groups.ask import ask
from bookings.domain.groups.states import mark_requests, state_at
from bookings.domain.notices import choose
from bookings.domain.seats.contact import ConsentMissing
from bookings.enums import Audience, GroupNews, GroupState, NoticeTopic, NoticeWay
from bookings.models import GroupRequest
from outbox.models import OutboxMessage
from tests.factories import make_host, make_user
from tests.factories.groups import DAY, asked_of, make_request
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db


def send(experience, asked, *, now, key=None, consent=True, asked_from="", host=None):
    return ask(
        key=key or uuid.uuid4(),
        host=host or experience.host,
        experience=experience,
        asked=asked,
        consent=consent,
        language="vi",
        asked_from=asked_from,
        now=now,
    )


def test_it_is_kept_once_and_both_sides_are_told_once(experience, now):
    key, asked = uuid.uuid4(), asked_of(now=now, dietary=("vegetarian",), comes_by_bus=True)
    first = send(experience, asked, now=now, key=key)
    assert send(experience, asked, now=now + dt.timedelta(minutes=1), key=key) == first
    assert GroupRequest.objects.get().people == 33
    assert first.dietary == "vegetarian"
    told = OutboxMessage.objects.filter(kind=GroupNews.ASKED).order_by("audience")
    assert list(told.values_list("audience", "to")) == [
        (Audience.GUEST, asked.email),
        (Audience.HOST, experience.host.email),
    ]


def test_the_same_key_with_other_words_is_refused(experience, now):
    key, asked = uuid.uuid4(), asked_of(now=now)
    send(experience, asked, now=now, key=key)
    with pytest.raises(asking.KeyReused):
        send(experience, asked_of(now=now, children=31), now=now, key=key)
    assert GroupRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"leaders": 0, "children": 0}, asking.NobodyComes),
        ({"first_day": dt.date(2026, 11, 23)}, asking.BadDay),
        ({"second_day": dt.date(2026, 11, 1)}, asking.BadDay),
        ({"first_day": dt.date(2028, 3, 1)}, asking.BadDay),
        ({"answer_by": "mail", "email": ""}, asking.NoWayToAnswer),
        ({"answer_by": "zalo", "phone": ""}, asking.NoWayToAnswer),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(experience, now, changes, refusal):
    with pytest.raises(refusal):
        send(experience, asked_of(now=now, **changes), now=now)
    assert not GroupRequest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_nothing_is_kept_without_consent_nor_for_a_house_that_receives_nobody(experience, now):
    with pytest.raises(ConsentMissing):
        send(experience, asked_of(now=now), now=now, consent=False)
    with pytest.raises(asking.NotReceiving):
        send(None, asked_of(now=now), now=now, host=make_host(verified=False))
    with pytest.raises(asking.NotReceiving):
        send(experience, asked_of(now=now), now=now, host=make_host())


@pytest.mark.parametrize("same", ["asked_from", "phone", "email"])
def test_one_address_number_or_e_mail_asks_only_so_often_until_it_is_answered(experience, now, same):
    said = {"asked_from": "here", "phone": "+84986123456", "email": "truong@example.com"}[same]
    known = {"asked_from": said} if same == "asked_from" else {same: said}
    for _time in range(asking.MOST_OF_ONE):
        made = make_request(experience.host, now=now, **known)
    with pytest.raises(asking.AskedOften):
        make_request(experience.host, now=now, **known)
    GroupRequest.objects.filter(pk=made.pk).update(state=GroupState.DECLINED)
    assert make_request(experience.host, now=now, **known)
    assert make_request(experience.host, now=now + 2 * DAY, **known)


def test_one_house_gets_only_so_many_in_a_day_whoever_asks(experience, now, monkeypatch):
    monkeypatch.setattr(asking, "MOST_TO_ONE", 2)
    for _time in range(2):
        make_request(experience.host, now=now)
    with pytest.raises(asking.AskedOften):
        make_request(experience.host, now=now)
    assert make_request(make_host(), now=now)


def test_a_request_whose_days_are_over_has_lapsed_whether_or_not_a_worker_marked_it(request_of_school, now):
    before, after = now + 15 * DAY, now + 16 * DAY
    assert state_at(request_of_school, None, now=before) == GroupState.NEW
    assert state_at(request_of_school, None, now=after) == GroupState.LAPSED
    assert [mark_requests(now=before), mark_requests(now=after), mark_requests(now=after)] == [0, 1, 0]
    request_of_school.refresh_from_db()
    assert request_of_school.state == GroupState.LAPSED


def test_members_who_want_it_are_told_and_guides_are_not(experience, now):
    for role in (MemberRole.MANAGER, MemberRole.GUIDE):
        member = Member.objects.create(host=experience.host, user=make_user(), role=role)
        choose(member=member, by_mail=[NoticeTopic.REQUEST], by_phone=[], language="vi")
    make_request(experience.host, now=now)
    [told] = OutboxMessage.objects.filter(kind=GroupNews.ASKED, audience=NoticeWay.MAIL)
    assert Member.objects.get(pk=told.reader_id).role == MemberRole.MANAGER
