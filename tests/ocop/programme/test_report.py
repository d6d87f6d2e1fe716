"""The report of a year: each certificate runs out in one year, whatever day it ends."""

import datetime as dt

import pytest

from ocop.domain.programme.report import report
from tests.factories import make_office
from tests.ocop.programme.test_figures import certified

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 12, 31)


def run_out(office, year: int, *, today: dt.date) -> str:
    lines = [line for part in report(office, year, today=today).parts for line in part.lines]
    return next(line.text for line in lines if line.label == "Hết hạn")


@pytest.mark.parametrize(
    "ends",
    [
        {"valid_until": LAST},
        {"valid_until": dt.date(2026, 9, 1), "extended_until": LAST, "extension_reason": "Chờ hội đồng họp"},
        {"valid_until": LAST - dt.timedelta(days=1)},
        {"valid_until": LAST + dt.timedelta(days=1)},
    ],
)
def test_a_certificate_runs_out_in_one_year_alone(ends):
    office = make_office()
    certified(issued_on=dt.date(2024, 1, 1), **ends)
    years = [run_out(office, year, today=dt.date(2028, 2, 1)) for year in (2025, 2026, 2027, 2028)]
    in_force_at_the_end = ends.get("extended_until", ends["valid_until"]) >= LAST
    assert years == (["0", "0", "1", "0"] if in_force_at_the_end else ["0", "1", "0", "0"])


def test_what_is_in_force_today_has_not_run_out_and_has_on_the_first_of_january():
    office = make_office()
    certified(issued_on=dt.date(2024, 1, 1), valid_until=LAST)
    assert run_out(office, 2026, today=LAST) == "0"
    assert run_out(office, 2027, today=LAST + dt.timedelta(days=1)) == "1"
