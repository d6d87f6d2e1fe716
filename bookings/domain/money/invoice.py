"""A guest asks for a VAT invoice, and the host writes down that it was issued.

Nothing here issues one: `issued` is the one way in, for a host's hand and for a connector (`issuing`). See
docs/decisions/0035 and 0040.
"""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.domain.calendar.recurrence import day_end
from bookings.domain.history import note
from bookings.domain.seats import lock
from bookings.enums import EXPECTED, Act, Buyer, Issuing
from bookings.models import Booking, DayClosing, InvoiceErrand, InvoiceRequest
from common.data.db import atomic_with_retry
from common.data.refusal import Refused


class NoInvoice(Refused):
    message = _("Only for a visit that stands can a VAT invoice be asked for.")


class InvoiceClosed(Refused):
    """The day of the visit is over, or its book is closed."""

    def __init__(self, booking: Booking) -> None:
        host = booking.slot.experience.host
        message = _("The day of this visit is closed. About a VAT invoice, please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class AlreadyIssued(Refused):
    """What was issued is no longer changed here."""

    def __init__(self, booking: Booking) -> None:
        host = booking.slot.experience.host
        message = _("This invoice is issued already. If something in it is wrong, call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class BeingIssued(Refused):
    message = _("This invoice is being issued just now. Wait for its number, then look again.")


class NotAsked(Refused):
    message = _("No VAT invoice is asked for here any more.")


@dataclass(frozen=True)
class Details:
    """To whom it is made out; `tax_code` as `common.words.tax_code` reads it, empty for a person."""

    buyer: Buyer
    name: str
    address: str
    tax_code: str
    email: str


def invoice_of(booking: Booking) -> InvoiceRequest | None:
    """What was asked for, as it stands in the database."""
    return InvoiceRequest.objects.filter(booking=booking).first()


def may_ask(booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `ask` would look at this booking. One query at most."""
    return _stands(booking) and not _is_closed(booking, now=now)


@atomic_with_retry
def ask(*, booking: Booking, details: Details, now: dt.datetime) -> InvoiceRequest:
    """Ask for an invoice, or change what was asked, until the visit's day closes. A second call changes nothing.

    Raises NoInvoice, InvoiceClosed, AlreadyIssued, BeingIssued, MovedMeanwhile, SlotGone.
    """
    _slot, booking = lock.lock_booking(booking)
    standing = invoice_of(booking)
    wanted = asdict(details)
    if standing is not None and all(getattr(standing, name) == value for name, value in wanted.items()):
        return standing
    _require_open(booking, standing, now=now)
    asked, _created = InvoiceRequest.objects.update_or_create(
        booking=booking, defaults=wanted, create_defaults=wanted | {"asked_at": now}
    )
    note(booking, Act.INVOICE, now=now, after={"invoice": "asked" if standing is None else "changed"})
    return asked


@atomic_with_retry
def take_back(*, booking: Booking, now: dt.datetime) -> None:
    """Ask for none any more. A second call changes nothing.

    Raises NoInvoice, InvoiceClosed, AlreadyIssued, BeingIssued, MovedMeanwhile, SlotGone.
    """
    _slot, booking = lock.lock_booking(booking)
    standing = invoice_of(booking)
    if standing is None:
        return
    _require_open(booking, standing, now=now)
    standing.delete()
    note(booking, Act.INVOICE, now=now, after={"invoice": "taken back"})


@atomic_with_retry
def issued(*, booking: Booking, number: str, by: User | None, now: dt.datetime) -> InvoiceRequest:
    """Write down that it was issued, as `number` where that is known. The same again changes nothing.

    Raises NotAsked, BeingIssued, MovedMeanwhile, SlotGone.
    """
    _slot, booking = lock.lock_booking(booking)
    standing = invoice_of(booking)
    if standing is None:
        raise NotAsked
    if standing.issued_at is not None and standing.number == number:
        return standing
    _require_no_errand(standing)
    standing.issued_at = standing.issued_at or now
    standing.number, standing.issued_by_name = number, str(by or "")
    standing.save(update_fields=["issued_at", "number", "issued_by_name"])
    note(booking, Act.INVOICE, now=now, after={"invoice": "issued", "number": number})
    return standing


@atomic_with_retry
def not_issued(*, booking: Booking, now: dt.datetime) -> None:
    """Take a mistaken `issued` back. A second call changes nothing. Raises NotAsked, MovedMeanwhile, SlotGone."""
    _slot, booking = lock.lock_booking(booking)
    standing = invoice_of(booking)
    if standing is None:
        raise NotAsked
    if standing.issued_at is None:
        return
    note(booking, Act.INVOICE, now=now, before={"number": standing.number}, after={"invoice": "not issued"})
    standing.issued_at, standing.number, standing.issued_by_name = None, "", ""
    standing.save(update_fields=["issued_at", "number", "issued_by_name"])


def _require_open(booking: Booking, standing: InvoiceRequest | None, *, now: dt.datetime) -> None:
    if not _stands(booking):
        raise NoInvoice
    if standing is not None and standing.issued_at is not None:
        raise AlreadyIssued(booking)
    if standing is not None:
        _require_no_errand(standing)
    if _is_closed(booking, now=now):
        raise InvoiceClosed(booking)


def _require_no_errand(standing: InvoiceRequest) -> None:
    """Or it might be issued twice, or for somebody else."""
    if InvoiceErrand.objects.filter(invoice=standing, state=Issuing.WAITING).exists():
        raise BeingIssued


def _stands(booking: Booking) -> bool:
    return booking.status in EXPECTED and booking.no_show_at is None and booking.erased_at is None


def _is_closed(booking: Booking, *, now: dt.datetime) -> bool:
    """The visit's day is over by the clock of Việt Nam, or its host has counted it."""
    day = timezone.localtime(booking.slot.starts_at).date()
    host = booking.slot.experience.host_id
    return now >= day_end(day) or DayClosing.objects.filter(host=host, day=day).exists()
