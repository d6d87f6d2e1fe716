"""One normal form in the database, one folding for search."""

import unicodedata

import pytest

from common.data.refusal import Refused
from common.words.text import fold, nfc, single_line

ALL_VOWELS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("text", ["Phù Lãng", "Đông Hồ", "quan họ", "Thị Cầu", ALL_VOWELS, ALL_VOWELS.upper()])
def test_decomposed_text_is_composed(text):
    assert nfd(text) != text
    assert nfc(nfd(text)) == text
    assert nfc(text) == text


def test_marks_typed_in_another_order_are_the_same_letter():
    assert nfc("e\u0323\u0302") == nfc("e\u0302\u0323") == "ệ"


def test_both_spellings_of_a_tone_stay_as_written():
    assert nfc("hòa") != nfc("hoà")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đông  HỒ", "dong ho"),
        ("đĐ", "dd"),
        (nfd("Đường Lâm"), "duong lam"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        (ALL_VOWELS, "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5),
        (" Làng\u00a0Diềm\t(Viêm Xá)\n", "lang diem (viem xa)"),
        ("Gốm 🏺 nâu", "gom 🏺 nau"),
        ("", ""),
    ],
)
def test_folding_drops_case_marks_and_stroke(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Nguyễn   Thị\tLan \n", "Nguyễn Thị Lan"),
        (nfd("Trần Đức"), "Trần Đức"),
        ("Lan\r\nBcc: ai@example.com", "Lan Bcc: ai@example.com"),
        ("Lan\u2028Anh", "Lan Anh"),
        ("L\u200ban\ufeff", "Lan"),
        ("L\x00a\x1bn", "Lan"),
        ("\u202eLan", "Lan"),
        ("Gốm 🏺", "Gốm 🏺"),
        ("H\u2019Hen Niê", "H\u2019Hen Niê"),
        ("\u00a0\u3000", ""),
    ],
)
def test_a_line_keeps_words_and_loses_what_cannot_be_seen(text, line):
    assert single_line(text) == line


def test_a_refusal_carries_its_sentence():
    class Full(Refused):
        message = "Hết chỗ."

    assert str(Full()) == Full().message == "Hết chỗ."
    assert str(Full("Còn một chỗ.")) == Full("Còn một chỗ.").message == "Còn một chỗ."
    assert Full.message == "Hết chỗ."
