"""Which slots a house has and how its bookings fall on them. Pure: no queries."""

import datetime as dt
import math
import random
from bisect import bisect
from itertools import accumulate

from django.conf import settings

from bookings.domain.calendar.recurrence import days_of, starts_on
from bookings.load.hosts import Offer

PER_SLOT = 3
# How much likelier a booking falls on a past slot, on one of the next two weeks, and later on.
PAST, SOON, LATER = 1.0, 2.0, 0.15
SOON_DAYS = 14
# The first Saturday ahead is what everybody wants: it fills up, and some wait for it.
SATURDAY = 25.0


def past_days(bookings: int) -> int:
    """How many days a house with so many bookings has been at it."""
    return max(14, math.ceil(bookings / PER_SLOT / 1.5))


def moments(offer: Offer, *, today: dt.date) -> list[dt.datetime]:
    """The starts of all its slots, from the schedule's first day to the horizon, as make_slots would make them."""
    last = today + dt.timedelta(days=settings.SLOT_HORIZON_DAYS)
    days = days_of(offer.schedule, first=offer.schedule.valid_from, last=last)
    return [moment for day in days for moment in starts_on(offer.schedule, day)]


def spread(starts: list[dt.datetime], bookings: int, *, today: dt.date, dice: random.Random) -> list[int]:
    """How many of the `bookings` fall on each of `starts`."""
    saturday = today + dt.timedelta(days=(4 - today.weekday()) % 7 + 1)
    totals = list(accumulate(_weight(moment.date(), today, saturday) for moment in starts))
    counts = [0] * len(starts)
    for _ in range(bookings):
        counts[min(bisect(totals, dice.random() * totals[-1]), len(starts) - 1)] += 1
    return counts


def _weight(day: dt.date, today: dt.date, saturday: dt.date) -> float:
    if day == saturday:
        return SATURDAY
    if day < today:
        return PAST
    return SOON if day <= today + dt.timedelta(days=SOON_DAYS) else LATER
