"""What is written about a group: to whoever asked, to the house, and to members what and never who."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from bookings.domain.groups.accept import accept
from bookings.domain.groups.answer import ask_for_change, decline, withdraw
from bookings.domain.notices import choose
from bookings.enums import GroupNews, NoticeTopic, NoticeWay
from bookings.links import group_url
from bookings.mail.groups import letter_of_group, notice_of_group
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_experience, make_host, make_user
from tests.factories.groups import group_slot, make_quote, make_request
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_experience(make_host(owner=make_user()), capacity=40)


@pytest.fixture
def group(house):
    return make_request(house.host, house, now=timezone.now(), words="Có em đi xe lăn")


def letter(kind: GroupNews, audience: str):
    return letter_of_group(OutboxMessage.objects.filter(kind=kind, audience=audience).latest("pk"))


def test_both_sides_read_what_was_asked_and_answer_each_other(group, house):
    to_house, to_guest = letter(GroupNews.ASKED, "host"), letter(GroupNews.ASKED, "guest")
    assert to_house.to == [house.host.email]
    assert to_house.reply_to == [group.contact_email]
    assert "Có em đi xe lăn" in to_house.body
    assert f"/doan/{group.pk}/" in to_house.body
    assert group_url(group) not in to_house.body
    assert to_guest.to == [group.contact_email]
    assert to_guest.reply_to == [house.host.email]
    assert group_url(group) in to_guest.body
    assert house.host.phone.as_national in to_guest.alternatives[0][0]


def test_a_quote_says_its_sum_and_is_not_told_once_there_is_another(group, house):
    slot, now = group_slot(house, now=timezone.now()), timezone.now()
    make_quote(group, slot, now=now, words="Mời đoàn")
    first = OutboxMessage.objects.get(kind=GroupNews.QUOTED)
    assert "4.980.000 ₫" in letter_of_group(first).body.replace("\xa0", " ")
    assert "Mời đoàn" in letter_of_group(first).body
    make_quote(group, slot, now=now, seen=1)
    with pytest.raises(Overtaken):
        letter_of_group(first)


def test_what_a_guest_says_to_a_quote_reaches_the_house(group, house):
    now = timezone.now()
    make_quote(group, group_slot(house, now=now), now=now)
    ask_for_change(request=group, words="Bỏ cơm trưa được không?", now=now)
    assert "Bỏ cơm trưa được không?" in letter(GroupNews.CHANGE, "host").body
    accept(request=group, version=1, now=now)
    assert group.organisation in letter(GroupNews.ACCEPTED, "host").body
    withdraw(request=group, words="Trường đổi lịch", now=now)
    assert "Trường đổi lịch" in letter(GroupNews.WITHDRAWN, "host").body
    with pytest.raises(Overtaken):
        letter(GroupNews.ACCEPTED, "host")


def test_a_guest_reads_why_not(group):
    decline(request=group, reason="Hôm đó nhà có giỗ", now=timezone.now())
    assert "Hôm đó nhà có giỗ" in letter(GroupNews.DECLINED, "guest").body
    with pytest.raises(Overtaken):
        letter(GroupNews.ASKED, "host")


def test_a_member_reads_what_and_never_who(house):
    manager = Member.objects.create(host=house.host, user=make_user(), role=MemberRole.MANAGER)
    choose(member=manager, by_mail=[NoticeTopic.REQUEST], by_phone=[], language="vi")
    group = make_request(house.host, now=timezone.now())
    message = OutboxMessage.objects.get(kind=GroupNews.ASKED, audience=NoticeWay.MAIL)
    mail = notice_of_group(message)
    assert mail.to == [manager.user.email]
    assert "33" in mail.subject
    assert group.organisation not in mail.body + mail.subject
    choose(member=manager, by_mail=[], by_phone=[], language="vi")
    with pytest.raises(Overtaken):
        notice_of_group(message)


@pytest.mark.parametrize(("chosen", "then"), [(["question"], ["question", "request"]), (["new"], ["new"]), ([], [])])
def test_who_chose_before_groups_could_ask_hears_of_them_with_questions(house, chosen, then):
    member = Member.objects.create(host=house.host, user=make_user(), role=MemberRole.MANAGER)
    choice = choose(member=member, by_mail=chosen, by_phone=[], language="vi")
    migration = importlib.import_module("bookings.migrations.0037_groups")
    for _again in range(2):
        migration.tell_of_requests(apps, SimpleNamespace(connection=connection))
    choice.refresh_from_db()
    assert (choice.by_mail, choice.by_phone) == (then, [])
