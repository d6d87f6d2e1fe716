"""One row of a spreadsheet, read: what it says of a product, or what is to be mended in it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.words.phone import parse_phone
from common.words.text import words
from ocop.domain.certificates import LONGEST_EXTENSION, last_day_for
from ocop.domain.imports import values
from ocop.domain.imports.columns import TITLES
from ocop.domain.imports.land import Land, Spot
from ocop.domain.imports.values import Unreadable
from ocop.enums import Basis, CodeScheme, ProductGroup
from ocop.models.numbers import PRODUCT_CODE, check_gtin
from villages.enums import HostKind

T = TypeVar("T")

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NUMBER, LONGEST_ISSUER, LONGEST_CODE = 120, 250, 60, 160, 40
LONGEST_REASON = 300


@dataclass
class Entry:
    """Empty fields say nothing: they never erase what the register has. `told` is what was made of a cell."""

    cells: Mapping[str, str]
    name: str = ""
    name_en: str = ""
    host: str = ""
    host_kind: HostKind | None = None
    phone: str = ""
    spot: Spot = field(default_factory=Spot)
    group: ProductGroup | None = None
    criteria_set: int | None = None
    stars: int | None = None
    decision: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    valid_until: dt.date | None = None
    extended_until: dt.date | None = None
    extension_reason: str = ""
    replaced_on: dt.date | None = None
    withdrawn_on: dt.date | None = None
    basis: Basis | None = None
    product_basis: Basis | None = None
    code: str = ""
    gtin: str = ""
    position: tuple[float, float] | None = None
    is_example: bool = False
    reasons: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def has_certificate(self) -> bool:
        return bool(self.stars or self.decision or self.issued_on)

    @property
    def code_scheme(self) -> CodeScheme:
        return CodeScheme.DECISION_26 if PRODUCT_CODE.fullmatch(self.code) else CodeScheme.OTHER


def read_entry(cells: Mapping[str, str], land: Land) -> Entry:
    """`cells` by the key of their column."""
    entry = Entry(cells=cells)
    get = cells.get

    def read(function: Callable[..., T], *texts: Any) -> T | None:
        try:
            return function(*texts)
        except Unreadable as error:
            entry.reasons.append(str(error))
            return None

    def fits(key: str, longest: int) -> str:
        text = get(key, "")
        if len(text) > longest:
            said = _("“%(column)s” is longer than %(n)s characters.")
            entry.reasons.append(said % {"column": TITLES[key], "n": longest})
        return text[:longest]

    entry.name, entry.name_en = fits("name", LONGEST_NAME), fits("name_en", LONGEST_NAME)
    entry.host, entry.issuer = fits("host", LONGEST_NAME), fits("issuer", LONGEST_ISSUER)
    fits("address", LONGEST_ADDRESS)
    for key, said in (("name", _("The product's name is missing.")), ("host", _("The host is missing."))):
        if not get(key):
            entry.reasons.append(said)
    entry.host_kind = values.read_kind(get("host_kind", ""), get("host", ""))
    entry.spot = read(lambda: _spot(cells, land)) or Spot()
    entry.group = read(values.read_group, get("group", ""))
    entry.criteria_set = read(values.read_set, get("criteria_set", ""))
    _check_set(entry)
    entry.extension_reason = fits("extension_reason", LONGEST_REASON)
    entry.basis = read(values.read_basis, get("basis", ""))
    entry.product_basis = read(values.read_basis, get("product_basis", ""))
    entry.is_example = words(get("is_example", "")) in ("1", "x", "co", "vi du", "true")
    _read_phone(entry)
    _read_certificate(entry, read)
    _read_numbers(entry, fits)
    latitude = read(values.read_degrees, get("latitude", ""), 8.0, 24.0)
    longitude = read(values.read_degrees, get("longitude", ""), 102.0, 118.0)
    entry.position = (latitude, longitude) if latitude is not None and longitude is not None else None
    return entry


def _check_set(entry: Entry) -> None:
    """Each set lies in one group (Decision 26/2026/QĐ-TTg, annex)."""
    number, group = entry.criteria_set, entry.group
    if number and group and values.group_of_set(number, day=timezone.localdate()) != group:
        said = _("Set of criteria %(n)s belongs to another product group than “%(group)s”.")
        entry.reasons.append(said % {"n": number, "group": group.label})


def _read_phone(entry: Entry) -> None:
    """A number that cannot be read keeps no product out."""
    if text := entry.cells.get("phone", ""):
        try:
            entry.phone = parse_phone(text)
        except ValidationError:
            entry.told.append(_("The phone number “%(text)s” was left out.") % {"text": text[:40]})


def _spot(cells: Mapping[str, str], land: Land) -> Spot:
    named = {key: cells.get(key, "") for key in ("commune", "district", "province", "village")}
    return land.spot(former=cells.get("former_commune", ""), **named)


def _read_certificate(entry: Entry, read: Callable[..., Any]) -> None:
    get = entry.cells.get
    entry.stars = read(values.read_stars, get("stars", ""))
    number, day_in_number = values.split_decision(get("decision", ""))
    entry.decision = number
    if len(number) > LONGEST_NUMBER:
        said = _("“%(column)s” is longer than %(n)s characters.")
        entry.reasons.append(said % {"column": TITLES["decision"], "n": LONGEST_NUMBER})
    for key, text in (
        ("issued_on", get("issued_on", "") or day_in_number),
        ("valid_until", get("valid_until", "")),
        ("extended_until", get("extended_until", "")),
        ("replaced_on", get("replaced_on", "")),
        ("withdrawn_on", get("withdrawn_on", "")),
    ):
        day, only_month = read(values.read_day, text) or (None, False)
        setattr(entry, key, day)
        if day and only_month:
            said = _("“%(text)s” names no day: %(day)s was taken.")
            entry.told.append(said % {"text": text, "day": day.strftime("%d/%m/%Y")})
    if entry.stars in (1, 2):
        entry.reasons.append(_("One and two stars bring no certificate. Take the row out, or mend the stars."))
    if entry.has_certificate and not entry.reasons:
        _check_certificate(entry)


def _check_certificate(entry: Entry) -> None:
    if not entry.stars:
        entry.reasons.append(_("There is a decision, and the stars are missing."))
    if not entry.decision:
        entry.reasons.append(_("There are stars, and the number of the decision is missing."))
    if not entry.issued_on:
        entry.reasons.append(_("The day of the decision is missing."))
        return
    if entry.valid_until is None:
        entry.valid_until = last_day_for(entry.issued_on)
    if entry.valid_until <= entry.issued_on:
        entry.reasons.append(_("The last day of validity comes after the day of issue."))
    if entry.extended_until and entry.extended_until <= entry.valid_until:
        entry.reasons.append(_("An extension ends after the certificate."))
    if entry.extended_until and entry.extended_until > entry.valid_until + LONGEST_EXTENSION:
        entry.reasons.append(_("An extension lasts 180 days at most (art. 12.3)."))
    if entry.withdrawn_on and entry.withdrawn_on < entry.issued_on:
        entry.reasons.append(_("It was withdrawn before it was issued. Look at the two days again."))
    if entry.replaced_on and entry.replaced_on < entry.issued_on:
        entry.reasons.append(_("It was replaced before it was issued. Look at the two days again."))


def _read_numbers(entry: Entry, fits: Callable[[str, int], str]) -> None:
    entry.code = fits("code", LONGEST_CODE)
    entry.gtin = re.sub(r"[\s.-]", "", entry.cells.get("gtin", ""))
    if entry.gtin:
        try:
            check_gtin(entry.gtin)
        except ValidationError as error:
            entry.reasons.append(str(error.messages[0]))
