"""Which products of an office are asked for, by words and by facts, in queries whose number does not grow."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from common.words.text import single_line, words
from ocop.enums import Basis, ProductGroup
from ocop.models import Certificate, OcopProduct, Office
from ocop.models.certificate import EXPIRES_SOON
from ocop.models.product import OcopProductQuerySet
from page_cache.store import held
from villages.enums import HostKind
from villages.models import Commune

STARS = ("3", "4", "5")


@dataclass(frozen=True)
class Filter:
    """A choice above the list. `options` are value, text and whether it is chosen."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Listing:
    """`asked` are the words and the filters that mean something, by name; `found` keys of products, in order."""

    asked: dict[str, str]
    found: QuerySet[OcopProduct, int]
    filters: list[Filter]

    @property
    def query(self) -> str:
        return self.asked.get("q", "")

    @property
    def base_url(self) -> str:
        return f"?{urlencode(self.asked)}&"

    @property
    def export_query(self) -> str:
        return urlencode(self.asked)


def listing(office: Office, sent: Mapping[str, str], *, today: dt.date) -> Listing:
    """What `sent` (q, group, stars, commune, state, kind) means; what means nothing is left out."""
    choices = _choices(office)
    asked = {name: sent.get(name, "") for name in choices if sent.get(name, "") in dict(choices[name][1])}
    if query := single_line(sent.get("q", ""))[:100]:
        asked["q"] = query
    products = _filtered(office, asked, today=today)
    # As the public register does: a column of folded words, which the database compares.
    for word in words(query).split():
        products = products.filter(Q(words__contains=word) | Q(code__icontains=word))
    found = products.values_list("pk", flat=True)
    filters = [
        Filter(name, label, [(value, text, asked.get(name) == value) for value, text in options])
        for name, (label, options) in choices.items()
    ]
    return Listing(asked, found, filters)


def held_keys(office: Office, shown: Listing, *, today: dt.date) -> list[int]:
    """What was found, held while somebody turns the pages of one list of the office (decision 0056)."""
    mark = (today, tuple(sorted(shown.asked.items())))
    return held(f"ocop:listed:{office.pk}", mark, lambda: list(shown.found))


def loaded(ids: list[int]) -> list[OcopProduct]:
    """Products in the order of `ids`, with all that a row shows."""
    certificates = Prefetch("certificates", Certificate.objects.with_re_evaluation().order_by("-issued_on", "-pk"))
    rows = with_land(OcopProduct.objects.filter(pk__in=ids)).prefetch_related(certificates)
    by_pk = {product.pk: product for product in rows}
    return [by_pk[pk] for pk in ids if pk in by_pk]


def with_land(products: OcopProductQuerySet) -> OcopProductQuerySet:
    return products.select_related(
        "commune__province",
        "former_commune",
        "village__commune__province",
        "host__commune__province",
        "host__village__commune__province",
    )


def _choices(office: Office) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    states = [
        ("in_force", _("in force")),
        ("expiring", _("expires within 180 days")),
        ("re_evaluation", _("in force, being re-evaluated")),
        ("extended", _("extended until re-evaluated")),
        ("ended", _("not in force any more")),
        ("none", _("no certificate")),
    ]
    communes = Commune.objects.filter(province=office.province_id).order_by("name") if office.province_id else []
    return {
        "group": (_("Group"), [(group.value, str(group.label)) for group in ProductGroup]),
        "stars": (_("OCOP stars"), [(stars, _("OCOP %(n)s stars") % {"n": stars}) for stars in STARS]),
        "commune": (_("Commune"), [(str(commune.pk), str(commune)) for commune in communes]),
        "state": (_("Certificate"), states),
        "kind": (_("Kind of host"), [(kind.value, str(kind.label)) for kind in HostKind]),
    }


def _filtered(office: Office, asked: Mapping[str, str], *, today: dt.date) -> OcopProductQuerySet:
    products = OcopProduct.objects.of_office(office)
    if "group" in asked:
        products = products.filter(group=asked["group"])
    if "kind" in asked:
        products = products.filter(host__kind=asked["kind"])
    if "commune" in asked:
        products = products.in_communes(commune=int(asked["commune"]))
    # As the programme's figures count: a proposal is no certificate, and a product has the most stars that it holds.
    own = Certificate.objects.public().filter(product=OuterRef("pk"))
    valid = own.valid_on(today)
    if "stars" in asked:
        most = valid.order_by("-stars").values("stars")[:1]
        products = products.recorded().alias(most=Subquery(most)).filter(most=int(asked["stars"]))
    recorded = ~Q(basis=Basis.PROPOSAL)
    expiring = valid.filter(valid_until__range=(today, today + EXPIRES_SOON))
    by_state = {
        "in_force": recorded & Q(Exists(valid)),
        "expiring": recorded & Q(Exists(expiring)),
        "re_evaluation": recorded & Q(Exists(expiring.re_evaluated())),
        "extended": recorded & Q(Exists(valid.filter(valid_until__lt=today))),
        # One that begins later has not ended.
        "ended": recorded & Q(Exists(own.filter(issued_on__lte=today))) & ~Q(Exists(valid)),
        "none": ~recorded | ~Q(Exists(own)),
    }
    if "state" in asked:
        products = products.filter(by_state[asked["state"]])
    return products
