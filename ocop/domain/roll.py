"""All that is public on a day, in the order of its list: read once, and looked through in memory (decision 0056)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from ocop.models import Certificate, OcopProduct, QualityCertificate
from page_cache.store import held


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be asked of a product. `commune` and `former` are keys and codes of where it is made, today and before
    July 2025; `standards` those of quality certificates that are good on the day."""

    pk: int
    stars: int
    group: str
    criteria_set: int | None
    host_kind: str
    village: str
    commune: tuple[int, str]
    former: tuple[int | None, str]
    words: str
    standards: frozenset[str]


@dataclass(frozen=True)
class Roll:
    """`keys` of all entries, in order; `communes` and `former` are keys of where anything is made."""

    entries: tuple[Entry, ...]
    keys: tuple[int, ...]
    communes: frozenset[int]
    former: frozenset[int]


def roll(day: dt.date) -> Roll:
    """Held until something that pages show changes: then two queries."""
    return held("ocop:roll", day, lambda: _read(day))


def _read(day: dt.date) -> Roll:
    entries = tuple(_entries(day))
    return Roll(
        entries,
        tuple(each.pk for each in entries),
        frozenset(each.commune[0] for each in entries),
        frozenset(each.former[0] for each in entries if each.former[0]),
    )


def _entries(day: dt.date) -> Iterator[Entry]:
    good: dict[int, set[str]] = {}
    for product, standard in QualityCertificate.objects.good_on(day).values_list("product", "standard"):
        good.setdefault(product, set()).add(standard)
    certified = Certificate.objects.public().valid_on(day).filter(product=OuterRef("pk")).order_by("-stars")
    rows = (
        OcopProduct.objects.recorded()
        .annotate(stars=Subquery(certified.values("stars")[:1]))
        .filter(stars__isnull=False)
        .order_by("-stars", "name", "pk")
        .annotate(
            where=Coalesce("commune", "village__commune", "host__commune", "host__village__commune"),
            where_code=Coalesce(
                "commune__code", "village__commune__code", "host__commune__code", "host__village__commune__code"
            ),
        )
        .values_list(
            *("pk", "stars", "group", "criteria_set", "host__kind", "where", "where_code", "words", "village"),
            *("village__slug", "host__village__slug", "former_commune", "former_commune__code"),
            *("village__former_commune", "village__former_commune__code"),
            *("host__village__former_commune", "host__village__former_commune__code"),
        )
    )
    for row in rows.iterator():
        yield _entry(row, good)


def _entry(row: tuple, good: dict[int, set[str]]) -> Entry:
    pk, stars, group, criteria_set, kind, where, code, words, village, own, of_host, *before = row
    former, former_code, village_former, village_code, host_former, host_code = before
    if former is None:
        former, former_code = (village_former, village_code) if village else (host_former, host_code)
    return Entry(
        pk,
        stars,
        group,
        criteria_set,
        kind,
        (own if village else of_host) or "",
        (where, code),
        (former, former_code or ""),
        words,
        frozenset(good.get(pk, ())),
    )
