"""The deposit of a group: asked for once, by the reference of its first visit, and spread over all its bookings."""

import datetime as dt
from dataclasses import dataclass

from bookings.domain.money.owing import Account, account, with_account
from bookings.domain.money.transfer import Transfer, transfer_of
from bookings.enums import EXPECTED, GroupState
from bookings.models import Booking, GroupRequest, Quote
from bookings.models.booking import BookingQuerySet


@dataclass(frozen=True)
class GroupDeposit:
    """`left_vnd` đồng are still to come, above 0. `dues` are what its standing bookings owe, the first visit first."""

    left_vnd: int
    dues: tuple[tuple[Booking, int], ...]

    @property
    def asked_by(self) -> Booking:
        """The booking whose reference the transfer carries."""
        return self.dues[0][0]

    def spread(self) -> list[tuple[Booking, int]]:
        """All that is left of it, to each booking what it owes, as far as it goes; what is over goes to the first."""
        rest, parts = self.left_vnd, {}
        for booking, due in self.dues:
            parts[booking] = min(rest, max(due, 0))
            rest -= parts[booking]
        parts[self.asked_by] += rest
        return [(booking, amount) for booking, amount in parts.items() if amount]


def deposit_of(request: GroupRequest, *, now: dt.datetime) -> GroupDeposit | None:
    """What a group that accepted has still to pay ahead; None where nothing is, or no visit stands. In two queries."""
    if request.state != GroupState.ACCEPTED:
        return None
    quote = Quote.objects.filter(request=request, accepted_at__isnull=False, deposit_vnd__gt=0).first()
    if quote is None:
        return None
    accounts = _accounts(request, now=now)
    left = _left(quote, accounts)
    dues = tuple((booking, found.due) for booking, found in accounts if booking.status in EXPECTED)
    return GroupDeposit(left, dues) if left > 0 and dues else None


def deposit_left(quote: Quote, *, now: dt.datetime) -> int:
    """What of its deposit the ledger has not, in đồng; 0 or less where all of it is there."""
    return _left(quote, _accounts(quote.request, now=now))


def stands_at(request: GroupRequest, *, now: dt.datetime) -> int:
    """What its standing visits cost together, less what is not asked for, in đồng."""
    return _asked(_accounts(request, now=now))


def deposit_asked_by(booking: Booking, *, now: dt.datetime) -> GroupDeposit | None:
    """The deposit that is asked for by the reference of this very booking."""
    request = GroupRequest.objects.filter(quotes__places__booking=booking).first()
    found = deposit_of(request, now=now) if request else None
    return found if found and found.asked_by == booking else None


def deposit_transfer(request: GroupRequest, *, now: dt.datetime) -> Transfer | None:
    """To pay what is left of it; None where nothing is, or its host has no verified account."""
    found = deposit_of(request, now=now)
    return transfer_of(found.asked_by, found.left_vnd) if found else None


def received_of(request: GroupRequest, *, now: dt.datetime) -> int:
    """What the ledger has of the money of its bookings, in đồng, less what was given back."""
    accounts = map(account, with_account(bookings_of(request), now=now))
    return sum(found.received - found.refunded for found in accounts)


def _accounts(request: GroupRequest, *, now: dt.datetime) -> list[tuple[Booking, Account]]:
    bookings = with_account(bookings_of(request), now=now).order_by("slot__starts_at", "pk")
    return [(booking, account(booking)) for booking in bookings]


def _asked(accounts: list[tuple[Booking, Account]]) -> int:
    standing = [found for booking, found in accounts if booking.status in EXPECTED]
    return sum(found.charged - min(found.waived, found.charged) for found in standing)


def _left(quote: Quote, accounts: list[tuple[Booking, Account]]) -> int:
    """Never more is asked ahead than the visits that stand cost; where none does, nothing has come."""
    if not any(booking.status in EXPECTED for booking, _found in accounts):
        return quote.deposit_vnd
    came = sum(found.received - found.refunded for _booking, found in accounts)
    return min(quote.deposit_vnd, _asked(accounts)) - came


def bookings_of(request: GroupRequest) -> BookingQuerySet:
    """Every booking that ever stood for a quote of it, with its host."""
    return Booking.objects.filter(quoted__quote__request=request).select_related("slot__experience__host")
