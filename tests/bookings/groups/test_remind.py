"""What the clock tells groups: once, in waking hours, and what is not essential not to whoever muted it."""

import datetime as dt

import pytest
from django.utils import translation

from bookings.domain import muting
from bookings.domain.groups.forget import forget_requests
from bookings.domain.groups.remind import remind_groups
from bookings.enums import Audience, GroupNews, MutedTopic
from bookings.links import muting_url
from bookings.mail.groups import letter_of_group
from bookings.models import GroupRequest, MutedLetters
from bookings.tasks import remind_guests
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_experience, make_host, make_user
from tests.factories.groups import DAY, group_slot, make_accepted, make_quote, make_request

pytestmark = pytest.mark.django_db
HOUR = DAY / 24


@pytest.fixture
def house():
    return make_experience(make_host(owner=make_user()), capacity=40)


@pytest.fixture
def group(house, now) -> GroupRequest:
    return make_request(house.host, house, now=now)


def told(kind, audience=Audience.GUEST):
    return OutboxMessage.objects.filter(kind=kind, audience=audience)


def test_a_quote_that_ends_tomorrow_is_told_once_by_its_version(house, group, now):
    make_quote(group, group_slot(house, now=now), now=now)
    assert remind_groups(now=now + 5 * DAY) == 0
    assert [remind_groups(now=now + 6 * DAY + HOUR) for _time in range(2)] == [1, 0]
    assert told(GroupNews.LAPSING).count() == 1
    assert remind_groups(now=now + 8 * DAY) == 0


def test_nobody_is_woken(house, group, now):
    make_quote(group, group_slot(house, now=now), now=now)
    assert remind_groups(now=(now + 6 * DAY).replace(hour=22)) == 0
    assert remind_groups(now=(now + 6 * DAY).replace(hour=10)) == 1


def test_a_quote_for_a_day_alone_is_not_followed_by_a_reminder(house, group, now):
    make_quote(group, group_slot(house, now=now), now=now, valid_until=now + DAY)
    assert remind_groups(now=now + HOUR) == 0


def test_missing_names_are_asked_for_before_the_numbers_are_settled(house, group, now):
    make_accepted(group, group_slot(house, now=now), now=now)
    assert remind_groups(now=now + 7 * DAY) == 0
    assert [remind_groups(now=now + 9 * DAY) for _time in range(2)] == [1, 0]
    assert told(GroupNews.NAMES).count() == 1


def test_a_deposit_that_does_not_come_is_told_to_both(house, group, now):
    make_accepted(group, group_slot(house, now=now), now=now, deposit_vnd=1_000_000)
    assert remind_groups(now=now + DAY) == 0
    assert [remind_groups(now=now + 2 * DAY) for _time in range(2)] == [1, 0]
    assert told(GroupNews.UNPAID).count() == told(GroupNews.UNPAID, Audience.HOST).count() == 1
    # Before the numbers are settled, names are asked for as of any group.
    assert remind_groups(now=now + 9 * DAY) == 1


def test_what_is_not_essential_can_be_muted_and_a_deposit_cannot(house, group, now):
    muting.mute(address=group.contact_email, topic=MutedTopic.REMINDER, now=now)
    make_accepted(group, group_slot(house, now=now), now=now, deposit_vnd=1_000_000)
    assert [remind_groups(now=now + days * DAY) for days in (2, 9)] == [1, 0]
    assert not told(GroupNews.NAMES).exists()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [GroupNews.LAPSING, GroupNews.NAMES, GroupNews.UNPAID])
def test_letters_say_what_to_do_and_how_to_hear_no_more_of_it(house, group, now, monkeypatch, kind, language):
    GroupRequest.objects.update(language=language)
    group.refresh_from_db()
    slot = group_slot(house, now=now)
    at = now + 6 * DAY + HOUR
    if kind == GroupNews.LAPSING:
        make_quote(group, slot, now=now)
    else:
        make_accepted(group, slot, now=now, deposit_vnd=1_000_000 if kind == GroupNews.UNPAID else 0)
        at = now + 9 * DAY if kind == GroupNews.NAMES else now + 2 * DAY
    assert remind_groups(now=at) == 1
    monkeypatch.setattr("bookings.mail.groups.timezone.now", lambda: at)
    with translation.override("vi"):
        mail = letter_of_group(told(kind).get())
    assert house.host.name in mail.subject
    assert ("List-Unsubscribe" in mail.extra_headers) == (kind != GroupNews.UNPAID)
    link = muting_url(told(kind).get())
    assert (link in mail.body) == (link in mail.alternatives[0][0]) == (kind != GroupNews.UNPAID)
    if kind != GroupNews.UNPAID:
        muting.mute(address=group.contact_email, topic=MutedTopic.REMINDER, now=at)
        with pytest.raises(Overtaken):
            letter_of_group(told(kind).get())


def test_one_tap_in_the_mail_program_mutes(house, group, now, client):
    make_quote(group, group_slot(house, now=now), now=now)
    remind_groups(now=now + 6 * DAY + HOUR)
    path = "/" + muting_url(told(GroupNews.LAPSING).get()).split("/", 3)[3]
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MutedLetters.objects.filter(address=group.contact_email, topic=MutedTopic.REMINDER).exists()
    forget_requests(now=now + dt.timedelta(days=2_000))
    assert not MutedLetters.objects.exists()


def test_beat_asks_for_it(house, group, now, monkeypatch):
    make_quote(group, group_slot(house, now=now), now=now)
    monkeypatch.setattr("bookings.tasks.timezone.now", lambda: now + 6 * DAY + HOUR)
    assert remind_guests() == 1
