"""Whole addresses of passports, in no language: they are printed, and kept by programs."""

from django.conf import settings

from ocop.domain.passport import digital_link
from ocop.models import Lot, OcopProduct


def passport_url(code: str) -> str:
    return f"{settings.BASE_URL}/p/{code}"


def digital_link_url(product: OcopProduct, lot: Lot | None = None, serial: str = "") -> str:
    """The GS1 Digital Link of a product with a barcode; nothing for one without."""
    if not product.gtin:
        return ""
    return settings.BASE_URL + digital_link.path(gtin=product.gtin, lot=lot.number if lot else "", serial=serial)


def label_url(product: OcopProduct, lot: Lot | None, code: str, serial: str = "") -> str:
    """What the QR code on a package holds: the trade's own link where there is a barcode."""
    if product.gtin:
        return digital_link_url(product, lot, serial)
    return passport_url(code) + (f"?so={serial}" if serial else "")
