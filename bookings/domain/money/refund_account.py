"""A guest says into which account money that is due back is to come, until it is on its way there."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from bookings.domain.money.ledger import hold_booking
from bookings.domain.money.owing import account_of
from bookings.domain.money.refunds import came_back_at, under_way_of
from bookings.domain.money.transfer import Transfer
from bookings.models import Booking, RefundAccount
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# By it the house's own statement, and the guest's, tell whose money went back.
NOTE = "HOAN {}"


class NothingOwed(Refused):
    message = _("Nothing is to be given back to you for this booking, so no account is needed.")


class OnItsWay(Refused):
    message = _("Your money is on its way already, so the account cannot be changed any more.")


@dataclass(frozen=True)
class AccountDetails:
    """`bank_bin` of six digits, `account` of letters and digits without spaces."""

    bank_bin: str
    account: str
    name: str


def refund_account_of(booking: Booking) -> RefundAccount | None:
    """What the guest gave, as it stands in the database."""
    return RefundAccount.objects.filter(booking=booking).first()


def why_not(booking: Booking, *, now: dt.datetime) -> Refused | None:
    """What stands against giving an account now. Two queries at most."""
    if under_way_of(booking).exists():
        return OnItsWay()
    return NothingOwed() if booking.erased_at is not None or account_of(booking, now=now).due >= 0 else None


@atomic_with_retry
def give_account(*, booking: Booking, details: AccountDetails, now: dt.datetime) -> RefundAccount:
    """Say where the money is to come, or change it. A second call changes nothing.

    The same account again after a refund came back from it says that it is right all the same.
    Raises OnItsWay, NothingOwed, MovedMeanwhile.
    """
    hold_booking(booking)
    booking.refresh_from_db(fields=["erased_at"])
    standing = refund_account_of(booking)
    wanted = asdict(details)
    same = standing is not None and all(getattr(standing, name) == value for name, value in wanted.items())
    if standing is not None and same and not is_doubtful(standing, came_back_at(booking)):
        return standing
    if refused := why_not(booking, now=now):
        raise refused
    given, _created = RefundAccount.objects.update_or_create(booking=booking, defaults=wanted | {"given_at": now})
    return given


def is_doubtful(account: RefundAccount, came_back: dt.datetime | None) -> bool:
    """Whether a refund came back after the guest gave this account, so that nobody should send there again unasked."""
    return came_back is not None and account.given_at <= came_back


def transfer_back(booking: Booking, account: RefundAccount, amount_vnd: int) -> Transfer:
    """What the house's bank asks for to send `amount_vnd` there."""
    return Transfer(account.bank_bin, account.account, account.name, amount_vnd, NOTE.format(booking.reference))
