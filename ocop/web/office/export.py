"""The register as Excel: a row for each certificate, under headings that the import knows, so that nothing is lost."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone, translation
from openpyxl import Workbook

from common.data.db import parts
from common.http.sheets import Page, Value, xlsx_answer
from ocop.domain.imports.columns import READ_PAST, TITLES
from ocop.models import Certificate, OcopProduct
from ocop.web.office.listing import with_land

KEYS = [key for key in TITLES if key not in (*READ_PAST, "latitude", "longitude")]
OF_CERTIFICATE = (
    *("stars", "issued_on", "valid_until", "issuer"),
    *("extended_until", "extension_reason", "replaced_on", "withdrawn_on"),
)
WIDTHS = {"number": 6, "name": 36, "host": 36, "address": 36, "commune": 22, "decision": 20}


def answer(keys: list[int]) -> HttpResponse:
    """Products by their keys, in that order. In Vietnamese, whoever asks: it is the file that offices send around."""
    with translation.override("vi"):
        book = Workbook(write_only=True)
        # So many columns are more than one page, if anybody is to read them.
        page = Page(book, "OCOP", [WIDTHS.get(key, 16) for key in ("number", *KEYS)], heads=1, across=3)
        page.sheet.freeze_panes = "B2"
        page.add([TITLES[key] for key in ("number", *KEYS)], strong=True)
        number = 0
        for part in parts(keys):
            for product in _in_order(part):
                certificates: list[Certificate | None] = list(product.certificates.all())
                for certificate in certificates or [None]:
                    number += 1
                    row = _row(product, certificate)
                    page.add([number, *(_said(row[key]) for key in KEYS)])
        return xlsx_answer(book, f"ocop-{timezone.localdate():%Y-%m-%d}.xlsx")


def _in_order(keys: Any) -> list[OcopProduct]:
    certificates = Prefetch("certificates", Certificate.objects.order_by("issued_on", "pk"))
    found = with_land(OcopProduct.objects.filter(pk__in=list(keys))).prefetch_related(certificates)
    by_pk = {product.pk: product for product in found}
    return [by_pk[key] for key in keys if key in by_pk]


def _row(product: OcopProduct, certificate: Certificate | None) -> dict[str, Any]:
    host, commune, former = product.host, product.place, product.former_commune
    row = {
        "name": product.name,
        "name_en": product.name_en,
        "host": host.name,
        "host_kind": host.get_kind_display(),
        "registration": host.registration_number,
        "phone": host.phone.as_national if host.phone else "",
        "address": host.address,
        "village": product.village.name if product.village else "",
        "commune": f"{commune.get_kind_display()} {commune.name}" if commune else "",
        "former_commune": f"{former.get_kind_display()} {former.name}" if former else "",
        "district": former.district if former else "",
        "province": commune.province.name if commune else "",
        "group": product.group,
        "criteria_set": product.criteria_set,
        "code": product.code,
        "gtin": product.gtin,
        "product_basis": product.get_basis_display(),
        "is_example": "x" if product.is_made_up else "",
    }
    row |= {key: getattr(certificate, key) if certificate else None for key in OF_CERTIFICATE}
    decision, basis = (certificate.decision_number, certificate.get_basis_display()) if certificate else ("", "")
    return row | {"decision": decision, "basis": basis}


def _said(value: Value | None) -> Value | None:
    """Nothing as nothing: an empty text would be a cell that says something."""
    return None if value == "" else value
