"""Where certified products are made and sold: one answer for the map and for the list beside it.

A producer stands where its village does, since houses have no position of their own; a point of sale where its own is
known. What has no position stands in the list alone.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery

from ocop.models import OcopProduct, SalesPoint
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
    is_example: bool
    n: int
    hosts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MapShop:
    """A point of sale whose position is known, with the names of the first products that it sells."""

    id: int
    name: str
    kind_text: str
    address: str
    latitude: float
    longitude: float
    approximate: bool
    is_example: bool
    products: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    """`n` houses of a commune that are in no craft village."""

    commune: Commune
    n: int


def makers(day: dt.date, *, language: str) -> list[MapMakers]:
    """Villages in which something certified is made on `day`, by name; two queries."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = _hosts(day).filter(village__isnull=False).order_by("name", "pk")
    for village, name, slug in rows.values_list("village", "name", "slug"):
        found[village].append((name, slug))
    villages = Village.objects.filter(pk__in=found).select_related("craft").order_by("name", "pk")
    return [_makers(village, found[village.pk], language) for village in villages]


def elsewhere(day: dt.date) -> list[Elsewhere]:
    """Communes with houses in no craft village, by name."""
    counted = dict(_hosts(day).filter(village__isnull=True).order_by().values_list("commune").annotate(n=Count("pk")))
    return [Elsewhere(one, counted[one.pk]) for one in Commune.objects.filter(pk__in=counted).order_by("name", "pk")]


def shops(day: dt.date) -> QuerySet[SalesPoint]:
    """Points of sale of what is certified on `day`, each with the first products as `sold` and how many there are as
    `n_sold`."""
    public = OcopProduct.objects.public(day)
    through = SalesPoint.products.through.objects.filter(salespoint=OuterRef("pk"), ocopproduct__in=public.values("pk"))
    of_each = through.order_by().values("salespoint").annotate(n=Count("pk")).values("n")  # type: ignore[misc]  # annotated
    first = Prefetch("products", public.order_by("name", "pk")[:SHOWN], to_attr="sold")
    rows = SalesPoint.objects.filter(Exists(through)).annotate(n_sold=Subquery(of_each))
    return rows.select_related("commune").prefetch_related(first).order_by("name", "pk")


def shops_on_map(day: dt.date) -> list[MapShop]:
    """Those of them whose position is known, `MOST_PINS` at most."""
    rows = shops(day).filter(latitude__isnull=False, longitude__isnull=False)[:MOST_PINS]
    return [
        MapShop(
            id=row.pk,
            name=row.label,
            kind_text=str(row.get_kind_display()),
            address=row.address,
            # The filter says that they are there.
            latitude=row.latitude,  # type: ignore[arg-type]
            longitude=row.longitude,  # type: ignore[arg-type]
            approximate=False,
            is_example=row.is_example,
            products=tuple(one.label for one in row.sold),  # type: ignore[attr-defined]  # prefetched
        )
        for row in rows
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
        is_example=village.is_example,
        n=len(hosts),
        hosts=tuple(hosts[:SHOWN]),
    )
