"""What the bank said: each notice in the ledger has rows of exactly its sum, of its own host, and shares none."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from bookings.domain.audit.finding import Finding, fault, invariant
from bookings.models import BankNotice, BankNoticeEntry, BankNoticeMove


@invariant("bank-adds-up")
def bank_adds_up(now: dt.datetime) -> Iterator[Finding]:
    """A notice that is in the ledger has rows that stand and are its sum together; any other has none."""
    sums: Counter[int] = Counter()
    times: Counter[int] = Counter()
    rows = BankNoticeEntry.objects.filter(undone_at__isnull=True).order_by("pk")
    for notice, entry, amount, reversed_by in rows.values_list(
        "notice", "entry", "entry__amount_vnd", "entry__reversed_by"
    ).iterator():
        times[entry] += 1
        # What was taken back pays nothing.
        sums[notice] += 0 if reversed_by else amount
    for entry, number in times.items():
        if number > 1:
            yield fault(f"row {entry} of the ledger", f"stands for {number} bank notices")
    told = BankNotice.objects.filter(Q(state="matched") | Q(rows__undone_at__isnull=True, rows__isnull=False))
    for pk, state, amount in told.distinct().order_by("pk").values_list("pk", "state", "amount_vnd").iterator():
        wanted = amount if state == "matched" else 0
        if sums[pk] != wanted:
            yield fault(f"bank notice {pk}", f"is {wanted} ₫, and its rows of the ledger are {sums[pk]} ₫")


@invariant("bank-is-the-hosts")
def bank_is_the_hosts(now: dt.datetime) -> Iterator[Finding]:
    """A row of a notice belongs to the host whose account the notice is about."""
    others = BankNoticeEntry.objects.exclude(entry__host=F("notice__host")).order_by("pk")
    for notice, entry in others.values_list("notice", "entry").iterator():
        yield fault(f"bank notice {notice}", f"stands for row {entry} of another host's ledger")


@invariant("bank-state-logged")
def bank_state_logged(now: dt.datetime) -> Iterator[Finding]:
    """A notice's state is what the last line of its log says; one that has just come has none."""
    moves = BankNoticeMove.objects.filter(notice=OuterRef("pk")).order_by("-pk").values("after")[:1]
    notices = BankNotice.objects.annotate(logged=Coalesce(Subquery(moves), Value("new")))
    for pk, state, logged in (
        notices.exclude(state=F("logged")).order_by("pk").values_list("pk", "state", "logged").iterator()
    ):
        yield fault(f"bank notice {pk}", f"is {state}, and its log says {logged}")
