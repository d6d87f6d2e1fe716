"""What becomes of each row of a file: new, changed, the same, twice, or to be mended, with the reasons."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ocop.domain.imports import changes
from ocop.domain.imports.entry import Entry
from ocop.domain.imports.register import NEAR, Position, Register, commune_of, commune_of_host, decision_key, metres
from ocop.domain.imports.values import host_key, product_key
from ocop.enums import RowOutcome
from ocop.models import Certificate, OcopProduct, Office
from villages.models import Commune, Host

HostKey = tuple[str, int]


@dataclass
class Judged:
    """`fields` are what changes of a product that is there, `certificate` one that is added. Nothing is saved yet."""

    number: int
    entry: Entry | None
    outcome: RowOutcome = RowOutcome.NOTE
    reasons: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    host: Host | None = None
    product: OcopProduct | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    certificate: Certificate | None = None

    def mend(self, reason: str) -> None:
        self.outcome = RowOutcome.PROBLEM
        self.reasons.append(reason)


class Judge:
    """Looks at the rows of one file in their order; each knows of those before it."""

    def __init__(self, register: Register, office: Office) -> None:
        self.register, self.office = register, office
        self.new_hosts: dict[HostKey, Host] = {}
        self.new_products: dict[tuple[int, str], Judged] = {}
        # By host and product, then by decision, then by day: which row said it first.
        self.seen: dict[tuple[int, str], dict[str, dict[dt.date | None, Judged]]] = {}
        self.numbers: dict[tuple[str, str], Judged] = {}
        self.new_by_name: dict[str, list[tuple[Position, Judged]]] = {}

    def judge(self, rows: Iterable[tuple[int, Entry | None]]) -> list[Judged]:
        """`rows` with None where a row is no product."""
        return [self._row(number, entry) for number, entry in rows]

    def _row(self, number: int, entry: Entry | None) -> Judged:
        judged = Judged(number, entry)
        if entry is None:
            judged.told.append(_("No product: a sum, a heading or a note. It is not imported."))
            return judged
        judged.told += entry.told
        if entry.reasons:
            judged.outcome, judged.reasons = RowOutcome.PROBLEM, list(entry.reasons)
            return judged
        known = self._known_product(entry)
        if known:
            judged.host = known.host
            self._check_province(judged, commune_of(known))
        else:
            judged.host = self._host(entry, judged)
        if judged.reasons or judged.host is None:
            return judged
        name = product_key(entry.name)
        if known is None:
            known = self.register.products.get((judged.host.pk or 0, name))
            if known:
                self._check_province(judged, commune_of(known))
                if judged.reasons:
                    return judged
        first = self._twice(judged, entry, judged.host, name)
        if judged.outcome in (RowOutcome.DUPLICATE, RowOutcome.PROBLEM):
            return judged
        self._check_numbers(judged, entry, known or (first.product if first else None))
        if known:
            self._change(judged, entry, known)
        elif reasons := changes.unfounded(entry):
            judged.mend(" ".join(reasons))
        elif first:
            judged.outcome, judged.product = RowOutcome.NEW, first.product
            judged.certificate = changes.new_certificate(entry)
            judged.told.append(_("Another certificate of the product in row %(n)s.") % {"n": first.number})
        else:
            self._make(judged, entry, judged.host, name)
        self._remember(judged, entry, judged.host, name)
        return judged

    def _known_product(self, entry: Entry) -> OcopProduct | None:
        """One of the same name whose host has the same name, in the same commune; its host may live in another."""
        hosts = {host.pk for host in self._hosts_named(entry)}
        same = [
            product for product in self.register.by_name.get(product_key(entry.name), []) if product.host_id in hosts
        ]
        if entry.spot.commune:
            same = [product for product in same if commune_of(product) == entry.spot.commune.pk]
        return self.register.products[same[0].host_id, product_key(entry.name)] if len(same) == 1 else None

    def _hosts_named(self, entry: Entry) -> list[Host]:
        found = self.register.hosts.get(host_key(entry.host), [])
        number = entry.cells.get("registration", "")
        return [host for host in found if not number or host.registration_number == number] or found

    def _host(self, entry: Entry, judged: Judged) -> Host | None:
        named = self._hosts_named(entry)
        commune = entry.spot.commune
        if commune:
            named = [host for host in named if commune_of_host(host) == commune.pk]
        if len(named) == 1:
            self._check_province(judged, commune.pk if commune else commune_of_host(named[0]))
            return named[0]
        if named:
            said = _("Several hosts are called so. Write the commune, or the tax code that the register has.")
            judged.mend(said)
        elif commune is None:
            judged.mend(_("The commune is missing, and no host of this name is in the register."))
        elif entry.host_kind is None:
            said = _("The host is new, and its kind is not said: cooperative, household business, company …")
            judged.mend(said)
        else:
            self._check_province(judged, commune.pk)
            return self._new_host(entry, commune)
        return None

    def _check_province(self, judged: Judged, commune_id: int | None) -> None:
        if self.office.province_id and self.register.province_of.get(commune_id or 0) != self.office.province_id:
            judged.mend(_("It is in another province, whose office writes it."))

    def _new_host(self, entry: Entry, commune: Commune) -> Host:
        key = (host_key(entry.host), commune.pk)
        if key not in self.new_hosts:
            host = self.new_hosts[key] = changes.new_host(entry, commune)
            # A house of that name may have been here, and moved.
            bare, number = host.slug, 2
            while host.slug in self.register.slugs:
                host.slug, number = f"{bare}-{number}", number + 1
            self.register.slugs.add(host.slug)
        return self.new_hosts[key]

    def _twice(self, judged: Judged, entry: Entry, host: Host, name: str) -> Judged | None:
        """The row that made this product, where one in this file did. A row that says nothing more is a duplicate."""
        first = self.new_products.get((id(host), name))
        decisions = self.seen.get((id(host), name), {})
        of_decision = decisions.get(decision_key(entry.decision), {})
        same = of_decision.get(entry.issued_on)
        if same is None and decisions and not entry.has_certificate:
            same = next(iter(next(iter(decisions.values())).values()))
        if same is None and of_decision and entry.decision:
            said = _("Row %(n)s has the same product and decision with another day. Leave the one that is right.")
            judged.mend(said % {"n": next(iter(of_decision.values())).number})
        elif same and same.entry and entry.stars and same.entry.stars != entry.stars:
            said = _("Row %(n)s has the same product and decision with other stars. Leave the one that is right.")
            judged.mend(said % {"n": same.number})
        elif same:
            judged.outcome = RowOutcome.DUPLICATE
            judged.told.append(_("The same host and product as in row %(n)s.") % {"n": same.number})
        return first

    def _check_numbers(self, judged: Judged, entry: Entry, product: OcopProduct | None) -> None:
        """A code and a barcode belong to one product."""
        for key, text, known in (
            ("code", entry.code, self.register.by_code.get(entry.code)),
            ("gtin", entry.gtin, self.register.by_gtin.get(entry.gtin)),
        ):
            if not text:
                continue
            told = {"text": text, "name": known.name if known else ""}
            if known and known is not product and known.pk != getattr(product, "pk", None):
                judged.mend(_("“%(text)s” belongs to “%(name)s” in the register.") % told)
            row = self.numbers.get((key, text))
            if row and row.product is not product:
                judged.mend(_("“%(text)s” stands in row %(n)s too.") % {"text": text, "n": row.number})

    def _change(self, judged: Judged, entry: Entry, product: OcopProduct) -> None:
        judged.product = product
        judged.fields, told = changes.of_product(entry, product)
        known = self.register.certificates[product.pk]
        judged.certificate, said, reasons = changes.of_certificate(entry, known)
        judged.told += told + said
        for reason in reasons:
            judged.mend(reason)
        if judged.outcome != RowOutcome.PROBLEM:
            changed = bool(judged.fields or judged.certificate)
            judged.outcome = RowOutcome.CHANGED if changed else RowOutcome.SAME

    def _make(self, judged: Judged, entry: Entry, host: Host, name: str) -> None:
        group = changes.group_of(entry)
        if group is None:
            judged.mend(_("The product's group is missing. Write I, II, III, IV, V or VI."))
        self._look_near(judged, entry, name)
        if judged.reasons or group is None:
            return
        judged.outcome = RowOutcome.NEW
        judged.product = changes.new_product(entry, host, group)
        judged.certificate = changes.new_certificate(entry) if entry.has_certificate else None
        if not host.pk:
            judged.told.append(_("The host is new: it is made, not verified."))
        self.new_products[id(host), name] = judged
        if entry.position:
            self.new_by_name.setdefault(name, []).append((entry.position, judged))

    def _look_near(self, judged: Judged, entry: Entry, name: str) -> None:
        """Another record of this name close by: two spellings of one host, more likely than two hosts."""
        if entry.position is None:
            return
        for product in self.register.by_name.get(name, []):
            if any(metres(entry.position, there) <= NEAR for there in self.register.positions(product)):
                said = _("“%(name)s” of %(host)s lies within 200 m. If it is the same, write the host as there.")
                judged.mend(said % {"name": product.name, "host": product.host.name})
        for there, row in self.new_by_name.get(name, []):
            if metres(entry.position, there) <= NEAR:
                said = _("Row %(n)s has the same product within 200 m. If it is the same, write one host.")
                judged.mend(said % {"n": row.number})

    def _remember(self, judged: Judged, entry: Entry, host: Host, name: str) -> None:
        if judged.outcome == RowOutcome.PROBLEM:
            return
        decisions = self.seen.setdefault((id(host), name), {})
        decisions.setdefault(decision_key(entry.decision), {})[entry.issued_on] = judged
        for key, text in (("code", entry.code), ("gtin", entry.gtin)):
            if text:
                self.numbers.setdefault((key, text), judged)
