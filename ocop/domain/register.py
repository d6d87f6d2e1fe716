"""The public register: what anybody may look for, and what they find on a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from common.words.text import words
from ocop.domain.roll import Entry, roll
from ocop.models import Certificate, OcopProduct, SalesPoint
from ocop.models.certificate import CertificateQuerySet
from ocop.models.product import OcopProductQuerySet
from villages.models import Commune, FormerCommune


@dataclass(frozen=True)
class Asked:
    """What a reader looks for; empty means anything. Communes by their code, today's or the one before July 2025."""

    text: str = ""
    group: str = ""
    criteria_set: int | None = None
    stars: int | None = None
    commune: str = ""
    former_commune: str = ""
    host_kind: str = ""
    standard: str = ""
    village: str = ""

    def __bool__(self) -> bool:
        return self != Asked()


def public_products(day: dt.date) -> OcopProductQuerySet:
    """What is certified on `day`, each with its `stars` and all that a card shows, in a constant number of queries."""
    certified = certificates_on(day).filter(product=OuterRef("pk"))
    return (
        OcopProduct.objects.public(day)
        .annotate(stars=Subquery(certified.values("stars")[:1]))
        .select_related(
            "host__village__craft",
            "host__village__commune",
            "host__commune",
            "commune",
            "village__commune",
            "village__craft",
        )
        .prefetch_related(
            Prefetch("certificates", certificates_on(day).with_re_evaluation(), to_attr="in_force"), "pictures__photo"
        )
        .order_by("-stars", "name", "pk")
    )


def certificates_on(day: dt.date) -> CertificateQuerySet:
    """What is in force and public on `day`, the most stars first."""
    return Certificate.objects.public().valid_on(day).order_by("-stars", "-valid_until", "pk")


def search(asked: Asked, *, day: dt.date) -> list[int]:
    """Keys of the public products on `day` that fit all that is asked for, in the order of the list."""
    everything = roll(day)
    found: Sequence[Entry] = everything.entries
    if not asked:
        return list(everything.keys)
    for word in words(asked.text).split():
        found = [each for each in found if word in each.words]
    if asked.group:
        found = [each for each in found if each.group == asked.group]
    if asked.criteria_set:
        found = [each for each in found if each.criteria_set == asked.criteria_set]
    if asked.stars:
        found = [each for each in found if each.stars == asked.stars]
    if asked.commune:
        found = [each for each in found if each.commune[1] == asked.commune]
    if asked.former_commune:
        found = [each for each in found if each.former[1] == asked.former_commune]
    if asked.host_kind:
        found = [each for each in found if each.host_kind == asked.host_kind]
    if asked.standard:
        found = [each for each in found if asked.standard in each.standards]
    if asked.village:
        found = [each for each in found if each.village == asked.village]
    return [each.pk for each in found]


def listed(keys: list[int], *, day: dt.date) -> list[OcopProduct]:
    """The products of one page of a search, in its order, each as a card shows it."""
    found = {product.pk: product for product in public_products(day).filter(pk__in=keys)}
    # What was withdrawn since it was read is not there any more.
    return [found[pk] for pk in keys if pk in found]


def communes_with_products(day: dt.date) -> tuple[list[Commune], list[FormerCommune]]:
    """Where anything public is made: communes of today, and as they were before July 2025."""
    everything = roll(day)
    return (
        list(Commune.objects.filter(pk__in=everything.communes).order_by("name")),
        list(FormerCommune.objects.filter(pk__in=everything.former).order_by("name", "district")),
    )


def sold_at(product: OcopProduct) -> QuerySet[SalesPoint]:
    return product.sales_points.select_related("commune").order_by("kind", "name")
