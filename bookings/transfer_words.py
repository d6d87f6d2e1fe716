"""A bank transfer as guests and hosts read and scan it, for components/transfer.html."""

import datetime as dt

from bookings.domain.money.transfer import Transfer, transfer_for, vietqr
from bookings.models import Booking
from common.look.qr import svg
from common.words.money import format_vnd
from villages.texts import bank_text


def transfer_words(booking: Booking, *, now: dt.datetime) -> dict:
    """What the component takes; empty where nothing is to be transferred. `spaced` is the account in groups of four."""
    transfer = transfer_for(booking, now=now)
    return words_of(transfer, booking) | {"code": svg(vietqr(transfer))} if transfer else {}


def words_of(transfer: Transfer, booking: Booking) -> dict:
    """The same without the code."""
    account = transfer.bank_account
    return {
        "bank": bank_text(transfer.bank_bin),
        "account": account,
        "spaced": " ".join(account[start : start + 4] for start in range(0, len(account), 4)),
        "account_name": transfer.account_name,
        # As it is copied into a bank's app.
        "amount": str(transfer.amount_vnd),
        "amount_text": format_vnd(transfer.amount_vnd),
        "note": transfer.note,
        "is_example": booking.slot.experience.host.is_example,
    }
