"""What an office should look at: what runs out within six months, where nothing is made, what is missed."""

import datetime as dt

import pytest

from ocop.domain.programme.attention import communes_without, in_months, missed, running_out
from ocop.domain.programme.figures import figures
from tests.factories import make_commune, make_land, make_office
from tests.ocop.programme.test_figures import TODAY, certified
from tests.ocop.programme.test_targets import make_target

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ENDS = in_months(TODAY)


def test_six_months_later_is_the_same_day_or_the_months_last():
    assert in_months(dt.date(2026, 11, 28)) == dt.date(2027, 5, 28)
    assert in_months(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("ends", "counts"), [(TODAY - DAY, False), (TODAY, True), (ENDS - DAY, True), (ENDS, False), (ENDS + DAY, False)]
)
def test_what_is_in_force_and_ends_within_six_months(ends, counts):
    certified(valid_until=ends)
    assert running_out(make_office(), TODAY).exists() == counts


def test_an_extension_and_a_newer_certificate_give_more_time():
    certified(valid_until=TODAY + 10 * DAY, extended_until=ENDS + DAY)
    followed = certified(valid_until=TODAY + 10 * DAY)
    certified(product=followed, issued_on=TODAY - DAY, valid_until=ENDS + 900 * DAY, decision_number="2/QĐ")
    certified(valid_until=TODAY + 10 * DAY, withdrawn_on=TODAY)
    assert not running_out(make_office(), TODAY).exists()


def test_each_office_is_told_of_its_own():
    land, other = make_land(), make_commune("Kinh Bắc")
    certified(commune=land, valid_until=TODAY + 10 * DAY)
    assert running_out(make_office(), TODAY).count() == 1
    assert running_out(make_office(commune=land), TODAY).count() == 1
    assert not running_out(make_office(commune=other), TODAY).exists()


def test_communes_in_which_nothing_counts():
    office, empty = make_office(), make_commune("Kinh Bắc")
    over = make_commune("Song Liễu")
    certified(commune=over, valid_until=TODAY - DAY)
    certified()
    assert communes_without(office, figures(office, TODAY)) == [empty, over]
    own = make_office(commune=empty)
    assert communes_without(own, figures(own, TODAY)) == []


def test_targets_that_are_not_reached():
    office = make_office()
    certified(stars=4)
    make_target(office, value=1)
    short = make_target(office, value=1, stars=5)
    make_target(office, measure="other", note="làng văn hóa du lịch")
    assert [one.target for one in missed(office, figures(office, TODAY))] == [short]
