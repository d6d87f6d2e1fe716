"""Points, stars and the way to the next one (bands and marks of Decision 26/2026/QĐ-TTg)."""

import pytest

from ocop.domain.criteria.reading import read
from ocop.domain.criteria.score import Choice, NoSuchLevel, next_raises, points_of, score, way_up

EDITION = read("2026-26")
TOURISM = EDITION.sets[26]
CRAFTS = EDITION.sets[21]


def best(sheet, **other):
    """The best level of everything, but for `other`: c3_5=2 is 2 points for 3.5."""
    points = {code: criterion.maximum for code, criterion in sheet.by_code.items()}
    return points | {name[1:].replace("_", "."): value for name, value in other.items()}


def lowered(sheet, total):
    """Points that come to `total`, taken from criteria without marks first."""
    points = best(sheet)
    marked = {code for code, c in sheet.by_code.items() for case in c.cases for level in case.levels if level.stars}
    for code in sorted(points, key=lambda code: code in marked):
        take = min(points[code], sum(points.values()) - total)
        points[code] -= take
    assert sum(points.values()) == total
    return points


@pytest.mark.parametrize(
    ("total", "star"), [(100, 5), (90, 5), (89, 4), (70, 4), (69, 3), (50, 3), (49, 2), (30, 2), (29, 1), (0, 1)]
)
def test_the_total_falls_into_its_band(total, star):
    assert score(EDITION, TOURISM, lowered(TOURISM, total)).band == star


def test_an_average_just_below_a_band_is_not_rounded_up():
    assert score(EDITION, TOURISM, best(TOURISM) | {"1.1": 3 - 10.01}).band == 4


def test_sections_add_up_apart():
    found = score(EDITION, TOURISM, best(TOURISM, c4_4=0))
    assert found.sections == {"A": 40, "B": 25 - TOURISM.by_code["4.4"].maximum, "C": 35}
    assert found.total == sum(found.sections.values())


def test_a_level_below_its_mark_lowers_the_star():
    """Set 26, 3.5: a trademark certificate (2 points) for four stars, an accepted application (1) for three."""
    assert score(EDITION, TOURISM, best(TOURISM)).star == 5
    four = score(EDITION, TOURISM, best(TOURISM, c3_5=1))
    assert (four.band, four.star) == (5, 3)
    assert [(item.criterion.code, item.stars, item.needed) for item in four.shortfalls] == [("3.5", 4, 2)]
    assert score(EDITION, TOURISM, best(TOURISM, c3_5=0)).star == 2


def test_what_stops_an_assessment_leaves_no_star():
    forged = CRAFTS.disqualifiers[0]
    assert score(EDITION, CRAFTS, best(CRAFTS), stopped_by=(forged,)).star == 0


def test_what_is_not_answered_counts_nothing_and_is_named():
    found = score(EDITION, TOURISM, {"1.1": 3})
    assert found.total == 3
    assert len(found.unanswered) == 31


def test_choices_become_points_by_their_case():
    choices = {"1.1": Choice(1), "15": Choice(1, "b")}
    assert points_of(TOURISM, choices) == {"1.1": 3, "15": 3}


@pytest.mark.parametrize(
    ("code", "choice"),
    [("1.1", Choice(2)), ("1.1", Choice(-1)), ("1.1", Choice(0, "a")), ("15", Choice(0)), ("99", Choice(0))],
)
def test_an_answer_that_the_sheet_does_not_know_is_refused(code, choice):
    with pytest.raises(NoSuchLevel):
        points_of(TOURISM, {code: choice})


def test_the_way_to_the_next_star_names_marks_and_points_beyond_them():
    points = lowered(TOURISM, 65) | {"3.5": 1}
    points["1.2"] += 65 - sum(points.values()) if sum(points.values()) < 65 else 0
    way = way_up(EDITION, TOURISM, points)
    assert way.star == 4
    assert [(item.criterion.code, item.needed) for item in way.marks][-1] == ("3.5", 2)
    gained = sum(item.needed - item.has for item in way.marks)
    assert way.points == 70 - sum(points.values()) - gained


def test_at_five_stars_there_is_no_way_up():
    assert way_up(EDITION, TOURISM, best(TOURISM)) is None


def test_raises_are_one_level_each_the_greatest_gain_first():
    raises = next_raises(TOURISM, {code: Choice(0, c.cases[0].key) for code, c in TOURISM.by_code.items()})
    gains = [item.gain for item in raises]
    assert gains == sorted(gains, reverse=True)
    assert all(item.level.points > 0 for item in raises)
    full = {code: Choice(len(c.cases[0].levels) - 1, c.cases[0].key) for code, c in TOURISM.by_code.items()}
    assert next_raises(TOURISM, full) == []
