"""Sums in Vietnamese words: as papers write them, and such that whoever reads them back finds the same sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.words.money import vnd_in_words

ONES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
ONES |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def read(words: list[str]) -> int:
    """A reader that knows nothing of how they were written."""
    for scale, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3)):
        if scale in words:
            # A larger scale may be multiplied by a smaller one: the last one parts the number.
            at = len(words) - 1 - words[::-1].index(scale)
            return read(words[:at]) * size + read(words[at + 1 :])
    total = 0
    for number, word in enumerate(words):
        if word == "trăm":
            total *= 100
        elif word == "mươi":
            total = total // 100 * 100 + total % 100 * 10
        elif word == "mười":
            total += 10
        elif word != "linh":
            total = total + ONES[word] if number else ONES[word]
    return total


@given(st.one_of(st.integers(0, 10**4), st.integers(0, 10**15), st.integers(0, 10**6).map(lambda n: n * 1000)))
def test_they_read_back_as_the_same_sum(amount):
    said = vnd_in_words(amount)
    assert said.endswith(" đồng")
    assert read(said.removesuffix(" đồng").lower().split()) == amount


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "Không đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (54, "Năm mươi tư đồng"),
        (11, "Mười một đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (4_980_000, "Bốn triệu chín trăm tám mươi nghìn đồng"),
        (2_000_000_015, "Hai tỷ không trăm mười lăm đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_they_are_those_of_papers(amount, said):
    assert vnd_in_words(amount) == said
