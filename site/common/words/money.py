"""Đồng as each language writes it. Amounts are whole đồng in integers named `*_vnd`."""

import re

from babel.numbers import format_currency
from django.utils.translation import get_language

from common.words.text import single_line

AMOUNT = re.compile(r"(\d{1,3}(?:[., ]\d{3}){1,4}|\d{1,12})\s*(k|nghìn|ngàn)?\s*(?:đ|₫|vnd|đồng)?")
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"))
# After twenty, thirty and so on, one and four have words of their own.
AFTER_TENS = {(True, 1): "mốt", (True, 4): "tư"}


def format_vnd(amount: int, language: str | None = None) -> str:
    """`amount` whole đồng as "1.200.000 ₫" in Vietnamese and "₫1,200,000" in English (CLDR's forms)."""
    return format_currency(amount, "VND", locale=(language or get_language() or "vi")[:2])


def vnd_in_words(amount: int) -> str:
    """`Một triệu không trăm linh năm nghìn đồng`: 0 or more whole đồng as Vietnamese papers write them out."""
    said = _number_in_words(amount, inner=False) or DIGITS[0]
    return f"{said[0].upper()}{said[1:]} đồng"


def _number_in_words(number: int, *, inner: bool) -> str:
    """Empty for 0. `inner`: larger parts stand before it, so that hundreds and tens are said where they are 0."""
    for size, name in SCALES:
        if number >= size:
            head, rest = divmod(number, size)
            parts = [_number_in_words(head, inner=inner), name, _number_in_words(rest, inner=True)]
            return " ".join(filter(None, parts))
    return _hundreds_in_words(number, inner=inner)


def _hundreds_in_words(number: int, *, inner: bool) -> str:
    """Of 0 to 999."""
    if not number:
        return ""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or inner else []
    if tens:
        words.append("mười" if tens == 1 else f"{DIGITS[tens]} mươi")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(AFTER_TENS.get((tens > 1, ones)) or ("lăm" if tens and ones == 5 else DIGITS[ones]))
    return " ".join(words)


def parse_vnd(text: str) -> int | None:
    """Whole đồng of "250.000", "250,000 đ" or "250k"; None for what is no amount."""
    found = AMOUNT.fullmatch(single_line(text).lower())
    return int(re.sub(r"\D", "", found[1])) * (1000 if found[2] else 1) if found else None
