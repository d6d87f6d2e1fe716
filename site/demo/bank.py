"""What banks say at each house of the demo: made-up transfers, so that “Money in” has something to show."""

import datetime as dt

from bookings.domain.calendar.recurrence import day_start
from bookings.domain.money.bank.keeping import Told, keep
from bookings.domain.money.bank.matching import match_new
from bookings.domain.money.owing import account, with_account
from bookings.domain.money.transfer import NOTE
from bookings.enums import EXPECTED, BankFlow, BankProvider
from bookings.models import Booking
from common.words.dates import local
from common.words.text import unmarked
from villages.models import Host

HOUR = dt.timedelta(hours=1)


def load_bank(*, now: dt.datetime) -> None:
    """Of the parties to come that owe the most: one paid as asked, one without its reference, two in one transfer."""
    for host in Host.objects.verified().order_by("pk"):
        coming = Booking.objects.filter(
            slot__experience__host=host, status__in=EXPECTED, slot__starts_at__gt=now + 24 * HOUR
        )
        owing = with_account(coming).order_by("-total_vnd", "pk")
        parties = [party for party in owing if account(party).due > 0][:4]
        if host.takes_transfers and len(parties) == 4:
            _tell(host, parties, now=now)
    match_new(now=now)


def _tell(host: Host, parties: list[Booking], *, now: dt.datetime) -> None:
    paid, unnamed, first, second = parties
    sums = [account(party).due for party in parties]
    names = NOTE.format(f"{first.reference} {second.reference}")
    told = [
        (sums[0], f"MBVCB.3278907687.{NOTE.format(paid.reference)}.CT tu 0000000009", 5, BankFlow.IN),
        (sums[1], f"{unmarked(unnamed.contact_name).upper()} chuyen tien tham lang", 4, BankFlow.IN),
        (sums[2] + sums[3], names, 3, BankFlow.IN),
        (85_000, "PHI DICH VU SMS THANG 11", 2, BankFlow.OUT),
    ]
    for number, (amount, note, ago, flow) in enumerate(told, 1):
        one = Told(
            number=f"demo-{number}",
            flow=flow,
            amount_vnd=amount,
            # Not yesterday: that day's till was counted.
            happened_at=max(now - ago * HOUR, day_start(local(now).date())),
            account=host.bank_account,
            note=note,
            bank_reference=f"VD{number:06d}",
        )
        raw = {"id": one.number, "content": note, "transferAmount": amount, "gateway": "Ví dụ hư cấu"}
        keep(host=host, provider=BankProvider.SEPAY, told=one, raw=raw, now=now)
