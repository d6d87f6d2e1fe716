"""How large a party can grow in the panel, and where to go with one that the chosen time has no places for."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.domain.calendar import availability
from bookings.domain.calendar.availability import DayAvailability
from bookings.domain.seats.party import PricedParty, largest_party_text
from bookings.domain.waiting.offers import list_open
from bookings.models import Slot
from bookings.texts import seats_text
from bookings.web.choice import Choice
from common.words.dates import short_day_text, time_text
from experiences.models import Experience

MOST_OTHER_TIMES = 3
HALF_A_MONTH = 15


def build(
    experience: Experience,
    slot: Slot,
    party: PricedParty,
    *,
    days: dict[dt.date, DayAvailability],
    choice: Choice,
    base_url: str,
    now: dt.datetime,
) -> dict:
    """What the steppers are told of `slot`, and the words that show once `party` is at an end.

    `seats` are those that can be asked for, `capacity` what the list could ever offer; times with more room are the
    nearest of `days`, each with its free seats. One more month is asked for where none of these has room for most
    parties.
    """
    waiting = slot.free <= 0
    seats = slot.capacity if waiting else slot.free
    others = _nearby(experience, slot, days, now)
    return {
        "people": experience.max_party,
        "people_text": largest_party_text(experience),
        "at_most_people": party.people >= experience.max_party,
        "seats": seats,
        "seats_title": _seats_title(seats, waiting=waiting),
        "over_seats": party.seats > seats,
        "capacity": slot.capacity,
        "may_wait": not waiting and list_open(slot, now=now),
        "fits_capacity": party.seats <= slot.capacity,
        "others": [_other(other, slot, party, choice, base_url) for other in others],
        "any_fits": any(party.seats <= other.free for other in others),
        "waiting": waiting,
    }


def _seats_title(seats: int, *, waiting: bool) -> str:
    if waiting:
        text = ngettext(
            "This time never has more than %(n)s place", "This time never has more than %(n)s places", seats
        )
    else:
        text = ngettext("Only %(n)s place is left at this time", "Only %(n)s places are left at this time", seats)
    return text % {"n": seats}


def _nearby(experience: Experience, slot: Slot, days: dict[dt.date, DayAvailability], now: dt.datetime) -> list[Slot]:
    """Times with more room: of the month that is shown, and at its ends where that has none for a large party."""
    wanted = min(experience.max_party, experience.capacity)
    found = _roomier(slot, days)
    if max([slot.free, *(other.free for other in found)]) >= wanted:
        return found
    day, today = timezone.localtime(slot.starts_at).date(), timezone.localtime(now).date()
    first = day.replace(day=1)
    before, after = first - dt.timedelta(days=1), first + dt.timedelta(days=32)
    nearer_before = day.day <= HALF_A_MONTH and before >= today.replace(day=1)
    month = before if nearer_before else after
    return _roomier(slot, days | availability.month(experience, first=month.replace(day=1), now=now))


def _roomier(slot: Slot, days: dict[dt.date, DayAvailability]) -> list[Slot]:
    """From the nearest on, each with more room than those before it: a party that grows still finds one."""
    slots = sorted(
        (other for day in days.values() for other in day.bookable),
        key=lambda other: abs(other.starts_at - slot.starts_at),
    )
    found: list[Slot] = []
    most = max(slot.free, 0)
    for other in slots:
        if other.free > most:
            found.append(other)
            most = other.free
    return found[:MOST_OTHER_TIMES]


def _other(other: Slot, slot: Slot, party: PricedParty, choice: Choice, base_url: str) -> dict:
    day = timezone.localtime(other.starts_at).date()
    same_day = day == timezone.localtime(slot.starts_at).date()
    when = time_text(other.starts_at)
    return {
        "url": base_url + choice.query(day=day.isoformat(), month=f"{day:%Y-%m}", slot=other.pk),
        "text": _("%(when)s · %(seats)s")
        % {"when": when if same_day else f"{short_day_text(day)}, {when}", "seats": seats_text(other.free)},
        "free": other.free,
        "fits": party.seats <= other.free,
    }
