"""One booking in full."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.desk.bookings.invoices import IssuedForm
from bookings.desk.bookings.message_form import MessageForm
from bookings.desk.bookings.message_log import party_log
from bookings.desk.bookings.purse import make_purse
from bookings.desk.bookings.rows import may_check_in, may_come
from bookings.desk.shell import words
from bookings.desk.shell.answers import day_url
from bookings.desk.shell.words import local_day
from bookings.domain.booking import cancel
from bookings.domain.booking.attendance import EARLIEST
from bookings.domain.booking.proof import VOUCHED_FOR
from bookings.domain.booking.questions import questions_of
from bookings.domain.booking.write_parties import may_write_party
from bookings.domain.money.invoice import invoice_of
from bookings.domain.money.issuing import errand_of, is_on
from bookings.domain.reviews.row import review_of
from bookings.enums import AWAITED, Awaits, BookingStatus, CancelledBy
from bookings.history import history
from bookings.models import Booking
from bookings.models.booking import UNDO_WINDOW
from bookings.online_words import attempt_lines
from bookings.texts import extras_text, money_lines, party_text, source_text
from common.words.dates import day_text, moment_text, short_day_text, time_text
from common.words.money import format_vnd
from villages.models import Host


def booking_context(booking: Booking, *, host: Host, now: dt.datetime, manage: bool) -> dict:
    """For templates/desk/bookings/booking.html. Without `manage` only what it takes to receive the party."""
    status, status_text = words.state_of(booking)
    context = {
        "booking": booking,
        "status": status,
        "status_text": status_text,
        "experience": booking.slot.experience.label,
        "time_text": time_text(booking.slot.starts_at),
        "day_text": day_text(local_day(booking)),
        "short_day_text": short_day_text(local_day(booking)),
        "lunar_text": words.short_lunar_text(local_day(booking)),
        "day_url": day_url(host, local_day(booking)),
        "party_text": party_text(booking),
        "phone_text": words.phone_text(booking),
    } | _attendance(booking, now=now)
    if not manage:
        return context | {"extras_text": extras_text(booking, get_language() or "vi")}
    context |= {
        "lines": money_lines(booking, get_language() or "vi"),
        "total_text": format_vnd(booking.total_vnd),
        "source_text": source_text(booking.source, booking.agent),
        "consent_text": _consent_text(booking),
        "history": history(booking),
        "questions": [(moment_text(act.at), act.after.get("question", "")) for act in questions_of(booking)],
        "purse": make_purse(booking, host, now=now),
        "attempt_lines": attempt_lines(booking),
        **_invoice(booking),
        **_messages(booking, host=host, now=now),
    }
    return context | _actions(booking, now=now)


def _consent_text(booking: Booking) -> str:
    """When the guest said yes to the host; empty where they ticked the box on the form."""
    return moment_text(booking.consented_at) if booking.consented_at and booking.consented_by_word else ""


def _attendance(booking: Booking, *, now: dt.datetime) -> dict:
    """Which buttons of who came work now. The domain has the last word; these only keep idle buttons away."""
    expected = booking.status == BookingStatus.CONFIRMED and booking.no_show_at is None
    return {
        "may_check_in": may_check_in(booking, now=now),
        "check_in_from": words.near_moment(booking.slot.starts_at - EARLIEST) if expected else "",
        "may_say_who_came": booking.seats > 1 and may_come(booking, now=now),
        "may_undo_check_in": booking.status == BookingStatus.REDEEMED and review_of(booking) is None,
        "may_no_show": expected and booking.slot.starts_at <= now,
        "may_undo_no_show": booking.status == BookingStatus.CONFIRMED and booking.no_show_at is not None,
    }


def _messages(booking: Booking, *, host: Host, now: dt.datetime) -> dict:
    """For templates/desk/bookings/_booking_write.html and _booking_messages.html."""
    written, may_write = party_log(booking, host=host), may_write_party(booking, now=now)
    return {
        "messages_sent": written,
        "may_write": may_write,
        "message_form": MessageForm(),
        "may_resend": may_write and any(message.refused for message in written),
    }


def _invoice(booking: Booking) -> dict:
    """For templates/desk/bookings/_booking_invoice.html; nothing where none was asked for."""
    invoice = invoice_of(booking)
    if invoice is None:
        return {}
    issued = [_("Issued"), invoice.number, invoice.issued_by_name] if invoice.issued_at else []
    return {
        "invoice": invoice,
        "invoice_form": IssuedForm(),
        "invoice_errand": errand_of(invoice),
        "may_order_invoice": is_on(),
        "invoice_issued_text": " · ".join(part for part in issued if part),
    }


def _actions(booking: Booking, *, now: dt.datetime) -> dict:
    """The same of the buttons that change the booking."""
    restorable = cancel.can_restore(booking, by=CancelledBy.HOST, now=now)
    undo_left = cancel.undo_left(booking, now=now)
    undo_ends = booking.cancelled_at + UNDO_WINDOW if booking.cancelled_at else None
    unproved = bool(booking.awaits) and booking.slot.starts_at > now
    waits = booking.status == BookingStatus.PENDING and booking.hold_expires_at > now
    return {
        "may_vouch": unproved and booking.status in VOUCHED_FOR,
        "may_decline": unproved and waits,
        "awaits_money": booking.awaits == Awaits.PAYMENT,
        "said_paid_text": moment_text(booking.said_paid_at) if booking.said_paid_at and waits else "",
        "proof_until": words.near_moment(booking.hold_expires_at) if waits else "",
        "may_mend": booking.status in AWAITED and booking.slot.ends_at > now,
        # Once the visit has begun a party that is not there did not come, and a cancellation has no undo.
        "may_cancel": booking.status == BookingStatus.CONFIRMED and booking.slot.starts_at > now,
        "undo_whole": undo_left >= UNDO_WINDOW,
        "undo_until_start": dt.timedelta() < undo_left < UNDO_WINDOW,
        "restore_until": undo_ends if restorable else None,
    }
