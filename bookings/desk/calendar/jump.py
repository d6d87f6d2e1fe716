"""From anywhere to any day: typed as people say days, or one tap for those that guests will ask for."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.desk.shell import words
from bookings.domain.calendar.slots import horizon
from common.words.dates import date_text
from common.words.lunar import LunarDay, to_lunar, to_solar
from common.words.typed_dates import UnreadableDate, read_day
from villages.domain.festivals import festivals_between
from villages.models import Host

CHIPS = 4
LONGEST = 60


@dataclass(frozen=True)
class Jump:
    """For templates/desk/calendar/_jump.html. `chips` have text and url. `day` is None where nothing could be read."""

    url: str
    asked: str
    error: str
    day: dt.date | None
    beyond: str
    chips: list[dict] = field(default_factory=list)


def make_jump(host: Host, *, now: dt.datetime, today: dt.date, asked: str = "") -> Jump:
    """What `asked` means. Asks the database for the festivals alone."""
    day, error, last = None, "", horizon(now)
    if asked:
        try:
            day = read_day(asked[:LONGEST], today=today)
        except UnreadableDate as unreadable:
            error = str(unreadable)
    beyond = ""
    if day and day > last:
        beyond = _("%(day)s is further ahead than times are open. So far they are open until %(last)s.") % {
            "day": date_text(day),
            "last": date_text(last),
        }
    url = reverse("desk:week", args=[host.slug])
    return Jump(url, asked, error, day, beyond, _chips(host, url, first=today, last=last))


def week_url(host: Host, day: dt.date) -> str:
    """The week that begins with `day`."""
    return f"{reverse('desk:week', args=[host.slug])}?day={day.isoformat()}"


def _chips(host: Host, url: str, *, first: dt.date, last: dt.date) -> list[dict]:
    """Tết and the festivals that lie ahead, soonest first; those of the host's village and of everybody."""
    year = to_lunar(first).year
    tet = next(day for day in (to_solar(LunarDay(of, 1, 1)) for of in (year, year + 1)) if day >= first)
    days = {tet: _("Tết")} if tet <= last else {}
    for day, festivals in festivals_between(first, last).items():
        for festival in festivals:
            # Of one that lasts several days, the first.
            if festival.village_id in (None, host.village_id) and festival.label not in days.values():
                days.setdefault(day, festival.label)
    return [
        {"text": text, "lunar": words.short_lunar_text(day), "url": f"{url}?day={day.isoformat()}"}
        for day, text in sorted(days.items())[:CHIPS]
    ]
