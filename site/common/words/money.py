"""Đồng as each language writes it. Amounts are whole đồng in integers named `*_vnd`."""

from babel.numbers import format_currency
from django.utils.translation import get_language


def format_vnd(amount: int, language: str | None = None) -> str:
    """`amount` whole đồng as "1.200.000 ₫" in Vietnamese and "₫1,200,000" in English (CLDR's forms)."""
    return format_currency(amount, "VND", locale=(language or get_language() or "vi")[:2])
