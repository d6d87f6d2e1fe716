"""When a festival falls, by the lunar calendar."""

import datetime as dt

import pytest

from tests.factories import make_festival, make_village
from villages.domain.festivals import festivals_between, occasion, upcoming_festivals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("year", "day"), [(2024, dt.date(2024, 2, 22)), (2026, dt.date(2026, 3, 1)), (2016, dt.date(2016, 2, 20))]
)
def test_hội_lim_is_on_the_thirteenth_of_the_first_month(year, day):
    found = occasion(make_festival(), year)
    assert (found.first, found.last) == (day, day)


def test_a_festival_of_several_days_ends_on_its_last():
    found = occasion(make_festival(lunar_day=12, days=2), 2026)
    assert (found.first, found.last) == (dt.date(2026, 2, 28), dt.date(2026, 3, 1))


def test_a_thirtieth_that_the_month_lacks_is_kept_on_the_twenty_ninth():
    """The second month of 2026 has 29 days, the first has 30."""
    assert occasion(make_festival(lunar_month=2, lunar_day=30), 2026).first == dt.date(2026, 4, 16)
    assert occasion(make_festival(lunar_month=1, lunar_day=30), 2026).first == dt.date(2026, 3, 18)


def test_in_a_leap_year_it_is_the_ordinary_month():
    assert occasion(make_festival(lunar_month=6, lunar_day=1), 2025).first == dt.date(2025, 6, 25)


def test_the_next_festivals_soonest_first_over_the_new_year():
    lim = make_festival()
    diem = make_festival(make_village("Diềm"), name="Hội làng Diềm", lunar_month=2, lunar_day=6)
    ong_tao = make_festival(name="Ông Táo", lunar_month=12, lunar_day=23)
    found = upcoming_festivals(dt.date(2026, 11, 23), limit=3)
    assert [(item.festival, item.first) for item in found] == [
        (ong_tao, dt.date(2027, 1, 30)),
        (lim, dt.date(2027, 2, 18)),
        (diem, dt.date(2027, 3, 13)),
    ]
    assert len(upcoming_festivals(dt.date(2026, 11, 23), limit=2)) == 2


def test_a_festival_is_upcoming_until_its_last_day():
    make_festival(lunar_day=12, days=2)
    assert upcoming_festivals(dt.date(2026, 3, 1), limit=1)[0].first == dt.date(2026, 2, 28)
    assert upcoming_festivals(dt.date(2026, 3, 2), limit=1)[0].first.year == 2027


def test_one_that_crosses_the_new_year_is_still_upcoming_in_the_first_days_of_the_new_one():
    make_festival(name="Tết làng", lunar_month=12, lunar_day=28, days=5)
    tet = dt.date(2026, 2, 17)
    assert upcoming_festivals(tet, limit=1)[0].first < tet


def test_a_calendar_shows_every_day_of_a_festival_within_its_days():
    lim = make_festival(lunar_day=12, days=3)
    found = festivals_between(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert found == {dt.date(2026, 3, 1): [lim], dt.date(2026, 3, 2): [lim]}
    assert festivals_between(dt.date(2026, 3, 3), dt.date(2026, 3, 31)) == {}


def test_a_calendar_shows_one_that_began_in_the_old_lunar_year():
    festival = make_festival(name="Tết làng", lunar_month=12, lunar_day=28, days=5)
    tet = dt.date(2026, 2, 17)
    assert festivals_between(tet, tet) == {tet: [festival]}


def test_a_calendar_month_costs_one_query(django_assert_num_queries):
    for day in range(1, 6):
        make_festival(lunar_day=day)
    with django_assert_num_queries(1):
        festivals_between(dt.date(2026, 2, 1), dt.date(2026, 3, 31))
    with django_assert_num_queries(1):
        assert [item.festival.village for item in upcoming_festivals(dt.date(2026, 1, 1), limit=3)]
