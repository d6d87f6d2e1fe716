"""A house is told of money long due: after three days, then each week, all of it in one letter a day."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.reminding.refunds import nag_due
from bookings.enums import Audience, MessageKind
from bookings.mail.refunds import refunds_letter
from bookings.models import Booking
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import local_time, make_experience, make_host, make_slot, make_user
from tests.factories.refunds import DETAILS, give_details, make_owed, send_back
from tests.plugins.shared_stage import shared
from villages.models import Host

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = local_time(dt.date(2026, 12, 1), 12, 0)


@shared
def slot():
    host = make_host(owner=make_user(email="gom@example.org"), email="nha@example.org")
    return make_slot(make_experience(host), starts_at=NOON + 40 * DAY, closes_at=NOON + 40 * DAY)


@shared
def owed(slot):
    return make_owed(slot, now=NOON, adults=2)


def told() -> list[str]:
    return list(OutboxMessage.objects.filter(kind=MessageKind.REFUNDS_DUE).order_by("pk").values_list("to", flat=True))


def letter(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    return refunds_letter(OutboxMessage.objects.filter(kind=MessageKind.REFUNDS_DUE).latest("pk"))


def test_once_after_three_days_and_again_each_week(owed):
    days = [day for day in range(25) for _hour in range(3) if nag_due(now=NOON + day * DAY + _hour * HOUR)]
    assert days == [3, 10, 17, 24]


def test_a_day_without_a_worker_loses_no_letter(owed):
    assert [nag_due(now=NOON + days * DAY) for days in (2, 5, 11, 12)] == [0, 1, 0, 1]


def test_nobody_is_told_in_the_night(owed):
    assert nag_due(now=NOON + 4 * DAY + 12 * HOUR) == 0
    assert nag_due(now=NOON + 4 * DAY + 9 * HOUR) == 0
    assert nag_due(now=NOON + 4 * DAY) == 1


def test_another_that_gets_old_is_told_on_its_day_with_all_the_others_in_one_letter(owed, slot, monkeypatch):
    make_owed(slot, now=NOON + DAY, adults=1)
    make_owed(slot, now=NOON + DAY, adults=1)
    assert [nag_due(now=NOON + days * DAY) for days in (3, 4, 5)] == [1, 1, 0]
    assert told() == ["nha@example.org"] * 2
    assert "3 khách đang chờ nhận lại tiền" in letter(monkeypatch, NOON + 4 * DAY).subject


def test_what_was_given_back_is_told_no_more_and_a_letter_that_waited_is_not_sent(owed, monkeypatch):
    assert nag_due(now=NOON + 3 * DAY) == 1
    send_back(owed, now=NOON + 3 * DAY)
    assert nag_due(now=NOON + 10 * DAY) == 0
    with pytest.raises(Overtaken):
        letter(monkeypatch, NOON + 3 * DAY)


def test_a_house_without_an_address_is_told_through_those_who_run_it(owed):
    Host.objects.update(email="")
    nag_due(now=NOON + 3 * DAY)
    assert told() == ["gom@example.org"]


def test_the_letter_says_whom_how_much_since_when_and_never_the_account(owed, monkeypatch):
    give_details(owed, now=NOON)
    nag_due(now=NOON + 3 * DAY)
    mail = letter(monkeypatch, NOON + 3 * DAY)
    for text in (mail.body.replace("\xa0", " "), mail.alternatives[0][0].replace("\xa0", " ")):
        assert owed.contact_name in text
        assert "700.000 ₫" in text
        assert "12:00 thứ ba, 01/12/2026" in text
        assert "đã có số tài khoản" in text
        assert DETAILS.account not in text
    assert "/tien/can-tra/" in mail.body


def test_it_names_whom_to_call_where_no_account_is_given(owed, monkeypatch):
    nag_due(now=NOON + 3 * DAY)
    assert Booking.objects.get().contact_phone.as_international in letter(monkeypatch, NOON + 3 * DAY).body


def test_it_cannot_be_muted(owed, monkeypatch):
    nag_due(now=NOON + 3 * DAY)
    message = OutboxMessage.objects.get(kind=MessageKind.REFUNDS_DUE)
    assert message.audience == Audience.HOST
    assert "List-Unsubscribe" not in letter(monkeypatch, NOON + 3 * DAY).extra_headers
