"""The public register: what anybody may look for, and what they find on a day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from common.words.text import words
from ocop.models import Certificate, OcopProduct, QualityCertificate, SalesPoint
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


def search(asked: Asked, *, day: dt.date) -> OcopProductQuerySet:
    """Public products on `day` that fit all that is asked for."""
    found = public_products(day)
    for word in words(asked.text).split():
        found = found.filter(words__contains=word)
    if asked.group:
        found = found.filter(group=asked.group)
    if asked.criteria_set:
        found = found.filter(criteria_set=asked.criteria_set)
    if asked.stars:
        found = found.filter(stars=asked.stars)  # type: ignore[misc]  # annotated
    if asked.commune:
        found = found.in_communes(commune__code=asked.commune)
    if asked.former_commune:
        own, code = Q(former_commune__code=asked.former_commune), asked.former_commune
        hosts = Q(village__isnull=True, host__village__former_commune__code=code)
        villages = Q(village__former_commune__code=code) | hosts
        found = found.filter(own | (Q(former_commune__isnull=True) & villages))
    if asked.host_kind:
        found = found.filter(host__kind=asked.host_kind)
    if asked.standard:
        papers = QualityCertificate.objects.good_on(day).filter(standard=asked.standard)
        found = found.filter(pk__in=papers.values("product"))
    if asked.village:
        found = found.filter(Q(village__slug=asked.village) | (Q(village=None) & Q(host__village__slug=asked.village)))
    return found


def communes_with_products(day: dt.date) -> tuple[list[Commune], list[FormerCommune]]:
    """Where anything public is made: communes of today, and as they were before July 2025."""
    public = OcopProduct.objects.public(day)
    ways = ("", "village__", "host__village__")
    now = {pk for way in (*ways, "host__") for pk in public.values_list(f"{way}commune", flat=True).distinct()}
    before = {pk for way in ways for pk in public.values_list(f"{way}former_commune", flat=True).distinct()}
    return (
        list(Commune.objects.filter(pk__in=now - {None}).order_by("name")),
        list(FormerCommune.objects.filter(pk__in=before - {None}).order_by("name", "district")),
    )


def sold_at(product: OcopProduct) -> QuerySet[SalesPoint]:
    return product.sales_points.select_related("commune").order_by("kind", "name")
