"""A host answers the criteria one by one; two who answer at once lose nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from ocop.domain.criteria.score import Choice
from ocop.domain.dossier.preparing import (
    AnsweredMeanwhile,
    NoSuchSet,
    NotInSheet,
    answer,
    begin,
    choices_of,
    put_away,
    say_what_stops,
    score_of,
    take_back,
)
from ocop.models import Answer, Dossier
from tests.factories import make_host, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def moment():
    return timezone.now()


@pytest.fixture
def potter():
    return make_user()


def begun(potter, moment, **told):
    asked = {"host": make_host(), "name": "Bình gốm", "criteria_set": 26} | told
    return begin(by=potter, now=moment, **asked)


def answered(dossier, potter, moment, code="1.1", level=1, *, case="", reason="", seen=0):
    choice = None if level is None else Choice(level, case)
    return answer(dossier=dossier, code=code, choice=choice, reason=reason, seen=seen, by=potter, now=moment)


def test_a_dossier_keeps_the_edition_of_the_day_it_was_begun(potter, moment):
    assert begun(potter, moment).edition == "2026-26"


def test_a_second_tap_begins_no_second_dossier_and_a_later_one_does(potter, moment):
    host = make_host()
    first = begun(potter, moment, host=host)
    assert begun(potter, moment + dt.timedelta(seconds=20), host=host) == first
    assert begun(potter, moment + dt.timedelta(minutes=5), host=host) != first


@pytest.mark.parametrize("number", [0, 27, -1])
def test_a_set_that_is_none_is_refused(potter, moment, number):
    with pytest.raises(NoSuchSet):
        begun(potter, moment, criteria_set=number)


def test_answers_come_to_points(potter, moment):
    dossier = begun(potter, moment)
    answered(dossier, potter, moment, "1.1", 1)
    answered(dossier, potter, moment, "15", 1, case="b")
    found = score_of(dossier, choices_of(dossier))
    assert (found.total, found.sections) == (6, {"A": 3, "B": 0, "C": 3})


def test_words_alone_are_kept_and_count_nothing(potter, moment):
    dossier = begun(potter, moment)
    answered(dossier, potter, moment, level=None, reason="Hỏi lại chị Hoa")
    assert choices_of(dossier) == {}
    assert dossier.answers.get().reason == "Hỏi lại chị Hoa"


@pytest.mark.parametrize(("code", "level", "case"), [("99", 0, ""), ("1.1", 9, ""), ("1.1", 0, "a"), ("15", 0, "")])
def test_what_the_sheet_does_not_know_is_refused(potter, moment, code, level, case):
    dossier = begun(potter, moment)
    with pytest.raises(NotInSheet):
        answered(dossier, potter, moment, code, level, case=case)
    assert not Answer.objects.exists()


def test_of_two_who_answer_at_once_the_second_is_shown_what_stands(potter, moment):
    dossier = begun(potter, moment)
    answered(dossier, potter, moment, level=0, reason="Có tổ điều phối")
    other = make_user()
    with pytest.raises(AnsweredMeanwhile) as told:
        answered(dossier, other, moment, level=1, seen=0)
    assert told.value.standing.level == 0
    assert dossier.answers.get().reason == "Có tổ điều phối"
    answered(dossier, other, moment, level=1, seen=told.value.standing.version)
    assert dossier.answers.get().level == 1


def test_the_same_answer_again_is_the_same_whatever_was_seen(potter, moment):
    dossier = begun(potter, moment)
    first = answered(dossier, potter, moment)
    again = answered(dossier, make_user(), moment, seen=0)
    assert (again.pk, again.version, again.changed_by) == (first.pk, 1, potter)


def test_what_stops_leaves_no_star_and_rules_of_other_sets_are_left_out(potter, moment):
    dossier = begun(potter, moment, criteria_set=21)
    say_what_stops(dossier=dossier, rules=["D_FORGED", "D_GMP", "x"], now=moment)
    dossier.refresh_from_db()
    assert dossier.stopped_by == ["D_FORGED"]
    assert score_of(dossier, {}).star == 0


def test_what_was_put_away_comes_back_as_it_was(potter, moment):
    dossier = begun(potter, moment)
    answered(dossier, potter, moment)
    put_away(dossier=dossier, now=moment)
    assert not Dossier.objects.standing().exists()
    take_back(dossier=dossier)
    assert Dossier.objects.standing().get().answers.count() == 1
