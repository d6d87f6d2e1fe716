"""A bank transfer to the host's own account, with the exact sum and a note by which it is known again.

Nobody's money passes through the platform: the guest's bank pays the host's. The code is VietQR as NAPAS has it
(QR_Format_T&C 1.0, 09/2021), built by vietnam-qr-pay.
"""

import datetime as dt
from dataclasses import dataclass

from vietnam_qr_pay import QRPay

from bookings.domain.money.owing import account_of
from bookings.domain.money.settle import ahead_left
from bookings.enums import EXPECTED, Awaits, BookingStatus
from bookings.models import Booking

# Banks cut and change long notes: 19 ASCII characters at most.
NOTE = "VELANG {}"


@dataclass(frozen=True)
class Transfer:
    """What a guest's bank asks for: `bank_bin` of six digits, `amount_vnd` in đồng, `note` in capitals and digits."""

    bank_bin: str
    bank_account: str
    account_name: str
    amount_vnd: int
    note: str


def transfer_for(booking: Booking, *, now: dt.datetime) -> Transfer | None:
    """To pay what is due of a visit that stands, or what is left to pay ahead of one that waits for it; None where
    nothing is, or its host has no verified account.

    In one query; the booking comes with its host.
    """
    if not booking.slot.experience.host.takes_transfers:
        return None
    amount = asked_for(booking, now=now)
    return transfer_of(booking, amount) if amount > 0 else None


def transfer_of(booking: Booking, amount: int) -> Transfer | None:
    """Of so many đồng, by the booking's reference; None where its host has no verified account."""
    host = booking.slot.experience.host
    if not host.takes_transfers:
        return None
    return Transfer(host.bank_bin, host.bank_account, host.bank_account_name, amount, NOTE.format(booking.reference))


def asked_for(booking: Booking, *, now: dt.datetime) -> int:
    """In đồng, what a guest is asked to pay now, by whichever way; 0 where it is nothing."""
    if booking.status in EXPECTED:
        return account_of(booking, now=now).due
    if booking.status == BookingStatus.PENDING and booking.awaits == Awaits.PAYMENT and booking.hold_expires_at > now:
        return ahead_left(booking, account_of(booking, now=now))
    return 0


def vietqr(transfer: Transfer) -> str:
    """The text of the QR code."""
    code = QRPay.init_viet_qr(
        bank_bin=transfer.bank_bin,
        bank_number=transfer.bank_account,
        amount=str(transfer.amount_vnd),
        purpose=transfer.note,
    )
    return code.build()
