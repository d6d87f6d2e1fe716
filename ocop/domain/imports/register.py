"""What the register holds already, read once for a whole file."""

import math
from collections import defaultdict
from functools import cached_property, lru_cache

from common.words.text import words
from ocop.domain.imports.values import host_key, product_key, split_decision
from ocop.models import Certificate, OcopProduct, SalesPoint
from villages.models import Commune, Host

# Metres: two products of one name that lie nearer than this are more likely one of two spellings of a host.
NEAR = 200
_DEGREE = 111_195.0

Position = tuple[float, float]


@lru_cache(maxsize=20_000)
def decision_key(text: str) -> str:
    return words(split_decision(text)[0])


def metres(one: Position, other: Position) -> float:
    """As the crow flies; over so few metres the earth is flat."""
    north = (one[0] - other[0]) * _DEGREE
    east = (one[1] - other[1]) * _DEGREE * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


class Register:
    """Hosts by name, products by host and name, code and barcode; with a product's effective commune."""

    def __init__(self) -> None:
        self.province_of = dict(Commune.objects.values_list("pk", "province_id"))
        self.hosts: dict[str, list[Host]] = defaultdict(list)
        self.slugs = set(Host.objects.values_list("slug", flat=True))
        self._host_by_pk: dict[int, Host] = {}
        for host in Host.objects.select_related("village"):
            self._host_by_pk[host.pk] = host
            for key in {host_key(host.name), host_key(host.legal_name)}:
                self.hosts[key].append(host)
        self.products: dict[tuple[int, str], OcopProduct] = {}
        self.by_name: dict[str, list[OcopProduct]] = defaultdict(list)
        self.by_code: dict[str, OcopProduct] = {}
        self.by_gtin: dict[str, OcopProduct] = {}
        # The oldest of two of one name at one host stands for both.
        for product in OcopProduct.objects.select_related("village", "commune", "former_commune").order_by("-pk"):
            product.host = self._host_by_pk[product.host_id]
            self.products[product.host_id, product_key(product.name)] = product
            self.by_name[product_key(product.name)].append(product)
            self.by_code |= {product.code: product} if product.code else {}
            self.by_gtin |= {product.gtin: product} if product.gtin else {}
        self.certificates: dict[int, list[Certificate]] = defaultdict(list)
        for certificate in Certificate.objects.order_by("issued_on", "pk"):
            self.certificates[certificate.product_id].append(certificate)

    @cached_property
    def _sold_at(self) -> dict[int, list[Position]]:
        found: dict[int, list[Position]] = defaultdict(list)
        for product_id, latitude, longitude in SalesPoint.objects.values_list("products", "latitude", "longitude"):
            if latitude is not None and longitude is not None:
                found[product_id].append((latitude, longitude))
        return found

    def positions(self, product: OcopProduct) -> list[Position]:
        """Where it is sold, and its village where that was surveyed."""
        village = product.village
        surveyed = [(village.latitude, village.longitude)] if village and not village.approximate else []
        return surveyed + self._sold_at.get(product.pk, [])


def commune_of_host(host: Host) -> int | None:
    return host.commune_id or (host.village.commune_id if host.village else None)


def commune_of(product: OcopProduct) -> int | None:
    """Its own commune, its village's or its host's."""
    own = product.commune_id or (product.village.commune_id if product.village else None)
    return own or commune_of_host(product.host)
