"""What codes take off bookings."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Q

from bookings.domain.audit.finding import Finding, fault, invariant
from bookings.models import Booking


@invariant("discount")
def discount(now: dt.datetime) -> Iterator[Finding]:
    """Only a code of the booking's own house makes it cheaper, by what it says."""
    bookings = Booking.objects.filter(Q(discount_vnd__gt=0) | Q(discount_code__isnull=False)).order_by("pk")
    rows = bookings.annotate(price=F("total_vnd") + F("discount_vnd"), house=F("slot__experience__host"))
    code = ("discount_code__host", "discount_code__percent", "discount_code__amount_vnd", "discount_code__from_vnd")
    for reference, price, off, house, host, percent, amount, least in rows.values_list(
        "reference", "price", "discount_vnd", "house", *code
    ).iterator():
        if host is None:
            yield fault(f"booking {reference}", f"is {off} ₫ cheaper without a code")
            continue
        if house != host:
            yield fault(f"booking {reference}", "has a code of another house")
        right = 0 if price < least else _part(price, percent, amount)
        if off != right:
            yield fault(f"booking {reference}", f"is {off} ₫ cheaper, its code takes {right} ₫ off")


def _part(price: int, percent: int | None, amount: int | None) -> int:
    if percent is None:
        return min(amount or 0, price)
    exact = price * percent / 100
    return price if percent == 100 else int(exact // 1000) * 1000
