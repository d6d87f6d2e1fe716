"""A VAT invoice is issued by somebody else: a connector to a provider, which is asked once and tells the number.

Off unless the site has a connector. A host orders it by a tap; a worker asks, again and again where no answer comes,
and always for the same. See docs/decisions/0040.
"""

import datetime as dt
import uuid as uuids
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.history import acting
from bookings.domain.money.invoice import NotAsked, invoice_of, issued
from bookings.domain.money.owing import account_of
from bookings.domain.seats import lock
from bookings.enums import ActBy, Issuing
from bookings.models import Booking, InvoiceErrand, InvoiceRequest
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.http.connector import NotNow, Rejected
from common.work.sweep import each

FIRST_DELAY, LONGEST_DELAY = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# While one worker asks, no other does.
LEASE = dt.timedelta(minutes=5)
GIVEN_UP = dt.timedelta(days=3)
AT_ONCE = 20


class NoConnector(Refused):
    message = _("Nothing here issues invoices: issue it as you always do, then write its number down.")


class NotWhole(Refused):
    message = _("What this party pays is no longer the sum of its prices, so this invoice is for your hand to issue.")


class Issuer(Protocol):
    """Has an invoice issued and answers its number. Of one `once` it issues one. Raises NotNow or Rejected."""

    def __call__(self, body: dict[str, Any], *, once: str) -> str: ...


def is_on() -> bool:
    return bool(settings.INVOICE_URL)


def errand_of(invoice: InvoiceRequest) -> InvoiceErrand | None:
    return InvoiceErrand.objects.filter(invoice=invoice).first()


@atomic_with_retry
def order(*, booking: Booking, by: User | None, now: dt.datetime) -> InvoiceErrand | None:
    """Let it be issued. A second call changes nothing, and neither does one for an invoice that is issued: None then.

    Raises NoConnector, NotAsked, NotWhole, MovedMeanwhile, SlotGone.
    """
    if not is_on():
        raise NoConnector
    _slot, booking = lock.lock_booking(booking)
    invoice = invoice_of(booking)
    if invoice is None:
        raise NotAsked
    standing = errand_of(invoice)
    if invoice.issued_at is not None or (standing and standing.state == Issuing.WAITING):
        return standing
    body = _body(booking, invoice)
    # What was never answered may have been issued: it stays the same errand.
    same = standing and standing.state == Issuing.SILENT and standing.body == body
    fresh = {
        "key": standing.key if standing and same else uuids.uuid4(),
        "body": body,
        "state": Issuing.WAITING,
        "asked_at": now,
        "asked_by_name": str(by or "")[:120],
        "try_at": now,
        "attempts": 0,
        "said": "",
    }
    return InvoiceErrand.objects.update_or_create(invoice=invoice, defaults=fresh)[0]


def issue_due(*, issuer: Issuer, now: dt.datetime) -> int:
    """Ask for each that is due; returns how many were issued."""
    due = InvoiceErrand.objects.filter(state=Issuing.WAITING, try_at__lte=now).order_by("try_at", "pk")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE]) if is_on() else []
    return each("issuing invoice", pks, lambda pk: _try(pk, issuer, now))


def _try(pk: int, issuer: Issuer, now: dt.datetime) -> int:
    mine = InvoiceErrand.objects.filter(pk=pk, state=Issuing.WAITING, try_at__lte=now)
    if not mine.update(try_at=now + LEASE):
        return 0
    errand = InvoiceErrand.objects.select_related("invoice__booking").get(pk=pk)
    standing = InvoiceErrand.objects.filter(pk=pk, key=errand.key)
    try:
        # In no transaction: whoever answers slowly keeps nobody else from writing.
        number = issuer(errand.body, once=str(errand.key))
    except Rejected as refused:
        standing.update(state=Issuing.REFUSED, said=refused.answer.decode(errors="replace")[:300])
        return 0
    except NotNow:
        _put_off(standing, errand, now)
        return 0
    return _write(standing, errand, number, now)


def _put_off(standing: QuerySet[InvoiceErrand], errand: InvoiceErrand, now: dt.datetime) -> None:
    if now - errand.asked_at >= GIVEN_UP:
        standing.update(state=Issuing.SILENT)
        return
    delay = min(FIRST_DELAY * 2 ** min(errand.attempts, 10), LONGEST_DELAY)
    standing.update(try_at=now + delay, attempts=errand.attempts + 1)


@atomic_with_retry
def _write(standing: QuerySet[InvoiceErrand], errand: InvoiceErrand, number: str, now: dt.datetime) -> int:
    if not standing.delete()[0]:
        # Whoever asked has been erased meanwhile.
        return 0
    with acting(ActBy.SITE):
        issued(booking=errand.invoice.booking, number=number, by=None, now=now)
    return 1


def _body(booking: Booking, invoice: InvoiceRequest) -> dict[str, Any]:
    """What docs/operating.md promises a connector. Raises NotWhole."""
    host = booking.slot.experience.host
    with translation.override("vi"):
        units = [(line.get_type_display(), line) for line in booking.units.all()]
    lines = [(str(name), line.quantity, line.price_vnd, line.amount_vnd) for name, line in units]
    lines += [(line.name, line.quantity, line.price_vnd, line.amount_vnd) for line in booking.extras.all()]
    account = account_of(booking)
    total = account.charged - account.waived
    if not lines or sum(amount for *_line, amount in lines) - booking.discount_vnd != total:
        raise NotWhole
    return {
        "booking": booking.reference,
        "visit": {"name": booking.slot.experience.name, "starts_at": booking.slot.starts_at.isoformat()},
        "seller": {
            "name": host.legal_name,
            "registration_number": host.registration_number,
            "address": host.address,
        },
        "buyer": {
            "kind": str(invoice.buyer),
            "name": invoice.name,
            "address": invoice.address,
            "tax_code": invoice.tax_code,
            "email": invoice.email,
        },
        "lines": [
            {"name": name, "quantity": quantity, "price_vnd": price, "amount_vnd": amount}
            for name, quantity, price, amount in lines
        ],
        "discount_vnd": booking.discount_vnd,
        "total_vnd": total,
    }
