"""Đồng as each language writes it. Amounts are whole đồng in integers named `*_vnd`."""

import re

from babel.numbers import format_currency
from django.utils.translation import get_language

from common.words.text import single_line

AMOUNT = re.compile(r"(\d{1,3}(?:[., ]\d{3}){1,4}|\d{1,12})\s*(k|nghìn|ngàn)?\s*(?:đ|₫|vnd|đồng)?")


def format_vnd(amount: int, language: str | None = None) -> str:
    """`amount` whole đồng as "1.200.000 ₫" in Vietnamese and "₫1,200,000" in English (CLDR's forms)."""
    return format_currency(amount, "VND", locale=(language or get_language() or "vi")[:2])


def parse_vnd(text: str) -> int | None:
    """Whole đồng of "250.000", "250,000 đ" or "250k"; None for what is no amount."""
    found = AMOUNT.fullmatch(single_line(text).lower())
    return int(re.sub(r"\D", "", found[1])) * (1000 if found[2] else 1) if found else None
