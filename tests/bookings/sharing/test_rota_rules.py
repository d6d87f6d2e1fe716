"""How far ahead the rota plans, and how long a day off may last."""

import datetime as dt

import pytest

from bookings.domain.sharing import days_off, rota
from bookings.models import DayOff, Slot
from tests.factories import make_artisan, make_experience, make_host, make_rota, make_slot, make_use

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_visits_of_the_next_sixty_days_get_their_people_and_later_ones_do_not_yet(now):
    host = make_host()
    experience = make_experience(host)
    guides = make_rota(host, people=2)
    make_use(experience, guides, per="slot")
    last = make_slot(experience, now + 60 * DAY)
    beyond = make_slot(experience, now + 60 * DAY + dt.timedelta(minutes=1))
    Slot.objects.update(taken=2)
    assert rota.plan(resource=guides, now=now) == []
    assert (last.assignments.count(), beyond.assignments.count()) == (1, 0)


def test_a_year_and_a_day_off_is_the_longest_both_ends_included(now):
    artisan, today = make_artisan(), now.date()
    with pytest.raises(days_off.OffTooLong):
        days_off.add_day_off(artisan=artisan, first_day=today, last_day=today + 366 * DAY, now=now)
    assert not DayOff.objects.exists()
    days_off.add_day_off(artisan=artisan, first_day=today, last_day=today + 365 * DAY, now=now)
    assert DayOff.objects.get().last_day == today + 365 * DAY


@pytest.mark.parametrize(("first", "last"), [(4, 6), (6, 8), (4, 8)])
def test_days_off_that_are_noted_in_part_are_noted_with_their_reason(now, first, last):
    artisan, today = make_artisan(), now.date()
    days_off.add_day_off(artisan=artisan, first_day=today + 5 * DAY, last_day=today + 7 * DAY, now=now)
    longer = {"first_day": today + first * DAY, "last_day": today + last * DAY}
    row, _short = days_off.add_day_off(artisan=artisan, **longer, reason="Đám cưới", now=now)
    row.refresh_from_db()
    assert (row.first_day, row.last_day, row.reason) == (longer["first_day"], longer["last_day"], "Đám cưới")
