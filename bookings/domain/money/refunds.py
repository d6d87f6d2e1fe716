"""Money that is to be given back, and refunds on their way: derived, as nothing is written before somebody sends."""

import datetime as dt

from django.db.models import Case, DateTimeField, Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from bookings.domain.money.owing import with_account
from bookings.enums import Act, BookingStatus, LedgerKind, LedgerState, PaidBy
from bookings.models import Booking, BookingAct, LedgerEntry, LedgerMove
from bookings.models.booking import BookingQuerySet
from villages.models import Host

# What can make less of a visit cost what was paid for more.
CHEAPER = (Act.CANCELLED, Act.DECLINED, Act.NO_SHOW, Act.CAME, Act.PARTY, Act.MOVED)


def refunds_due(*, now: dt.datetime, host: Host | None = None) -> BookingQuerySet:
    """Bookings with money due back, the longest first, each with its account and `owed_since`; of one host or of all.

    Whoever is erased is owed nothing (`personal.erasing`), so the past does not pile up here.
    """
    paid = Exists(LedgerEntry.objects.filter(booking=OuterRef("pk"), kind=LedgerKind.PAYMENT))
    bookings = Booking.objects.filter(paid, erased_at__isnull=True, consented_at__isnull=False)
    if host is not None:
        bookings = bookings.filter(slot__experience__host=host)
    owed = with_account(bookings, now=now).filter(Q(due_vnd__lt=0))
    return with_owed_since(owed).order_by(F("owed_since"), "pk")


def owed_since(booking: Booking) -> dt.datetime:
    """Since when money is due back for a booking for which some is. One query."""
    return with_owed_since(Booking.objects.filter(pk=booking.pk)).get().owed_since  # type: ignore[attr-defined]


def with_owed_since(bookings: BookingQuerySet) -> BookingQuerySet:
    """Each with `owed_since`: the newest of what can have made money due, so it never says longer than is true.

    That is the end of the visit or of its time to pay, a change of its party, and the newest money or discount. A
    part given back, or a refund that came back, does not begin it anew: the guest has waited since then.
    """
    acts = BookingAct.objects.filter(booking=OuterRef("pk"), act__in=CHEAPER)
    rows = LedgerEntry.objects.filter(
        booking=OuterRef("pk"), kind__in=[LedgerKind.PAYMENT, LedgerKind.WAIVED], reverses=None, reversed_by=None
    )
    ran_out = Q(status__in=[BookingStatus.EXPIRED, BookingStatus.PENDING])
    return bookings.annotate(
        owed_since=Greatest(
            Coalesce("cancelled_at", "created_at"),
            Coalesce("no_show_at", "created_at"),
            Case(When(ran_out, then=F("hold_expires_at")), default=F("created_at"), output_field=DateTimeField()),
            _newest(acts, "at"),
            _newest(rows, "happened_at"),
        )
    )


def refunds_under_way(host: Host) -> QuerySet[LedgerEntry]:
    """Refunds by transfer of which nobody knows yet whether they arrived, the oldest first, with their bookings."""
    return _under_way().filter(host=host).select_related("booking", "online_refund").order_by("happened_at", "pk")


def under_way_of(booking: Booking) -> QuerySet[LedgerEntry]:
    """The same of one booking."""
    return _under_way().filter(booking=booking)


def came_back_at(booking: Booking) -> dt.datetime | None:
    """When the last refund of this booking came back; None where none did."""
    return LedgerMove.objects.filter(entry__booking=booking, after=LedgerState.BOUNCED).aggregate(at=Max("at"))["at"]


def with_came_back_at(bookings: BookingQuerySet) -> BookingQuerySet:
    """The same for a list, as `came_back_at`."""
    moves = LedgerMove.objects.filter(entry__booking=OuterRef("pk"), after=LedgerState.BOUNCED).order_by()
    newest = moves.values("entry__booking").annotate(newest=Max("at")).values("newest")
    return bookings.annotate(came_back_at=Subquery(newest))


def _under_way() -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(
        kind=LedgerKind.REFUND,
        method=PaidBy.TRANSFER,
        state=LedgerState.SENT,
        reverses__isnull=True,
        reversed_by__isnull=True,
    )


def _newest(rows: QuerySet[Model], moment: str) -> Coalesce:
    newest = rows.order_by().values("booking").annotate(newest=Max(moment)).values("newest")
    return Coalesce(Subquery(newest), F("created_at"), output_field=DateTimeField())
