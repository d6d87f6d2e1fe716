"""When a festival falls, by the lunar calendar."""

import datetime as dt
from dataclasses import dataclass

from common.data.compiled import Select
from common.words.lunar import LunarDay, NoSuchLunarDay, to_lunar, to_solar
from villages.models import Festival

_ALL = Select(Festival.objects.all)


@dataclass(frozen=True)
class Occasion:
    """A festival in one year: first and last solar day."""

    festival: Festival
    first: dt.date
    last: dt.date


def occasion(festival: Festival, lunar_year: int) -> Occasion:
    """The festival in a lunar year, in the ordinary month. A 30th that a short month lacks falls on the 29th."""
    try:
        first = to_solar(LunarDay(lunar_year, festival.lunar_month, festival.lunar_day))
    except NoSuchLunarDay:
        first = to_solar(LunarDay(lunar_year, festival.lunar_month, festival.lunar_day - 1))
    return Occasion(festival, first, first + dt.timedelta(days=festival.days - 1))


def upcoming_festivals(today: dt.date, *, limit: int) -> list[Occasion]:
    """The next festivals that are not over yet, soonest first."""
    year = to_lunar(today).year
    festivals = Festival.objects.select_related("village")
    found = [occasion(item, of) for item in festivals for of in (year - 1, year, year + 1)]
    return sorted((item for item in found if item.last >= today), key=lambda item: item.first)[:limit]


def festivals_between(first: dt.date, last: dt.date) -> dict[dt.date, list[Festival]]:
    """Festivals by solar day, for a calendar from `first` to `last` inclusive."""
    days: dict[dt.date, list[Festival]] = {}
    years = range(to_lunar(first).year - 1, to_lunar(last).year + 1)
    for festival in _ALL.all():
        for year in years:
            found = occasion(festival, year)
            for offset in range(festival.days):
                day = found.first + dt.timedelta(days=offset)
                if first <= day <= last:
                    days.setdefault(day, []).append(festival)
    return days
