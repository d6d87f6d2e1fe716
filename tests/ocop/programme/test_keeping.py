"""Rows of the programme's books: once however often they are sent, corrected with history, never silently."""

import datetime as dt
import uuid

import pytest
from wagtail.models import ModelLogEntry

from ocop.domain.once import KeyReused
from ocop.domain.programme.keeping import ChangedMeanwhile, ThereAlready, correct, put_away, write
from ocop.models import Target
from tests.factories import make_land, make_user

pytestmark = pytest.mark.django_db
FACTS = {"value": 700, "period_to": dt.date(2025, 12, 31), "source": "congly.vn"}


@pytest.fixture
def row(now):
    return write(row=Target(province=make_land().province, **FACTS), by=make_user(), now=now)


def history(row) -> list[str]:
    return [entry.message for entry in ModelLogEntry.objects.for_instance(row).order_by("pk")]


def test_the_same_form_sent_twice_writes_one_row(now):
    key, by = uuid.uuid4(), make_user()
    made = [write(row=Target(province=make_land().province, key=key, **FACTS), by=by, now=now) for _twice in range(2)]
    assert made[0] == made[1] == Target.objects.get()
    assert len(history(made[0])) == 1


def test_another_word_under_the_same_key_is_refused_and_changes_nothing(now):
    key = uuid.uuid4()
    made = write(row=Target(province=make_land().province, key=key, **FACTS), by=None, now=now)
    with pytest.raises(KeyReused):
        write(row=Target(province=make_land().province, key=key, **(FACTS | {"value": 701})), by=None, now=now)
    assert Target.objects.get().value == made.value == 700


def test_a_form_that_comes_late_is_known_by_what_it_said_and_not_by_what_was_corrected(row, now):
    correct(row=row, version=1, values={"value": 676}, by=None)
    late = Target(province=row.province, key=row.key, **FACTS)
    assert write(row=late, by=None, now=now) == row
    with pytest.raises(KeyReused):
        write(row=Target(province=row.province, key=row.key, **(FACTS | {"value": 676})), by=None, now=now)


def test_a_row_of_before_is_compared_by_what_it_says(row, now):
    Target.objects.update(fingerprint="")
    assert write(row=Target(province=row.province, key=row.key, **FACTS), by=None, now=now) == row
    with pytest.raises(KeyReused):
        write(row=Target(province=row.province, key=row.key, **(FACTS | {"source": "báo"})), by=None, now=now)


def test_a_second_target_for_the_same_is_refused_until_the_first_is_put_away(row, now):
    with pytest.raises(ThereAlready):
        write(row=Target(province=row.province, **FACTS), by=None, now=now)
    put_away(row=row, by=None, now=now)
    put_away(row=row, by=None, now=now)
    again = write(row=Target(province=row.province, **FACTS), by=None, now=now)
    assert again != row
    assert len(history(row)) == 2


def test_a_correction_is_written_with_what_stood_before(row):
    by = make_user(full_name="Đỗ Thị Tỉnh")
    for _twice in range(2):
        correct(row=row, version=1, values={"value": 676, "source": "congly.vn"}, by=by)
    row.refresh_from_db()
    assert (row.value, row.version) == (676, 2)
    told = history(row)
    assert len(told) == 2
    assert "700" in told[1]
    assert "676" in told[1]


def test_who_saw_an_older_version_is_told(row):
    correct(row=row, version=1, values={"value": 676}, by=None)
    with pytest.raises(ChangedMeanwhile):
        correct(row=row, version=1, values={"value": 800}, by=None)
    row.refresh_from_db()
    assert row.value == 676


def test_what_is_put_away_is_corrected_no_more(row, now):
    put_away(row=row, by=None, now=now)
    with pytest.raises(ChangedMeanwhile):
        correct(row=row, version=1, values={"value": 800}, by=None)


def test_a_correction_that_meets_another_row_is_refused(row, now):
    other = write(row=Target(province=row.province, **(FACTS | {"stars": 5})), by=None, now=now)
    with pytest.raises(ThereAlready):
        correct(row=other, version=1, values={"stars": None}, by=None)
