"""What this site counts and can offer as proof. Each app registers its figures where it gets ready; nothing here knows
them, and no figure chooses a level: a person takes it over, or leaves it."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import override

from ocop.domain.criteria.edition import Words
from ocop.models import Dossier
from villages.models import Host


@dataclass(frozen=True)
class Period:
    """Both days are counted."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Offered:
    """`figure` is 0 where there is nothing yet. `text` is a whole sentence with the figure in it. `source_url` is where
    on this site it can be seen, "" where on no page.

    `points` are those of the level that it speaks for, None where it speaks for none by itself. `remark` is what to
    mind before it is taken, and not kept with it. `part` tells several of one key apart.
    """

    figure: int
    text: Words
    period: Period
    source_url: str = ""
    points: int | None = None
    remark: Words | None = None
    part: str = ""
    key: str = field(default="", compare=False)

    @property
    def can_be_taken(self) -> bool:
        return bool(self.figure)

    @property
    def shown(self) -> dict[str, Any]:
        """As it is kept once it is taken over."""
        return {
            "key": f"{self.key}:{self.part}" if self.part else self.key,
            "figure": self.figure,
            "text": {"vi": self.text.vi, "en": self.text.en},
            "period": [self.period.first.isoformat(), self.period.last.isoformat()],
            "source_url": self.source_url,
        }

    @property
    def mark(self) -> str:
        return mark_of(self.shown)


Count = Callable[[Host, Period], list[Offered]]


@dataclass(frozen=True)
class _Source:
    key: str
    count: Count
    codes: Mapping[int, frozenset[str]]


_sources: dict[str, _Source] = {}


def register(key: str, count: Count, *, codes: Mapping[int, Iterable[str]]) -> None:
    """`count(host, period)` is offered at the criteria `codes`, by the number of their set."""
    _sources[key] = _Source(key, count, {number: frozenset(names) for number, names in codes.items()})


def offers(dossier: Dossier, code: str, *, day: dt.date) -> list[Offered]:
    """What is offered at one criterion for the year that ends on `day`; a constant number of queries a source."""
    period = year_until(day)
    found = []
    for source in _sources.values():
        if code in source.codes.get(dossier.criteria_set, ()):
            found += [replace(one, key=source.key) for one in source.count(dossier.host, period)]
    return found


def codes_with_offers(criteria_set: int) -> set[str]:
    """The criteria of a set at which this site may know something."""
    return {code for source in _sources.values() for code in source.codes.get(criteria_set, ())}


def year_until(day: dt.date) -> Period:
    """Twelve months whose last day is `day`."""
    after = day + dt.timedelta(days=1)
    leap = (after.month, after.day) == (2, 29)
    return Period(after.replace(year=after.year - 1, day=28 if leap else after.day), day)


def mark_of(shown: Mapping[str, Any]) -> str:
    """The hash of what is shown, written in one way only."""
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def both(say: Callable[[], str]) -> Words:
    """What `say` answers in each language."""
    with override("vi"):
        vi = str(say())
    with override("en"):
        return Words(vi, str(say()))
