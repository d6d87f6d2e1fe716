"""The panel in which a guest chooses a day, a time and a party."""

import calendar
import datetime as dt
import uuid

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.domain.calendar import availability
from bookings.domain.calendar.availability import MONTH_AHEAD, DayAvailability, state_of
from bookings.domain.calendar.outlook import soonest
from bookings.domain.seats import opening
from bookings.domain.seats.extras import Stock, stock_of
from bookings.domain.seats.party import PricedParty, most_of, price
from bookings.domain.seats.prices import units_of
from bookings.domain.waiting.offers import list_open
from bookings.models import Slot
from bookings.price_words import steps_text, unit_words
from bookings.texts import minimum_text, ready_text, seats_text
from bookings.web.calendar import party_limits
from bookings.web.choice import Choice
from common.data.compiled import Select
from common.words.dates import day_text, month_text, short_day_text, time_text
from common.words.lunar import to_lunar
from experiences.domain.extras import with_photos
from experiences.enums import ExtraPer, UnitType
from experiences.models import Experience, Extra
from experiences.texts import ages_text, left_text
from villages.domain.festivals import festivals_between

USUAL_ADULTS = 2


def build(
    experience: Experience,
    *,
    choice: Choice,
    base_url: str,
    now: dt.datetime,
    key: uuid.UUID | None = None,
    error: str = "",
    error_url: str = "",
) -> dict:
    """Everything the panel's template shows. A fixed number of queries: slots, units, extras, festivals.

    Before bookings are open at all it is one sentence; but what a guest sent is shown again beside its `error`.
    A full time can be chosen too, while its waiting list is open (`waiting`). `error_url` leads from an error to the
    waiting list.
    """
    if not error and not opening.is_open():
        return {"experience": experience, "not_open": opening.not_open_text(experience.host)}
    today = timezone.localtime(now).date()
    horizon = today + dt.timedelta(days=settings.SLOT_HORIZON_DAYS)
    unsaid = choice.day is None and choice.month is None
    shown = choice.month or (choice.day or today).replace(day=1)
    choice.month = min(max(shown, today.replace(day=1)), horizon.replace(day=1))
    days = availability.month(experience, first=choice.month, now=now)
    upcoming = _first_free(days) if choice.month == today.replace(day=1) else None
    if unsaid:
        upcoming = upcoming or _next_start(experience, now)
        choice.day = timezone.localtime(upcoming).date() if upcoming else None
        if choice.day and choice.day.replace(day=1) != choice.month:
            choice.month = choice.day.replace(day=1)
            days = availability.month(experience, first=choice.month, now=now)
    day = days.get(choice.day) if choice.day else None
    slot = _chosen(day, choice, now)
    if slot is None and upcoming is None and not unsaid:
        upcoming = _next_start(experience, now)
    units, extras = units_of(slot) if slot else list(experience.units.all()), _EXTRAS.all(experience=experience.pk)
    stock = stock_of(slot, extras, now=now) if slot and slot.free > 0 else Stock({}, {}, {})
    _only_own(choice, units, extras)
    _usual_party(choice, units, slot)
    party = price(
        units=units,
        extras=extras,
        unit_quantities={unit.pk: max(choice.quantities.get(f"u{unit.pk}", 0), 0) for unit in units},
        extra_quantities={extra.pk: max(choice.quantities.get(f"x{extra.pk}", 0), 0) for extra in extras},
    )
    return {
        "experience": experience,
        "month": _month(choice.month, choice, days, now=now, horizon=horizon, base_url=base_url),
        "day_text": day_text(choice.day) if choice.day else "",
        "times": _times(day, choice, slot, base_url, now),
        "day_open": bool(day and day.bookable),
        "slot": slot,
        "waiting": slot is not None and slot.free <= 0,
        "minimum_text": minimum_text(slot) if slot else "",
        "ready_text": ready_text(slot) if slot else "",
        "upcoming": upcoming,
        "empty": "" if slot or upcoming else _why_empty(experience, now),
        "limits": slot
        and party_limits.build(experience, slot, party, days=days, choice=choice, base_url=base_url, now=now),
        "units": [_unit_stepper(unit, choice, experience, party) for unit in units],
        "extras": [_extra_stepper(extra, choice, party, stock.left(extra.pk)) for extra in with_photos(extras)],
        "total_vnd": party.total_vnd,
        "party_text": ", ".join(f"{line.quantity} × {line.unit.get_type_display()}" for line in party.units),
        "key": key or uuid.uuid4(),
        "error": error,
        "error_url": error_url,
        "day": choice.day,
    }


_EXTRAS = Select(lambda experience: Extra.objects.filter(experience=experience), experience=Experience._meta.pk)


def _first_free(days: dict[dt.date, DayAvailability]) -> dt.datetime | None:
    """The soonest free time of a month; of the month that today is in, the soonest of all."""
    return next((slot.starts_at for day in sorted(days) for slot in days[day].bookable if slot.free > 0), None)


def _next_start(experience: Experience, now: dt.datetime) -> dt.datetime | None:
    within_a_month = availability.next_starts([experience.pk], now=now).get(experience.pk)
    if within_a_month:
        return within_a_month
    later = soonest(experience_ids=[experience.pk], since=now + MONTH_AHEAD, now=now)
    return later.starts_at if later else None


def _why_empty(experience: Experience, now: dt.datetime) -> str:
    """Why there is no free time at all: `unsold`, `full` or `none`."""
    if not experience.active or not experience.host.is_verified:
        return "unsold"
    return "full" if Slot.objects.on_sale(now).filter(experience=experience).exists() else "none"


def _only_own(choice: Choice, units: list, extras: list) -> None:
    """Leave out what the experience does not have, so that no link of the panel repeats it."""
    own = {f"u{unit.pk}" for unit in units} | {f"x{extra.pk}" for extra in extras}
    choice.quantities = {name: number for name, number in choice.quantities.items() if name in own}


