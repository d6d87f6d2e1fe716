"""What an experience costs, in a word."""

from common.money import format_vnd
from experiences.models.experience import Experience


def lowest_price(experience: Experience) -> str:
    """The adult price, or the lowest where there is none for adults: what "from" should mean."""
    units = list(experience.units.all())
    prices = [unit.price_vnd for unit in units if unit.is_adult] or [unit.price_vnd for unit in units]
    return format_vnd(min(prices)) if prices else ""
