"""What the register says on a day, counted by stars, group, kind of host and land, in two queries."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Case, Count, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from ocop.models import Certificate, OcopProduct, Office
from ocop.models.product import OcopProductQuerySet
from page_cache.store import held
from villages.models import FormerCommune, Province

STARS = (5, 4, 3)


@dataclass(frozen=True)
class Cell:
    """`n` products that are alike. Of the land of before July 2025 it is known what the register says, or what
    follows where a commune of today was made of one district's or one province's alone; else it is empty."""

    stars: int
    group: str
    host: int
    host_kind: str
    commune: int
    former_district: str
    former_province: str
    n: int


@dataclass(frozen=True)
class Figures:
    """`districts` are those of before July 2025 that the office's land was made of, each with its province, whether
    anything is made there or not."""

    day: dt.date
    cells: tuple[Cell, ...] = field(repr=False)
    districts: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    @cached_property
    def alike(self) -> tuple[Cell, ...]:
        """Cells of all hosts together, with 0 for the host: a few hundred, however many products there are."""
        counts: Counter = Counter()
        for cell in self.cells:
            counts[
                (cell.stars, cell.group, cell.host_kind, cell.commune, cell.former_district, cell.former_province)
            ] += cell.n
        return tuple(
            Cell(stars, group, 0, kind, commune, district, province, n)
            for (stars, group, kind, commune, district, province), n in counts.items()
        )

    @cached_property
    def total(self) -> int:
        return sum(cell.n for cell in self.cells)

    @cached_property
    def hosts(self) -> int:
        """How many have a product that counts."""
        return len({cell.host for cell in self.cells})

    def by(self, what: Callable[[Cell], Hashable]) -> Counter:
        """Products by one of their facets that is not the host, the most first."""
        counts: Counter = Counter()
        for cell in self.alike:
            counts[what(cell)] += cell.n
        return Counter(dict(counts.most_common()))

    @cached_property
    def hosts_by_kind(self) -> Counter:
        return Counter(kind for _host, kind in {(cell.host, cell.host_kind) for cell in self.cells})

    def of(self, former_province: str) -> "Figures":
        """Those of one province of before July 2025; all where none is named."""
        if not former_province:
            return self
        return Figures(
            self.day,
            tuple(cell for cell in self.cells if cell.former_province == former_province),
            frozenset(each for each in self.districts if each[1] == former_province),
        )


def figures(office: Office, day: dt.date, *, ever: bool = False) -> Figures:
    """What `office` keeps and is certified on `day` by more than a proposal; `ever`: has been by then, in force or not.

    A product counts once, by the most stars it has.
    """
    held = Certificate.objects.public().filter(product=OuterRef("pk"))
    held = held.filter(issued_on__lte=day) if ever else held.valid_on(day)
    products: OcopProductQuerySet = OcopProduct.objects.of_office(office).recorded()
    alike = (
        products.annotate(
            most=Subquery(held.order_by("-stars").values("stars")[:1]),
            at=Coalesce("commune", "village__commune", "host__commune", "host__village__commune"),
            was=Case(
                When(former_commune__isnull=False, then=F("former_commune")),
                When(village__isnull=False, then=F("village__former_commune")),
                default=F("host__village__former_commune"),
            ),
        )
        .filter(most__isnull=False)
        .order_by()
        .values_list("most", "group", "host", "host__kind", "at", "was")
        .annotate(n=Count("pk"))
    )
    land = _Land(office)
    return Figures(
        day,
        tuple(
            Cell(stars, group, host, kind, at, *land.before(at, was), n)
            for stars, group, host, kind, at, was, n in alike
        ),
        land.districts,
    )


def held_figures(office: Office, day: dt.date, *, ever: bool = False) -> Figures:
    """The same, held until something that pages show changes: pages ask for it at each look (decision 0056)."""
    return held(f"ocop:figures:{office.pk}", (day, ever), lambda: figures(office, day, ever=ever))


def former_provinces(province: Province) -> list[str]:
    """The provinces of before July 2025 that this one has land of."""
    names = FormerCommune.objects.filter(commune__province=province).values_list("province", flat=True)
    return list(names.order_by("province").distinct())


class _Land:
    """Communes of before July 2025, read once."""

    def __init__(self, office: Office) -> None:
        rows = FormerCommune.objects.values_list("pk", "commune", "district", "province")
        if office.province_id:
            rows = rows.filter(commune__province=office.province_id)
        self.former: dict[int, tuple[str, str]] = {}
        self.made_of: dict[int, set[tuple[str, str]]] = {}
        for pk, commune, district, province in rows:
            self.former[pk] = (district, province)
            self.made_of.setdefault(commune, set()).add((district, province))
        own = self.made_of.values() if office.province_id else [self.made_of.get(office.commune_id or 0, set())]
        self.districts = frozenset(each for made_of in own for each in made_of if each[0])

    def before(self, commune: int, former: int | None) -> tuple[str, str]:
        """District and province, as far as they are known."""
        if former in self.former:
            return self.former[former]
        known = self.made_of.get(commune, set())
        districts, provinces = {each[0] for each in known}, {each[1] for each in known}
        return (districts.pop() if len(districts) == 1 else "", provinces.pop() if len(provinces) == 1 else "")
