"""What a guest costs at one time, and why: set by hand, else by the season, else the usual; less where many come."""

import copy
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.models import Slot
from common.data.compiled import Select
from experiences.models import Experience, Season, Tier, Unit

# Whether there are any comes with the units, so that a house without seasons and tiers pays for no more queries.
_UNITS = Select(
    lambda experience: Unit.objects.filter(experience=experience).annotate(
        has_seasons=Exists(Season.objects.filter(experience=OuterRef("experience"))),
        has_tiers=Exists(Tier.objects.filter(experience=OuterRef("experience"))),
    ),
    experience=Experience._meta.pk,
)
_SEASONS = Select(lambda experience: Season.objects.filter(experience=experience), experience=Experience._meta.pk)
_TIERS = Select(lambda experience: Tier.objects.filter(experience=experience), experience=Experience._meta.pk)


@dataclass(frozen=True)
class Why:
    """Why a price is what it is. By hand, or of a season by its names of that day; none of it: the usual price.

    `steps` are what one of the kind costs from so many guests on, in đồng, from (0, …) upwards: a party that grows or
    shrinks goes by these, whatever the experience asks by then. Without tiers there are none.
    """

    by_hand: bool = False
    season: str = ""
    season_en: str = ""
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def day(self) -> tuple[bool, str]:
        """What two times have to have in common for a price to stay."""
        return self.by_hand, self.season

    def at(self, people: int, price_vnd: int) -> tuple[int, int]:
        """The step that so many guests are on: from how many, and the price of each; else 0 and `price_vnd`."""
        reached = [step for step in self.steps if step[0] <= people]
        return reached[-1] if reached else (0, price_vnd)

    def told(self, *, people: int, price_vnd: int) -> dict[str, Any]:
        """For `BookingUnit.why`: what is not said is not there; `from` is the step that a party is on."""
        said: dict[str, Any] = {name: value for name, value in dataclasses.asdict(self).items() if value}
        from_people, _price = self.at(people, price_vnd)
        return said | ({"from": from_people} if from_people else {})


def read_why(told: Mapping[str, Any]) -> Why:
    """What stands in `BookingUnit.why`."""
    return Why(
        by_hand=bool(told.get("by_hand")),
        season=told.get("season", ""),
        season_en=told.get("season_en", ""),
        steps=tuple((people, price_vnd) for people, price_vnd in told.get("steps", ())),
    )


@dataclass(frozen=True)
class PriceList:
    """What an experience asks now, for each of its times."""

    units: Sequence[Unit]
    seasons: Sequence[Season]
    tiers: Sequence[Tier]


def price_list(experience_id: int) -> PriceList:
    """In one query, or one more each where there are seasons or tiers."""
    units = _UNITS.all(experience=experience_id)
    return PriceList(
        units=units,
        seasons=_SEASONS.all(experience=experience_id) if units and units[0].has_seasons else (),
        tiers=_TIERS.all(experience=experience_id) if units and units[0].has_tiers else (),
    )


def season_of(prices: PriceList, slot: Slot) -> Season | None:
    """The season of a time; of several the shortest, which is the most particular, and of these the newest."""
    if not prices.seasons:
        return None
    day = timezone.localtime(slot.starts_at).date()
    spans = [(season.span_at(day), season) for season in prices.seasons]
    found = [(last - first, -season.pk, season) for span, season in spans if span for first, last in [span]]
    return min(found, key=lambda one: one[:2])[2] if found else None


def units_at(prices: PriceList, slot: Slot, *, by_hand: bool = True) -> list[Unit]:
    """Units at the prices of `slot` for a party of one, with their `why`; without `by_hand` what the rules make it.

    Not to be saved.
    """
    season = season_of(prices, slot)
    return [_unit_at(unit, prices.tiers, season, slot.prices if by_hand else {}) for unit in prices.units]


def units_of(slot: Slot) -> list[Unit]:
    """The same of the experience as it is now."""
    return units_at(price_list(slot.experience_id), slot)


def _unit_at(unit: Unit, tiers: Sequence[Tier], season: Season | None, set_by_hand: Mapping[str, int]) -> Unit:
    sold, why = copy.copy(unit), Why()
    if str(unit.pk) in set_by_hand:
        sold.price_vnd, why = set_by_hand[str(unit.pk)], Why(by_hand=True)
    elif season and season.price_of(unit) != unit.price_vnd:
        sold.price_vnd, why = season.price_of(unit), Why(season=season.name, season_en=season.name_en)
    steps = _steps(sold.price_vnd, tiers)
    sold.why = dataclasses.replace(why, steps=steps) if steps else why
    return sold


def _steps(usual_vnd: int, tiers: Sequence[Tier]) -> tuple[tuple[int, int], ...]:
    """From the price of the day on, each cheaper than the one before; none where no tier is."""
    steps = [(0, usual_vnd)]
    for tier in tiers:
        price_vnd = tier.price_of(usual_vnd)
        if price_vnd < steps[-1][1]:
            steps.append((tier.from_people, price_vnd))
    return tuple(steps) if len(steps) > 1 else ()
