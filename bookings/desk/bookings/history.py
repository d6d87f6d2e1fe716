"""What is known to have happened to a booking, and who did it."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bookings.desk.bookings.purse import entry_text
from bookings.enums import Act, ActBy, BookingStatus, CancelledBy
from bookings.models import Booking, BookingAct
from bookings.texts import units_text
from common.words.dates import moment_text
from common.words.money import format_vnd

Event = tuple[dt.datetime, str, str]


def history(booking: Booking) -> list[tuple[str, str]]:
    """(when, what and by whom) of all that is known to have happened, oldest first."""
    acts = list(booking.acts.order_by("pk"))
    written = {act.act for act in acts}
    happened = _by_its_times(booking, written) + [_told(act) for act in acts] + _money(booking)
    happened.sort(key=lambda event: event[0])
    return [(moment_text(when), f"{what} ({who})" if who else what) for when, what, who in happened]


def _by_its_times(booking: Booking, written: Collection[str]) -> list[Event]:
    """What the booking's own times say, where nobody wrote down who did it."""
    by_host = booking.cancelled_by == CancelledBy.HOST
    cancelled = _cancelled(CancelledBy.HOST if by_host else CancelledBy.GUEST, booking.cancel_reason)
    declined = booking.status == BookingStatus.REJECTED
    events = [
        ("", booking.created_at, _("Places held")),
        ("", booking.consented_at if booking.awaits else None, _("Booked, to be confirmed")),
        (Act.CONFIRMED, booking.confirmed_at, _("Confirmed")),
        (Act.CHECKED_IN, booking.redeemed_at, _("Checked in")),
        (Act.NO_SHOW, booking.no_show_at, _("Marked as a no-show")),
        (Act.DECLINED, booking.cancelled_at if declined else None, _("Declined by the host")),
        (Act.CANCELLED, None if declined else booking.cancelled_at, cancelled),
    ]
    return [(when, what, "") for act, when, what in events if when and act not in written]


def _told(act: BookingAct) -> Event:
    who = act.user_name or {ActBy.GUEST: _("the guest")}.get(ActBy(act.by), "")
    return act.at, _what(act), who


def _what(act: BookingAct) -> str:
    before, after = act.before, act.after
    match Act(act.act):
        case Act.CANCELLED:
            return _cancelled(after.get("by", ""), after.get("reason", ""))
        case Act.MOVED:
            times = {"old": _moment(before["starts_at"]), "new": _moment(after["starts_at"])}
            return _("Moved: %(old)s → %(new)s") % times
        case Act.CAME:
            return _("%(came)s of %(booked)s came; to pay: %(amount)s") % {
                "came": after["came"],
                "booked": after["booked"],
                "amount": format_vnd(after["total_vnd"]),
            }
        case Act.INVOICE:
            text = _INVOICE[after["invoice"]]()
            return f"{text}: {after['number']}" if after.get("number") else text
        case Act.CONTACT:
            return _changed(before, after)
        case Act.PARTY:
            return "; ".join(filter(None, [_other_party(before, after), _changed(before, after)]))
        case known:
            return _PLAIN[known]()


_PLAIN = {
    Act.CONFIRMED: lambda: _("Confirmed"),
    Act.DECLINED: lambda: _("Declined by the host"),
    Act.KEPT: lambda: _("Received in spite of the change"),
    Act.UNKEPT: lambda: _("Open again whether they are received"),
    Act.CHECKED_IN: lambda: _("Checked in"),
    Act.CHECK_IN_UNDONE: lambda: _("Check-in taken back"),
    Act.NO_SHOW: lambda: _("Marked as a no-show"),
    Act.NO_SHOW_UNDONE: lambda: _("Expected after all"),
    Act.ERASED: lambda: _("Name and contact erased"),
    Act.RESTORED: lambda: _("Booked again: the cancelling was taken back"),
}


_INVOICE = {
    "asked": lambda: _("VAT invoice asked for"),
    "changed": lambda: _("VAT invoice: details changed"),
    "taken back": lambda: _("VAT invoice not asked for any more"),
    "issued": lambda: _("VAT invoice issued"),
    "not issued": lambda: _("VAT invoice not issued after all"),
}


def _cancelled(by: str, reason: str) -> str:
    text = _("Cancelled by the host") if by == CancelledBy.HOST else _("Cancelled by the guest")
    return f"{text}: {reason}" if reason else text


def _changed(before: dict, after: dict) -> str:
    """What of name, phone number, address and note is another now."""
    labels = {"name": _("Full name"), "phone": _("Phone number"), "email": _("E-mail"), "note": _("Note")}
    lines = []
    for name, label in labels.items():
        if before.get(name) == after.get(name):
            continue
        old, new = before.get(name), after.get(name)
        nothing = pgettext("instead of a value", "none")
        lines.append(f"{label}: {old or nothing} → {new or nothing}")
    return "; ".join(lines)


def _other_party(before: dict, after: dict) -> str:
    old, new = _party(before), _party(after)
    return "" if old == new else _("Party: %(old)s → %(new)s") % {"old": old, "new": new}


def _party(told: dict) -> str:
    language = get_language() or "vi"
    english = language.startswith("en")
    extras = [f"{number} × {(english and name_en) or name}" for name, name_en, number in told.get("extras", [])]
    return ", ".join([units_text(told["units"]), *extras]) + f", {format_vnd(told['total_vnd'])}"


def _moment(text: str) -> str:
    return moment_text(dt.datetime.fromisoformat(text))


def _money(booking: Booking) -> list[Event]:
    """Every row of the ledger, those that were taken back too, and what became of a transfer."""
    told: list[Event] = []
    for entry in booking.ledger.order_by("pk").prefetch_related("moves"):
        text = entry_text(entry)
        what = _("Taken back: %(what)s") % {"what": text} if entry.reverses_id else text
        told.append((entry.happened_at, what, entry.by_name))
        for move in entry.moves.all():
            told.append((move.at, f"{text}: {move.get_after_display()}", ""))
    return told
