"""What a host reads at arm's length after a scan: a colour, a mark and a few words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.desk.shell import words
from bookings.domain.booking.scanning import Ask, Kind, Scanned
from bookings.domain.money.owing import with_account
from bookings.models import Booking
from bookings.texts import party_text
from common.words.dates import local, time_text
from villages.models import Host

# The colour says it first, the mark and the words say it without one.
GOOD, ASK, STOP, CALM = "good", "ask", "stop", "calm"
LOOKS: dict[Kind, tuple[str, str]] = {
    Kind.CHECKED_IN: (GOOD, "check"),
    Kind.READY: (ASK, "circle-question-mark"),
    Kind.ALREADY: (ASK, "check-check"),
    Kind.UNDONE: (CALM, "undo-2"),
    Kind.TOO_EARLY: (ASK, "hourglass"),
    Kind.NOT_TODAY: (ASK, "calendar-days"),
    Kind.UNPROVED: (ASK, "hourglass"),
    Kind.UNPAID: (ASK, "wallet"),
    Kind.RAN_OUT: (STOP, "x"),
    Kind.CANCELLED: (STOP, "x"),
    Kind.OTHER_HOUSE: (STOP, "x"),
    Kind.UNKNOWN: (STOP, "x"),
}
COMES = (Kind.CHECKED_IN, Kind.READY, Kind.ALREADY)


@dataclass(frozen=True)
class Sign:
    """For templates/desk/day/_sign.html. Of a code that is not the host's nothing says who they are."""

    tone: str
    icon: str
    title: str
    about: str
    name: str = ""
    party_text: str = ""
    when_text: str = ""
    needs_text: str = ""
    note: str = ""
    due_text: str = ""
    reference: str = ""
    url: str = ""
    find_url: str = ""
    came_url: str = ""
    may_check_in: bool = False
    may_undo: bool = False


def make_sign(scanned: Scanned, *, host: Host, user: User, manage: bool, now: dt.datetime) -> Sign:
    """`user` is who holds the phone; money is told to whom may `manage`. The booking has its slot and units."""
    tone, icon = LOOKS[scanned.kind]
    title, about = _said(scanned, user=user, now=now)
    booking = scanned.booking
    if booking is None:
        find = "desk:bookings" if manage else "desk:today"
        find_url = reverse(find, args=[host.slug]) if scanned.kind == Kind.UNKNOWN else ""
        return Sign(tone, icon, title, about, find_url=find_url)
    comes = scanned.kind in COMES
    people = sum(unit.quantity for unit in booking.units.all())
    return Sign(
        tone,
        icon,
        title,
        about,
        name=booking.contact_name,
        party_text=_party(booking, people),
        when_text=f"{time_text(booking.slot.starts_at)} · {booking.slot.experience.label}",
        needs_text=words.needs_text(booking) if comes else "",
        note=booking.note if comes else "",
        due_text=_due(booking) if comes and manage else "",
        reference=booking.reference,
        url=reverse("desk:booking", args=[host.slug, booking.reference]),
        came_url=_came_url(host, booking) if scanned.kind == Kind.CHECKED_IN and people > 1 else "",
        may_check_in=scanned.kind == Kind.READY,
        may_undo=scanned.kind == Kind.CHECKED_IN,
    )


def _party(booking: Booking, people: int) -> str:
    """`4 khách: 3 người lớn, 1 trẻ em`; a party of one kind needs no sum."""
    party = party_text(booking)
    if len(booking.units.all()) < 2:
        return party
    return ngettext("%(n)s guest: %(party)s", "%(n)s guests: %(party)s", people) % {"n": people, "party": party}


def _due(booking: Booking) -> str:
    return words.due_text(with_account(Booking.objects.filter(pk=booking.pk)).get())


def _came_url(host: Host, booking: Booking) -> str:
    return reverse("desk:came", args=[host.slug, booking.reference]) + "?back=scan"


def _said(scanned: Scanned, *, user: User, now: dt.datetime) -> tuple[str, str]:
    """Title and sentence."""
    if scanned.booking is None:
        return _NOBODY[scanned.kind]()
    if scanned.kind == Kind.READY:
        return _asked(scanned.booking, scanned.ask)
    if scanned.kind == Kind.ALREADY:
        return _used(scanned, user=user, now=now)
    return _PLAIN[scanned.kind](scanned.booking)


_NOBODY: dict[Kind, Callable[[], tuple[str, str]]] = {
    Kind.OTHER_HOUSE: lambda: (
        _("Another house's code"),
        _("The code is real, but they are expected at another house. Their ticket says where."),
    ),
    Kind.UNKNOWN: lambda: (
        _("No such code"),
        _("None of your bookings has this code. Look again, or search by name."),
    ),
}
_PLAIN: dict[Kind, Callable[[Booking], tuple[str, str]]] = {
    Kind.CHECKED_IN: lambda booking: (_("Checked in"), ""),
    Kind.UNDONE: lambda booking: (_("Taken back"), _("They are not here yet.")),
    Kind.TOO_EARLY: lambda booking: (_("Too early"), _("They can be checked in twelve hours before the visit.")),
    Kind.NOT_TODAY: lambda booking: (
        _("Not today"),
        _("They are expected at %(when)s.") % {"when": words.near_moment(booking.slot.starts_at)},
    ),
    Kind.UNPROVED: lambda booking: (
        _("Not confirmed yet"),
        _("Nobody has confirmed this booking yet. If you know them, open it and confirm."),
    ),
    Kind.UNPAID: lambda booking: (
        _("Not paid yet"),
        _("Their money ahead has not been noted. Open the booking: note it, or book them without."),
    ),
    Kind.RAN_OUT: lambda booking: (
        _("Places were given up"),
        _("Nobody confirmed this booking in time. Enter them as new guests if there is room."),
    ),
    Kind.CANCELLED: lambda booking: (_("Cancelled"), _("This booking was cancelled. Open it to read by whom.")),
}


def _asked(booking: Booking, ask: Ask | None) -> tuple[str, str]:
    slot = booking.slot
    at = {"from": time_text(slot.starts_at), "to": time_text(slot.ends_at)}
    match ask:
        case Ask.EARLY:
            return _("Not their time yet"), _("Their visit is from %(from)s to %(to)s.") % at
        case Ask.LATE:
            return _("Their time is over"), _("Their visit was from %(from)s to %(to)s.") % at
        case Ask.MISSED:
            return _("Noted as not come"), _("Somebody noted that they did not come. Are they here after all?")
    return _("Ask for their name"), _("Letters can be misheard: is it this party?")


def _used(scanned: Scanned, *, user: User, now: dt.datetime) -> tuple[str, str]:
    booking, act = scanned.booking, scanned.act
    at = (booking and booking.redeemed_at) or now
    when = time_text(at) if local(at).date() == local(now).date() else words.near_moment(at)
    title = _("Used at %(when)s") % {"when": when}
    if act is None or not act.user_name:
        return title, _("This party has been checked in already.")
    if act.user_id == user.pk:
        return title, _("You checked this party in.")
    return title, _("%(who)s checked this party in.") % {"who": act.user_name}
