"""`audit`: what must hold of certificates, withdrawals, lots and codes. Each in a constant number of queries."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q

from common.data.findings import Finding, Invariants, fault
from ocop.domain.audit import dossiers
from ocop.domain.certificates import local_day
from ocop.domain.passport.kinds import rows_of
from ocop.domain.passport.passport import LOT
from ocop.enums import Basis
from ocop.models import Certificate, Lot, OcopProduct, PassportCode, Withdrawal

INVARIANTS = Invariants()
invariant = INVARIANTS.state
audit = INVARIANTS.audit
dossiers.state(INVARIANTS)
# Codes that are looked at together.
PART = 500


@invariant("one_certificate")
def one_certificate(now: dt.datetime) -> Iterator[Finding]:
    """A product has at most one certificate in force."""
    day = local_day(now)
    # Written out, and not by `valid_on`: an error there must not hide itself.
    in_force = (
        ~Q(certificates__basis=Basis.PROPOSAL)
        & Q(certificates__issued_on__lte=day)
        & (Q(certificates__valid_until__gte=day) | Q(certificates__extended_until__gte=day))
        & (Q(certificates__withdrawn_on=None) | Q(certificates__withdrawn_on__gt=day))
        & (Q(certificates__replaced_on=None) | Q(certificates__replaced_on__gt=day))
    )
    found = OcopProduct.objects.order_by("pk").annotate(n=Count("certificates", filter=in_force)).filter(n__gt=1)
    for pk, number in found.values_list("pk", "n").iterator():
        yield fault(f"product {pk}", f"{number} certificates in force")


@invariant("withdrawal_decided")
def withdrawal_decided(_now: dt.datetime) -> Iterator[Finding]:
    """A certificate ends on the day of its decided withdrawal, and none ends while its procedure is open."""
    decided = Withdrawal.objects.filter(decided_on__isnull=False).order_by("pk")
    wrong = decided.exclude(certificate__withdrawn_on=F("decided_on")).values_list("pk", "certificate_id", "decided_on")
    for pk, certificate, day in wrong.iterator():
        yield fault(f"certificate {certificate}", f"withdrawal {pk} was decided on {day}, and it is not withdrawn then")
    case = Withdrawal.objects.filter(certificate=OuterRef("pk"))
    # One that the office wrote down as withdrawn long ago has no procedure here at all.
    early = Certificate.objects.filter(withdrawn_on__isnull=False).filter(
        Exists(case), ~Exists(case.filter(decided_on__isnull=False))
    )
    for pk in early.order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"certificate {pk}", "withdrawn without a decision in its procedure")


@invariant("code_subject")
def code_subject(_now: dt.datetime) -> Iterator[Finding]:
    """A code on a package stands for something that is there, of a kind that is known."""
    for kind in PassportCode.objects.order_by("kind").values_list("kind", flat=True).distinct():
        rows = rows_of(kind)
        last = 0
        codes = PassportCode.objects.filter(kind=kind).order_by("pk").values_list("pk", "code", "key")
        while part := list(codes.filter(pk__gt=last)[:PART]):
            last = part[-1][0]
            keys = [key for _pk, _code, key in part]
            there = set() if rows is None else set(rows.filter(pk__in=keys).values_list("pk", flat=True))
            for _pk, code, key in part:
                if key not in there:
                    yield fault(f"code {code}", f"stands for {kind} {key}, which is not there")


@invariant("lot_code")
def lot_code(_now: dt.datetime) -> Iterator[Finding]:
    """Every lot has a code for its labels."""
    code = PassportCode.objects.filter(kind=LOT, key=OuterRef("pk"))
    for pk in Lot.objects.filter(~Exists(code)).order_by("pk").values_list("pk", flat=True).iterator():
        yield fault(f"lot {pk}", "has no code")
