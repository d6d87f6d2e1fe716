"""What a booking costs, has paid and is owed back: derived here, by one SQL for a list and for one booking."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from bookings.enums import EXPECTED, Awaits, BookingStatus, LedgerKind, LedgerState
from bookings.models import Booking, LedgerEntry

BIG = BigIntegerField()
ZERO = Value(0, output_field=BIG)
Bookings = TypeVar("Bookings", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Account:
    """All in đồng. `charged` is what the visit costs as it stands, of one that did not take place what the terms keep
    of the money paid ahead; `received` and `refunded` what changed hands,
    `waived` what the host does not ask for, `kept` what the guest leaves of what was to be given back.

    `due` above 0 is to be collected, below 0 to be given back. What was waived of a visit that costs nothing any more
    is not given back, and what was kept of a booking that stands again counts as paid.
    """

    charged: int
    received: int
    refunded: int
    waived: int
    kept: int
    due: int


def signed_amount() -> Case:
    """A row's amount, below 0 where the row takes another back; 0 for a refund that came back."""
    return Case(
        When(state=LedgerState.BOUNCED, then=ZERO),
        When(reverses__isnull=False, then=-F("amount_vnd")),
        default=F("amount_vnd"),
        output_field=BIG,
    )


def with_account(bookings: Bookings, *, now: dt.datetime | None = None) -> Bookings:
    """Each booking with the fields of Account as `charged_vnd`, `received_vnd` … `due_vnd`, as it stands `now`.

    What waits for money costs its price until its time has run out, with no worker running.
    """
    standing = Q(status__in=EXPECTED, no_show_at__isnull=True) | Q(
        status=BookingStatus.PENDING, awaits=Awaits.PAYMENT, hold_expires_at__gt=now or timezone.now()
    )
    asked_vnd = F("total_vnd") - F("missing_vnd")
    # Terms keep of what was paid ahead; nobody is asked for money for a visit that did not take place.
    kept_by_terms = Least(F("cancel_fee_vnd"), Greatest(F("received_vnd") - F("refunded_vnd"), ZERO))
    summed = bookings.annotate(
        received_vnd=_sum(LedgerKind.PAYMENT),
        refunded_vnd=_sum(LedgerKind.REFUND),
        waived_vnd=_sum(LedgerKind.WAIVED),
        kept_vnd=_sum(LedgerKind.KEPT),
    ).annotate(
        charged_vnd=Case(
            When(standing, then=asked_vnd),
            default=kept_by_terms,
            output_field=BIG,
        )
    )
    asked = F("charged_vnd") - Least(F("waived_vnd"), F("charged_vnd"))
    open_vnd = ExpressionWrapper(asked - F("received_vnd") + F("refunded_vnd"), output_field=BIG)
    return summed.alias(open_vnd=open_vnd).annotate(
        due_vnd=Case(
            When(open_vnd__gte=0, then=F("open_vnd")),
            default=Least(F("open_vnd") + F("kept_vnd"), ZERO),
            output_field=BIG,
        )
    )


def account(booking: Any) -> Account:
    """Of a booking that came from `with_account`."""
    return Account(**{name: getattr(booking, f"{name}_vnd") for name in Account.__dataclass_fields__})


def account_of(booking: Booking, *, now: dt.datetime | None = None) -> Account:
    """As it stands in the database `now`, in one query."""
    return account(with_account(Booking.objects.filter(pk=booking.pk), now=now).get())


def _sum(kind: LedgerKind) -> Coalesce:
    rows = LedgerEntry.objects.filter(booking=OuterRef("pk"), kind=kind).order_by().values("booking")
    return Coalesce(Subquery(rows.annotate(sum=Sum(signed_amount())).values("sum")), ZERO, output_field=BIG)
