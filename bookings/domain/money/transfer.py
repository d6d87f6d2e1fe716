"""A bank transfer to the host's own account, with the exact sum and a note by which it is known again.

Nobody's money passes through the platform: the guest's bank pays the host's. The code is VietQR as NAPAS has it
(QR_Format_T&C 1.0, 09/2021), built by vietnam-qr-pay.
"""

from dataclasses import dataclass

from vietnam_qr_pay import QRPay

from bookings.domain.money.owing import account_of
from bookings.enums import EXPECTED
from bookings.models import Booking
from villages.models import Host

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


def takes_transfers(host: Host) -> bool:
    """Whether somebody has verified the host and the account."""
    return bool(host.verified_at and host.bank_bin and host.bank_account)


def transfer_for(booking: Booking) -> Transfer | None:
    """To pay what is due of a visit that stands; None where nothing is, or its host has no verified account.

    In one query; the booking comes with its host.
    """
    host = booking.slot.experience.host
    if booking.status not in EXPECTED or not takes_transfers(host):
        return None
    due = account_of(booking).due
    if due <= 0:
        return None
    return Transfer(host.bank_bin, host.bank_account, host.bank_account_name, due, NOTE.format(booking.reference))


def vietqr(transfer: Transfer) -> str:
    """The text of the QR code."""
    code = QRPay.init_viet_qr(
        bank_bin=transfer.bank_bin,
        bank_number=transfer.bank_account,
        amount=str(transfer.amount_vnd),
        purpose=transfer.note,
    )
    return code.build()
