"""GS1 Digital Link: addresses made of a barcode, a lot and a serial (GS1 Digital Link Standard: URI Syntax)."""

from dataclasses import dataclass

from biip import ParseError
from biip.gtin import Gtin
from django.db.models import QuerySet

from ocop.models import Lot, OcopProduct

LONGEST = 14


@dataclass(frozen=True)
class Linked:
    """`lot` is None where none was named, or where the product has none of that number."""

    product: OcopProduct
    lot: Lot | None


def gtin_14(text: str) -> str | None:
    """A GTIN-8, -12, -13 or -14 in 14 digits; None where its last digit does not fit the others.

    >>> gtin_14("8935000000014")
    '08935000000014'
    """
    if not text.isascii() or not text.isdecimal() or len(text) not in (8, 12, 13, 14):
        return None
    try:
        Gtin.parse(text)
    except ParseError:
        return None
    return text.zfill(LONGEST)


def path(*, gtin: str, lot: str = "", serial: str = "") -> str:
    """`/01/08935000000014/10/14/21/BL-3`; `gtin` is one that was checked, `lot` and `serial` are of our own letters."""
    made = f"/01/{gtin.zfill(LONGEST)}"
    if lot:
        made += f"/10/{lot}"
    return made + (f"/21/{serial}" if lot and serial else "")


def find(*, gtin: str, lot: str, products: QuerySet[OcopProduct], lots: QuerySet[Lot]) -> Linked | None:
    """The product of a barcode, however it is padded, and its lot; None where there is no such product."""
    full = gtin_14(gtin)
    if full is None:
        return None
    written = [full[-length:] for length in (8, 12, 13, 14) if not full[:-length].strip("0")]
    product = products.filter(gtin__in=written).order_by("pk").first()
    if product is None:
        return None
    return Linked(product, lots.filter(product=product, number=lot).first() if lot else None)
