"""What a field for words takes, and what it makes of it."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from common.words.fields import LineField, LinesField, NameField, OwnNameField


def test_a_line_is_measured_as_it_is_kept():
    typed = unicodedata.normalize("NFD", "Nguyễn  Thị\tĐượm")
    assert LineField(max_length=15).clean(typed) == "Nguyễn Thị Đượm"


def test_line_breaks_count_once_and_stay():
    assert LinesField(max_length=3).clean("a\r\nb\x00") == "a\nb"


@pytest.mark.parametrize("field", [NameField, OwnNameField])
@pytest.mark.parametrize(("typed", "why"), [("123", "in letters"), ("Hà www.re.vn", "web or mail address")])
def test_a_name_has_letters_and_no_address(field, typed, why):
    with translation.override("en"), pytest.raises(ValidationError, match=why):
        field().clean(typed)


def test_whoever_fills_it_in_is_asked_for_their_own_name():
    with translation.override("en"), pytest.raises(ValidationError, match="only your name"):
        OwnNameField().clean("mua tại re.com")
    assert OwnNameField(required=False).clean("") == ""