def _usual_party(choice: Choice, units: list, slot: Slot | None) -> None:
    """Two adults come, or one where there is no room for two."""
    adult = next((unit for unit in units if unit.type == UnitType.ADULT), units[0] if units else None)
    if adult and not any(name[0] == "u" for name in choice.quantities):
        room = slot.free // (adult.seats or 1) if slot and slot.free > 0 else USUAL_ADULTS
        choice.quantities[f"u{adult.pk}"] = max(min(USUAL_ADULTS, room), 1)


def _chosen(day: DayAvailability | None, choice: Choice, now: dt.datetime) -> Slot | None:
    """The slot that was asked for, else the day's first with places, else the first that can be waited for."""
    if day is None:
        return None
    free = [slot for slot in day.bookable if slot.free > 0]
    waitable = [slot for slot in day.bookable if slot.free <= 0 and list_open(slot, now=now)]
    asked = [slot for slot in free + waitable if slot.pk == choice.slot_id]
    return next(iter(asked or free or waitable), None)


def _times(
    day: DayAvailability | None, choice: Choice, chosen: Slot | None, base_url: str, now: dt.datetime
) -> list[dict]:
    return [_time(slot, choice, chosen, base_url, now) for slot in (day.bookable if day else [])]


def _time(slot: Slot, choice: Choice, chosen: Slot | None, base_url: str, now: dt.datetime) -> dict:
    waitable = slot.free <= 0 and list_open(slot, now=now)
    return {
        "url": base_url + choice.query(slot=slot.pk) if slot.free > 0 or waitable else None,
        "time_text": f"{time_text(slot.starts_at)}–{time_text(slot.ends_at)}",
        "seats_text": _("full · join the waiting list") if waitable else seats_text(slot.free),
        "state": state_of(slot.free),
        "selected": slot is chosen,
    }


def _month(first: dt.date, choice: Choice, days: dict, *, now: dt.datetime, horizon: dt.date, base_url: str) -> dict:
    today = timezone.localtime(now).date()
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    festivals = festivals_between(first, last)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = last + dt.timedelta(days=1)
    weeks = [
        [_day(first.replace(day=number), days, festivals, choice, now, base_url) if number else None for number in week]
        for week in calendar.Calendar().monthdayscalendar(first.year, first.month)
        # Weeks that are over only push the days one can choose down the phone's screen.
        if first.replace(day=max(week)) >= today
    ]

    def turn(to: dt.date) -> str:
        return base_url + choice.query(month=f"{to:%Y-%m}", day=None, slot=None)

    monday = dt.date(2024, 1, 1)
    return {
        "title": month_text(first),
        "prev_url": turn(before) if before >= today.replace(day=1) else None,
        "next_url": turn(after) if after <= horizon else None,
        "weekdays": [short_day_text(monday + dt.timedelta(days=n)).split(" ")[0] for n in range(7)],
        "weeks": weeks,
    }


def _day(day: dt.date, days: dict, festivals: dict, choice: Choice, now: dt.datetime, base_url: str) -> dict:
    entry, today = days.get(day), timezone.localtime(now).date()
    waitable = entry is not None and any(list_open(slot, now=now) for slot in entry.bookable)
    state = "past" if day < today else (entry.state if entry else "none")
    words = {
        "past": _("past"),
        "none": _("nothing offered"),
        "closed": _("closed"),
        "full": _("full, with a waiting list") if waitable else _("full"),
        "few": _("few places left"),
        "free": _("places left"),
    }
    opens = state in ("free", "few") or (state == "full" and waitable)
    lunar = to_lunar(day)
    names = ", ".join(festival.label for festival in festivals.get(day, []))
    label = _("%(day)s, lunar %(lunar)s: %(state)s") % {
        "day": day_text(day),
        "lunar": lunar.text,
        "state": words[state],
    }
    return {
        "number": day.day,
        "lunar": lunar.short,
        "lunar_first": lunar.day == 1,
        "festival": names,
        "state": state,
        "label": f"{label}; {names}" if names else label,
        "url": base_url + choice.query(day=day.isoformat(), slot=None) if opens else None,
        "selected": day == choice.day,
        "today": day == today,
    }


def _unit_stepper(unit, choice: Choice, experience: Experience, party: PricedParty) -> dict:
    value = choice.quantities.get(f"u{unit.pk}", 0)
    notes = [
        ages_text(unit.min_age, unit.max_age),
        _("only with an adult") if unit.needs_adult else "",
        ngettext("takes %(n)s place", "takes %(n)s places", unit.seats) % {"n": unit.seats} if unit.seats > 1 else "",
        *unit_words(unit),
    ]
    return {
        "name": f"u{unit.pk}",
        "label": unit.get_type_display(),
        "hint": " · ".join(note for note in notes if note),
        "price_vnd": unit.price_vnd,
        "steps": steps_text(unit),
        "seats": unit.seats,
        "value": value,
        "max": max(experience.max_party - (party.people - max(value, 0)), 0),
    }


def _extra_stepper(extra, choice: Choice, party: PricedParty, left: int | None) -> dict:
    most = extra.max_quantity if left is None else min(extra.max_quantity, left)
    return {
        "name": f"x{extra.pk}",
        "label": extra.label,
        "hint": " · ".join(text for text in (extra.get_per_display(), left_text(left)) if text),
        "price_vnd": extra.price_vnd,
        "value": choice.quantities.get(f"x{extra.pk}", 0),
        "max": min(most_of(extra, people=party.people), most),
        "per_person": extra.per == ExtraPer.PERSON and most,
        "photo": extra.photo,
        "photo_text": extra.photo_text,
    }
