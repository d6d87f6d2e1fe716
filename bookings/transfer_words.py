"""A bank transfer as guests and hosts read and scan it, for components/transfer.html."""

import datetime as dt
from urllib.parse import quote_plus

from django.conf import settings
from vietnam_qr_pay import BanksObject

from bookings.domain.money.transfer import Transfer, transfer_for, vietqr
from bookings.models import Booking
from common.look.qr import svg
from common.words.money import format_vnd
from villages.models import Host
from villages.texts import bank_text

# Apps that VietQR's deeplink fills in by itself (www.vietqr.io/deeplink and its changelog, 31 July 2026). No request is
# ours: the guest's phone opens the address when it is tapped.
APPS = {"mb": "MB Bank", "icb": "VietinBank iPay", "bidv": "BIDV SmartBanking", "acb": "ACB ONE", "ocb": "OCB Omni"}
DEEPLINK = "https://dl.vietqr.io/pay"


def transfer_words(booking: Booking, *, now: dt.datetime) -> dict:
    """What the component takes; empty where nothing is to be transferred."""
    transfer = transfer_for(booking, now=now)
    return drawn(transfer, booking.slot.experience.host) if transfer else {}


def drawn(transfer: Transfer, host: Host) -> dict:
    """What the component takes: `words_of`, and the `code` as SVG."""
    return words_of(transfer, host) | {"code": svg(vietqr(transfer))}


def words_of(transfer: Transfer, host: Host) -> dict:
    """The same without the code. `spaced` is the account in groups of four."""
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
        "is_example": host.is_made_up,
    }


def bank_apps(transfer: Transfer) -> list[dict[str, str]]:
    """Each app with the address that opens it filled in; none for a bank whose code is not known.

    The way back leads to the site's front page: the guest's own address is nobody else's. `@` and the address stay as
    they are, as VietQR has it.
    """
    codes = {bank.bin: str(bank.code.value).lower() for bank in BanksObject.values()}
    code = codes.get(transfer.bank_bin)
    if code is None:
        return []
    account = f"{quote_plus(transfer.bank_account)}@{code}"
    filled = f"am={transfer.amount_vnd}&tn={quote_plus(transfer.note)}&ba={account}"
    if transfer.account_name:
        filled += f"&bn={quote_plus(transfer.account_name)}"
    return [
        {"name": name, "url": f"{DEEPLINK}?app={app}&{filled}&url={settings.BASE_URL}/"} for app, name in APPS.items()
    ]
