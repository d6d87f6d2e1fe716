"""The criteria of Decision 26/2026/QĐ-TTg, Appendix II, as data: 26 sets whose sums hold."""

import datetime as dt
import unicodedata

import pytest
from django.utils import translation

from ocop.domain.criteria.reading import keys, newest, read

EDITION = read("2026-26")
SETS = list(EDITION.sets.values())
LEVELS = [
    (sheet, criterion, case, level)
    for sheet in SETS
    for criterion in sheet.by_code.values()
    for case in criterion.cases
    for level in case.levels
]


def test_there_are_26_sets_of_787_criteria_and_2579_levels():
    assert list(EDITION.sets) == list(range(1, 27))
    assert sum(len(sheet.by_code) for sheet in SETS) == 787
    assert len(LEVELS) == 2579


@pytest.mark.parametrize("sheet", SETS, ids=lambda sheet: str(sheet.number))
def test_the_points_of_a_set_add_up_to_100(sheet):
    assert [(part.code, part.maximum) for part in sheet.sections] == [("A", 40), ("B", 25), ("C", 35)]
    assert sheet.maximum == 100
    for part in sheet.sections:
        assert sum(group.maximum for group in part.groups) == part.maximum
        for group in part.groups:
            assert sum(criterion.maximum for criterion in group.criteria) == group.maximum, group.code
            for criterion in group.criteria:
                assert sum(leaf.maximum for leaf in criterion.leaves()) == criterion.maximum, criterion.code
    codes = [group.code for part in sheet.sections for group in part.groups]
    assert codes == [str(number + 1) for number in range(len(codes))]


@pytest.mark.parametrize("sheet", SETS, ids=lambda sheet: str(sheet.number))
def test_the_best_level_of_every_criterion_is_its_maximum(sheet):
    for code, criterion in sheet.by_code.items():
        for case in criterion.cases:
            points = [level.points for level in case.levels]
            assert max(points) == criterion.maximum, code
            assert points == sorted(points), code


def test_two_levels_with_the_same_points_are_those_that_the_source_prints_so():
    """Set 7, 3.1 and set 23, 6.2 print 1 twice; what was probably meant stands beside it."""
    twice = {(sheet.number, criterion.code) for sheet, criterion, _case, level in LEVELS if level.suspect}
    assert {(7, "3.1"), (23, "6.2")} <= twice
    for sheet in SETS:
        for code, criterion in sheet.by_code.items():
            for case in criterion.cases:
                points = [level.points for level in case.levels]
                assert len(set(points)) == len(points) or (sheet.number, code) in twice, (sheet.number, code)


def test_what_the_source_prints_is_kept_where_another_number_is_used():
    printed = {(sheet.number, criterion.code): level for sheet, criterion, _c, level in LEVELS if level.printed}
    assert (printed[4, "7"].printed, printed[4, "7"].points) == ("13", 3)
    assert (printed[11, "6.1.1"].printed, printed[11, "6.1.1"].points) == ("11", 1)


def test_marks_stand_on_a_level_for_3_4_or_5_stars_and_rise_with_the_points():
    for sheet in SETS:
        for code, criterion in sheet.by_code.items():
            for case in criterion.cases:
                stars = [level.stars for level in case.levels if level.stars]
                assert stars == sorted(set(stars)), (sheet.number, code)
                assert set(stars) <= {3, 4, 5}


def test_the_tourism_set_has_32_criteria_two_cases_in_8_9_and_15_and_no_samples():
    tourism = EDITION.sets[26]
    assert len(tourism.by_code) == 32
    assert [code for code, criterion in tourism.by_code.items() if criterion.has_cases] == ["8", "9", "15"]
    assert tourism.group == "VI"
    assert tourism.samples == 0
    assert tourism.disqualifiers == ()
    assert [agency.vi for agency in tourism.agencies] == [
        "Bộ Văn hóa, Thể thao và Du lịch",
        "Bộ Nông nghiệp và Môi trường",
    ]


def test_every_text_is_there_in_both_languages_and_in_nfc():
    texts = [level.text for *_rest, level in LEVELS]
    texts += [rule.text for sheet in SETS for rule in sheet.stops] + [note.text for s in SETS for note in s.notes]
    texts += [criterion.name for _s, criterion, *_rest in LEVELS] + list(EDITION.open_questions) + [EDITION.wording]
    for words in texts:
        assert words.vi.strip()
        assert words.en.strip()
        assert unicodedata.is_normalized("NFC", words.vi)
        assert words.vi == words.vi.strip()


def test_words_are_shown_in_the_language_of_the_page():
    name = EDITION.sets[26].sections[0].name
    with translation.override("vi"):
        assert str(name) == name.vi
    with translation.override("en"):
        assert str(name) == name.en != name.vi


def test_sets_lie_in_their_groups():
    by_group = {}
    for sheet in SETS:
        by_group.setdefault(sheet.group, []).append(sheet.number)
    assert by_group == {
        "I": list(range(1, 14)),
        "II": [14, 15, 16, 17],
        "III": [18, 19, 20],
        "IV": [21, 22],
        "V": [23, 24, 25],
        "VI": [26],
    }
    assert len({sheet.kind for sheet in SETS}) == 17


def test_a_dossier_is_made_by_the_newest_edition_in_force():
    assert keys() == ["2026-26"]
    assert newest(dt.date(2026, 5, 22)).key == "2026-26"


@pytest.mark.parametrize("key", ["2020-1048", "../2026-26", "", "."])
def test_an_edition_that_is_not_there_is_a_key_error(key):
    with pytest.raises(KeyError):
        read(key)
