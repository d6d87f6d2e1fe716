"""The rows of the register that a row of a file makes or changes. Nothing here is saved."""

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.words.text import unmarked
from ocop.domain.imports.entry import Entry
from ocop.domain.imports.register import commune_of, decision_key
from ocop.domain.imports.values import group_of_set
from ocop.enums import Basis, ProductGroup
from ocop.models import Certificate, OcopProduct
from villages.models import Commune, Host


def new_host(entry: Entry, commune: Commune) -> Host:
    """Not verified: whoever has seen its papers says so later, and fills in what the file does not tell."""
    get = entry.cells.get
    mark = hashlib.sha256(f"{entry.host}|{commune.pk}".encode()).hexdigest()[:6]
    return Host(
        slug=f"{slugify(unmarked(entry.host))[:40].strip('-') or 'chu-the'}-{mark}",
        village=entry.spot.village,
        commune=commune,
        kind=entry.host_kind,
        name=entry.host,
        legal_name=entry.host,
        registration_number=get("registration", "")[:40],
        phone=entry.phone,
        address=get("address", "") or str(commune),
        is_example=entry.is_example,
    )


def new_product(entry: Entry, host: Host, group: ProductGroup) -> OcopProduct:
    return OcopProduct(
        host=host,
        name=entry.name,
        name_en=entry.name_en,
        group=group,
        criteria_set=entry.criteria_set,
        code=entry.code or None,
        code_scheme=entry.code_scheme,
        gtin=entry.gtin or None,
        commune=entry.spot.commune,
        former_commune=entry.spot.former,
        village=entry.spot.village,
        basis=entry.product_basis or Basis.DECISION,
        is_example=entry.is_example,
    )


def new_certificate(entry: Entry) -> Certificate:
    """Its product is not set yet."""
    made = Certificate(
        decision_number=entry.decision,
        issuer=entry.issuer,
        extended_until=entry.extended_until,
        extension_reason=entry.extension_reason,
        replaced_on=entry.replaced_on,
        withdrawn_on=entry.withdrawn_on,
        basis=entry.basis or Basis.DECISION,
        is_example=entry.is_example,
    )
    # What a row without reasons against it has, and nothing else is asked about.
    for name in ("stars", "issued_on", "valid_until"):
        setattr(made, name, getattr(entry, name))
    return made


def of_product(entry: Entry, product: OcopProduct) -> tuple[dict[str, Any], list[str]]:
    """Fields that the file says otherwise, and a line about each. What the file leaves empty stays."""
    said: dict[str, Any] = {
        "name_en": entry.name_en,
        "group": group_of(entry),
        "criteria_set": entry.criteria_set,
        "code": entry.code,
        "gtin": entry.gtin,
        "former_commune": entry.spot.former,
        "village": entry.spot.village,
    }
    fields = {name: value for name, value in said.items() if value and getattr(product, name) != value}
    if entry.spot.commune and commune_of(product) != entry.spot.commune.pk:
        fields["commune"] = entry.spot.commune
    told = [_line(product, name, value) for name, value in fields.items()]
    if "code" in fields:
        fields["code_scheme"] = entry.code_scheme
    return fields, told


def _line(product: OcopProduct, name: str, value: Any) -> str:
    label = product._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    before = getattr(product, name)
    return _("%(what)s: “%(before)s” becomes “%(after)s”.") % {"what": label, "before": before or "–", "after": value}


def of_certificate(entry: Entry, known: list[Certificate]) -> tuple[Certificate | None, list[str], list[str]]:
    """One that is added, what is told of it, and reasons against it: what stands is ended by acts, not by a file."""
    if not entry.has_certificate:
        return None, [], unfounded(entry)
    same = [one for one in known if decision_key(one.decision_number) == decision_key(entry.decision)]
    for certificate in same:
        if certificate.issued_on == entry.issued_on:
            return None, [], _differences(entry, certificate)
    if same:
        day = same[0].issued_on.strftime("%d/%m/%Y")
        return None, [], [_("The register has this decision of %(day)s. Look at the day again.") % {"day": day}]
    if reasons := unfounded(entry):
        return None, [], reasons
    made = new_certificate(entry)
    return made, [_("A certificate is added: %(certificate)s.") % {"certificate": made}], []


def unfounded(entry: Entry) -> list[str]:
    """What an extension lacks with which a certificate is added. Those that stand are compared and not asked."""
    if entry.extended_until and not entry.has_certificate:
        return [_("The row extends a certificate and does not say which: write its decision.")]
    if entry.extended_until and not entry.extension_reason:
        return [_("An extension has a reason (art. 12.3): write it into the column for it.")]
    return []


def _differences(entry: Entry, certificate: Certificate) -> list[str]:
    said = {
        "stars": entry.stars,
        "valid_until": entry.valid_until if entry.cells.get("valid_until") else None,
        "issuer": entry.issuer,
        "extended_until": entry.extended_until,
        "extension_reason": entry.extension_reason,
        "replaced_on": entry.replaced_on,
        "basis": entry.basis,
        "withdrawn_on": entry.withdrawn_on,
    }
    told = []
    for name, value in said.items():
        before = getattr(certificate, name)
        if value and value != before:
            line = _("Of this decision the register says %(what)s “%(before)s”, the row “%(after)s”.")
            label = certificate._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            told.append(line % {"what": label, "before": _plain(before), "after": _plain(value)})
    return told


def _plain(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value or "–")


def group_of(entry: Entry) -> ProductGroup | None:
    """As the row says, or as its set of criteria does."""
    if entry.group or not entry.criteria_set:
        return entry.group
    return group_of_set(entry.criteria_set, day=timezone.localdate())
