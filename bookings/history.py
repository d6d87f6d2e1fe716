"""What is known to have happened to a booking, and who did it."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bookings.domain.personal.erasing import PERSONAL
from bookings.enums import Act, ActBy, BookingStatus, CancelledBy, Dietary, GuestSource, HideGround
from bookings.models import Booking, BookingAct
from bookings.texts import by_text, entry_text, units_text
from common.words.dates import moment_text
from common.words.money import format_vnd
from experiences.enums import SpokenLanguage

Event = tuple[dt.datetime, str, str]


def history(booking: Booking, *, personal: bool = True) -> list[tuple[str, str]]:
    """(when, what and by whom) of all that is known to have happened, oldest first.

    Without what is `personal` it says that a contact or a reason was written, and not what stands in it.
    """
    acts = list(booking.acts.order_by("pk"))
    reason = booking.cancel_reason if personal else ""
    if not personal:
        for act in acts:
            act.before, act.after = _without_persons(act.before), _without_persons(act.after)
    written = {act.act for act in acts}
    if Act.ENTERED in written:
        # Held and confirmed in that very moment.
        written |= {"", Act.CONFIRMED}
    happened = _by_its_times(booking, written, reason) + [_told(act) for act in acts] + _money(booking)
    happened.sort(key=lambda event: event[0])
    return [(moment_text(when), f"{what} ({who})" if who else what) for when, what, who in happened]


def _without_persons(told: dict) -> dict:
    return {name: value for name, value in told.items() if name not in PERSONAL}


def _by_its_times(booking: Booking, written: Collection[str], reason: str) -> list[Event]:
    """What the booking's own times say, where nobody wrote down who did it."""
    by_host = booking.cancelled_by == CancelledBy.HOST
    cancelled = _cancelled(CancelledBy.HOST if by_host else CancelledBy.GUEST, reason)
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
        case Act.ENTERED:
            return _entered(after)
        case Act.ASKED:
            question = after.get("question")
            return _("Asked the house: “%(question)s”") % {"question": question} if question else _("Asked the house")
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
        case Act.REVIEW:
            return _review(after)
        case Act.CONTACT:
            return _changed(before, after) or _("Name, contact or note changed")
        case Act.PARTY:
            said = "; ".join(filter(None, [_other_party(before, after), _changed(before, after)]))
            return said or _("Name, contact or note changed")
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


_REVIEW = {
    "written": lambda: _("Review written"),
    "changed": lambda: _("Review changed"),
    "taken back": lambda: _("Review taken back"),
    "answered": lambda: _("Review answered by the house"),
    "hidden": lambda: _("Review hidden"),
    "shown": lambda: _("Review shown again"),
}


def _review(told: dict) -> str:
    """With the mark, or with why it was hidden."""
    text = _REVIEW[told["review"]]()
    if "mark" in told:
        return f"{text}: {told['mark']}/5"
    return f"{text}: {HideGround(told['ground']).label}. {told['why']}" if "ground" in told else text


def _entered(told: dict) -> str:
    how = str(GuestSource(told["source"]).label)
    if agent := told.get("agent"):
        how = f"{how} {agent}"
    return _("Written down by the host: %(how)s") % {"how": how}


def _cancelled(by: str, reason: str) -> str:
    text = _("Cancelled by the host") if by == CancelledBy.HOST else _("Cancelled by the guest")
    return f"{text}: {reason}" if reason else text


def _changed(before: dict, after: dict) -> str:
    """What of name, phone number, address, note and needs is another now."""
    labels = {
        "name": _("Full name"),
        "phone": _("Phone number"),
        "email": _("E-mail"),
        "note": _("Note"),
        "dietary": _("Food"),
        "spoken_language": _("Language of the visit"),
        "ship_to": _("Send to"),
    }
    lines = []
    for name, label in labels.items():
        if before.get(name) == after.get(name):
            continue
        old, new = (_in_words(name, told.get(name)) for told in (before, after))
        nothing = pgettext("instead of a value", "none")
        lines.append(f"{label}: {old or nothing} → {new or nothing}")
    return "; ".join(lines)


def _in_words(name: str, value: str | None) -> str | None:
    """Codes as they are called in forms; all else is said as it was written."""
    if name == "dietary":
        return ", ".join(str(Dietary(code).label) for code in (value or "").split(",") if code in Dietary.values)
    if name == "spoken_language" and value in SpokenLanguage.values:
        return str(SpokenLanguage(value).label)
    return value


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
        told.append((entry.happened_at, what, by_text(entry.by_name, entry.method)))
        for move in entry.moves.all():
            told.append((move.at, f"{text}: {move.get_after_display()}", ""))
    return told
