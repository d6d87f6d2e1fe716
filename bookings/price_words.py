"""Why something costs what it does, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.domain.seats.prices import Why, read_why
from common.words.money import format_vnd
from experiences.models import Unit


def day_words(why: Why, language: str) -> str:
    """`giá dịp Tết`: why the price of a day is another than the usual; empty where it is the usual."""
    if why.by_hand:
        return _("price of this time")
    season = (why.season_en if language.startswith("en") else "") or why.season
    return _("price for %(season)s") % {"season": season} if season else ""


def why_text(told: Mapping[str, Any], language: str) -> str:
    """`giá dịp Tết, từ 5 khách`, of `BookingUnit.why`; empty where it is the usual price."""
    tier = _("from %(n)s guests") % {"n": told["from"]} if told.get("from") else ""
    return ", ".join(words for words in (day_words(read_why(told), language), tier) if words)


def line_text(quantity: int, name: object, told: Mapping[str, Any], language: str) -> str:
    """`5 × Người lớn · giá dịp Tết, từ 5 khách`."""
    why = why_text(told, language)
    return f"{quantity} × {name}" + (f" · {why}" if why else "")


def unit_words(unit: Unit) -> list[str]:
    """What to know of a price before numbers are chosen: why it is that today, and when it is less."""
    why, language = unit.why or Why(), get_language() or "vi"
    steps = [
        _("from %(n)s guests: %(price)s") % {"n": people, "price": format_vnd(price_vnd, language)}
        for people, price_vnd in why.steps
        if people
    ]
    return [words for words in (day_words(why, language), *steps) if words]


def steps_text(unit: Unit) -> str:
    """`5:300000 10:280000`, for a stepper's script."""
    return " ".join(f"{people}:{price_vnd}" for people, price_vnd in (unit.why or Why()).steps if people)
