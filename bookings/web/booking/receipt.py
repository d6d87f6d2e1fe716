"""What the guest has paid, and the receipt of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookings import texts
from bookings.domain.money.owing import account_of
from bookings.domain.money.refund_account import refund_account_of
from bookings.domain.money.refunds import owed_since, under_way_of
from bookings.enums import EXPECTED, LedgerKind, LedgerState, PaidBy
from bookings.links import booking_token
from bookings.models import Booking
from bookings.models.ledger import MOVES_MONEY
from bookings.web.access import with_booking
from common.words.dates import moment_text
from common.words.money import format_vnd


def paid(booking: Booking) -> dict[str, str]:
    """For booking/paid.html: what was paid, is left, comes back (since when, and on its way) and is kept by the terms;
    empty where it is nothing.
    """
    account = account_of(booking)
    due_back = {}
    if account.due < 0:
        due_back["since_text"] = moment_text(owed_since(booking))
        due_back["account_text"] = getattr(refund_account_of(booking), "account", "")
    return due_back | {
        "paid_text": format_vnd(account.received) if account.received else "",
        "left_text": format_vnd(account.due) if account.due > 0 else "",
        "returned_text": format_vnd(account.refunded) if account.refunded else "",
        "sent_back_text": _on_its_way(booking) if account.refunded else "",
        "to_return_text": format_vnd(-account.due) if account.due < 0 else "",
        "kept_text": format_vnd(account.charged) if account.charged and booking.status not in EXPECTED else "",
    }


def _on_its_way(booking: Booking) -> str:
    """How much of what was given back has not arrived yet, as far as anybody said."""
    return format_vnd(sum(rows)) if (rows := under_way_of(booking).values_list("amount_vnd", flat=True)) else ""


@require_safe
@with_booking
def receipt(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Every payment that stands, to keep or to print."""
    rows = booking.ledger.filter(kind__in=MOVES_MONEY, reverses=None, reversed_by=None).exclude(
        state=LedgerState.BOUNCED
    )
    payments = [
        {
            "when_text": moment_text(row.happened_at),
            "is_refund": row.kind == LedgerKind.REFUND,
            "method_text": PaidBy(row.method).label,
            "amount_text": format_vnd(row.amount_vnd),
        }
        for row in rows.order_by("happened_at", "pk")
    ]
    context = {
        "booking": booking,
        "token": booking_token(booking),
        "host": booking.slot.experience.host,
        "experience": booking.slot.experience,
        "when_text": texts.when_text(booking.slot),
        "lines": texts.money_lines(booking, get_language() or "vi"),
        "payments": payments,
    }
    return render(request, "bookings/booking/receipt.html", context | paid(booking))
