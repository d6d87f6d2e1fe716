"""What a product is found by: its own words and those of its host and places, folded once and kept with it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from common.words.text import words
from ocop.models import OcopProduct
from villages.models import Commune, FormerCommune, Host, Village

PART = 500
PLACES = (
    "commune",
    "former_commune",
    "village__commune",
    "village__former_commune",
    "host__commune",
    "host__village__commune",
    "host__village__former_commune",
)


def write_words(products: QuerySet[OcopProduct]) -> int:
    """Fold the words of `products` anew; how many had others before. A bounded number of rows at a time."""
    changed = 0
    for pks in _parts(products.order_by("pk").values_list("pk", flat=True)):
        rows = OcopProduct.objects.filter(pk__in=pks).select_related("host", *PLACES)
        stale = [row for row in rows if _take(row)]
        OcopProduct.objects.bulk_update(stale, ["words"], batch_size=PART)
        changed += len(stale)
    return changed


def of_fact(fact: object) -> QuerySet[OcopProduct]:
    """The products whose words a saved fact lends."""
    wanted = {
        OcopProduct: lambda: Q(pk=fact.pk),  # type: ignore[attr-defined]
        Host: lambda: Q(host=fact),
        Village: lambda: Q(village=fact) | Q(host__village=fact),
        Commune: lambda: (
            Q(commune=fact) | Q(village__commune=fact) | Q(host__commune=fact) | Q(host__village__commune=fact)
        ),
        FormerCommune: lambda: (
            Q(former_commune=fact) | Q(village__former_commune=fact) | Q(host__village__former_commune=fact)
        ),
    }[type(fact)]
    return OcopProduct.objects.filter(wanted())


def _parts(pks: Iterable[int]) -> Iterable[list[int]]:
    every = list(pks)
    for start in range(0, len(every), PART):
        yield every[start : start + PART]


def _take(product: OcopProduct) -> bool:
    """Whether its words are others now."""
    village = product.village or product.host.village
    former = product.former_commune or (village.former_commune if village else None)
    texts = [product.name, product.name_en, product.code, product.gtin, product.host.name, product.host.legal_name]
    texts += [village.name if village else "", product.place.name]
    texts += [former.name, former.district] if former else []
    folded = words(" ".join(text for text in texts if text))
    if folded == product.words:
        return False
    product.words = folded
    return True
