"""Where certified products are made and sold: one answer for the map and for the list beside it.

A producer stands where its village does, since houses have no position of their own; a point of sale where its own is
known. What has no position stands in the list alone. All of it is held until something changes (decision 0056).
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from ocop.models import Certificate, OcopProduct, SalesPoint
from page_cache.store import held
from villages.models import Commune, Host, Village

# What a point of sale names of what it sells, and a village of who makes it: the register has the rest.
SHOWN = 6
# More pins than this are no map any more; the list has them all.
MOST_PINS = 500


@dataclass(frozen=True)
class MapMakers:
    """A village with `n` houses that have a certified product, of which `hosts` are the first: name and slug."""

    id: int
    slug: str
    name: str
    craft_text: str
    sign: str
    sign_url: str
    pigment: str
    latitude: float
    longitude: float
    approximate: bool
    is_made_up: bool
    n: int
    hosts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MapShop:
    """A point of sale with `n` certified products, of which `products` are the first: key and name."""

    id: int
    name: str
    kind_text: str
    address: str
    latitude: float | None
    longitude: float | None
    is_made_up: bool
    n: int
    products: tuple[tuple[int, str], ...]
    approximate: bool = False

    @property
    def is_on_map(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True)
class Elsewhere:
    """`n` houses of a commune that are in no craft village."""

    commune: Commune
    n: int


def makers(day: dt.date, *, language: str) -> list[MapMakers]:
    """Villages in which something certified is made on `day`, by name."""
    return held(f"ocop:makers:{language}", day, lambda: _read_makers(day, language))


def elsewhere(day: dt.date) -> list[Elsewhere]:
    """Communes with houses in no craft village, by name."""
    return held("ocop:elsewhere", day, lambda: _read_elsewhere(day))


def shops(day: dt.date, *, language: str) -> list[MapShop]:
    """Points of sale of what is certified on `day`, by name."""
    return held(f"ocop:shops:{language}", day, lambda: _read_shops(day, language))


def _read_makers(day: dt.date, language: str) -> list[MapMakers]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = _hosts(day).filter(village__isnull=False).order_by("name", "pk")
    for village, name, slug in rows.values_list("village", "name", "slug"):
        found[village].append((name, slug))
    villages = Village.objects.filter(pk__in=found).select_related("craft").order_by("name", "pk")
    return [_makers(village, found[village.pk], language) for village in villages]


def _read_elsewhere(day: dt.date) -> list[Elsewhere]:
    counted = dict(_hosts(day).filter(village__isnull=True).order_by().values_list("commune").annotate(n=Count("pk")))
    return [Elsewhere(one, counted[one.pk]) for one in Commune.objects.filter(pk__in=counted).order_by("name", "pk")]


def _read_shops(day: dt.date, language: str) -> list[MapShop]:
    """In two queries: what is sold where is counted here, since a database counts it anew for each shop."""
    certified = Certificate.objects.public().valid_on(day).values("product")
    named = OcopProduct.objects.recorded().filter(pk__in=certified, sales_points__isnull=False)
    sold: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = named.order_by("name", "pk").values_list("sales_points", "pk", "name", "name_en")
    for point, pk, name, name_en in rows.iterator():
        sold[point].append((pk, (name_en if language.startswith("en") else "") or name))
    return [
        MapShop(
            id=row.pk,
            name=row.name_in(language),
            kind_text=str(row.get_kind_display()),
            address=row.address,
            latitude=row.latitude,
            longitude=row.longitude,
            is_made_up=row.is_made_up,
            n=len(sold[row.pk]),
            products=tuple(sold[row.pk][:SHOWN]),
        )
        for row in SalesPoint.objects.order_by("name", "pk")
        if row.pk in sold
    ]


def _hosts(day: dt.date) -> QuerySet[Host]:
    made = OcopProduct.objects.public(day).filter(host=OuterRef("pk"))
    return Host.objects.filter(Exists(made))


def _makers(village: Village, hosts: list[tuple[str, str]], language: str) -> MapMakers:
    return MapMakers(
        id=village.pk,
        slug=village.slug,
        name=village.name_in(language),
        craft_text=village.craft.name_in(language),
        sign=village.craft.sign,
        sign_url=village.craft.sign_url,
        pigment=village.craft.pigment,
        latitude=village.latitude,
        longitude=village.longitude,
        approximate=village.approximate,
        is_made_up=village.is_made_up,
        n=len(hosts),
        hosts=tuple(hosts[:SHOWN]),
    )
