"""Bank notices, kept as they come, and what is asked of them."""

import datetime as dt
import itertools

from django.utils import timezone

from bookings.domain.money.bank.keeping import Told, keep
from bookings.domain.money.bank.matching import match
from bookings.enums import BankFlow, BankProvider
from bookings.models import BankFile, BankNotice
from villages.models import Host

_numbers = itertools.count(92704)


def make_notice(
    host: Host,
    amount_vnd: int,
    note: str = "",
    *,
    now: dt.datetime,
    provider: BankProvider = BankProvider.SEPAY,
    number: str = "",
    happened_at: dt.datetime | None = None,
    flow: BankFlow = BankFlow.IN,
    account: str = "",
    bank_reference: str = "",
) -> BankNotice:
    """Kept and not matched yet; of an account that is the host's unless told otherwise."""
    number = number or str(next(_numbers))
    told = Told(
        number=number,
        flow=flow,
        amount_vnd=amount_vnd,
        happened_at=happened_at or now,
        account=account or host.bank_account,
        note=note,
        bank_reference=bank_reference,
    )
    return keep(host=host, provider=provider, told=told, raw={"id": number, "content": note}, now=now)[0]


def make_matched(host: Host, amount_vnd: int, note: str = "", *, now: dt.datetime, **fields) -> BankNotice:
    """The same, looked at by the rules; `state` and `why` say what came of it."""
    notice = make_notice(host, amount_vnd, note, now=now, **fields)
    match(notice_id=notice.pk, now=now)
    notice.refresh_from_db()
    return notice


def make_bank_file(host: Host) -> BankFile:
    """A statement whose columns nobody has named yet."""
    rows = [["Ngày", "Số tiền", "Nội dung"], ["30/11/2026", "700.000", "VELANG"]]
    return BankFile.objects.create(host=host, name="sao-ke.csv", digest="0" * 64, rows=rows, sent_at=timezone.now())
