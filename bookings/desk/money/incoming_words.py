"""A bank notice in words: what the bank said, why a person looks, what speaks for which booking, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.domain.money.bank.speaking import ForBooking, Sign, Speaks, speaks_for
from bookings.enums import OPEN_NOTICES, LedgerKind, LookWhy, NoticeState
from bookings.models import BankNotice, BankNoticeMove, LedgerEntry
from bookings.texts import entry_text
from common.words.dates import local, short_day_text, time_text
from common.words.money import format_vnd
from villages.models import Host

# Which mark a state has, of those that templates/components/state.html draws.
MARKS = {
    NoticeState.NEW: "ON_HOLD",
    NoticeState.MATCHED: "CONFIRMED",
    NoticeState.TO_LOOK_AT: "PENDING",
    NoticeState.SET_ASIDE: "NO_SHOW",
}


@dataclass(frozen=True)
class Offer:
    """One tap: `name` is sent with `value` to `url`. `text` says what it is about, `detail` what speaks for it,
    `button` what the tap does; `about_url` leads to the booking."""

    text: str
    detail: str
    button: str
    url: str
    name: str
    value: str
    about_url: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the ledger that a notice stands for, or one of several bookings that it names."""

    text: str
    amount_text: str
    url: str


@dataclass(frozen=True)
class Card:
    """One notice as it is shown."""

    pk: int
    came_in: bool
    amount_text: str
    when: str
    told: str
    note: str
    mark: str
    state_text: str
    why: str
    offers: list[Offer]
    lines: list[Line]
    last: str
    url: str
    undo_url: str
    is_open: bool


def cards(notices: Sequence[BankNotice], host: Host) -> list[Card]:
    """Of notices that came with `rows__entry__booking` and `moves`; in five queries more for those that are open."""
    speaks = speaks_for([notice for notice in notices if notice.state in OPEN_NOTICES])
    return [_card(notice, host, speaks.get(notice.pk)) for notice in notices]


def offers(notice: BankNotice, host: Host, speaks: Speaks) -> list[Offer]:
    """What a person can decide by one tap, the likeliest first."""
    own = [notice.pk]
    rows_url = reverse("desk:incoming_row", args=[host.slug, *own])
    found = [_twin_offer(twin, reverse("desk:incoming_aside", args=[host.slug, *own])) for twin in speaks.twins[:3]]
    if not notice.came_in or any(one.booking.pk == row.booking_id for row in speaks.refunds for one in speaks.named):
        found += [_row_offer(row, notice, host, rows_url) for row in speaks.refunds[:3]]
    found += [_row_offer(row, notice, host, rows_url) for row in speaks.by_hand[:3]]
    if notice.amount_vnd and len(speaks.named) < 2:
        accept_url = reverse("desk:incoming_accept", args=[host.slug, *own])
        found += [_booking_offer(one, notice, host, accept_url) for one in speaks.bookings]
    if notice.came_in:
        named = {one.booking.pk for one in speaks.named}
        others = [row for row in speaks.refunds if row.booking_id not in named]
        found += [_row_offer(row, notice, host, rows_url) for row in others[:3]]
    return found


def sign_text(sign: Sign) -> str:
    return {
        Sign.NAMED: _("its reference is in the note"),
        Sign.REFERENCE: _("its reference is in the note"),
        Sign.NEARLY: _("its reference is nearly in the note"),
        Sign.AMOUNT: _("exactly what is due"),
        Sign.NAME: _("the guest's name is in the note"),
        Sign.PHONE: _("the guest's number is in the note"),
        Sign.JUST_BOOKED: _("booked shortly before"),
    }[sign]


def who_text(booking) -> str:
    """`Nguyễn Thị Hà, T7 05/12 08:30`."""
    starts = local(booking.slot.starts_at)
    return f"{booking.contact_name}, {short_day_text(starts.date())} {time_text(starts)}"


def _card(notice: BankNotice, host: Host, speaks: Speaks | None) -> Card:
    at, last = local(notice.happened_at), _last(notice)
    is_open = notice.state in OPEN_NOTICES
    rows = [row for row in notice.rows.all() if row.undone_at is None]
    undoable = not is_open and not any(row.wrote and row.entry.kind == LedgerKind.REFUND for row in rows)
    return Card(
        pk=notice.pk,
        came_in=notice.came_in,
        amount_text=format_vnd(notice.amount_vnd) if notice.amount_vnd else _("sum unknown"),
        when=f"{time_text(at)} {short_day_text(at.date())}",
        told=" · ".join(filter(None, [notice.get_provider_display(), notice.bank_reference])),
        note=notice.note,
        mark=MARKS[NoticeState(notice.state)],
        state_text=str(notice.get_state_display()),
        why=str(LookWhy(notice.why).label) if notice.why else "",
        offers=offers(notice, host, speaks) if speaks else [],
        lines=[_line(row.entry, host) for row in rows] or _named(speaks, host),
        last=last,
        url=reverse("desk:incoming_one", args=[host.slug, notice.pk]),
        undo_url=reverse("desk:incoming_undo", args=[host.slug, notice.pk]) if undoable else "",
        is_open=is_open,
    )


def _last(notice: BankNotice) -> str:
    """Who decided it last, and in which words; empty for what a rule put before a person."""
    moves: list[BankNoticeMove] = list(notice.moves.all())
    if not moves:
        return ""
    return " · ".join(filter(None, [moves[-1].by_name, moves[-1].note]))


def _line(entry: LedgerEntry, host: Host) -> Line:
    booking = entry.booking
    return Line(who_text(booking), entry_text(entry), reverse("desk:booking", args=[host.slug, booking.reference]))


def _named(speaks: Speaks | None, host: Host) -> list[Line]:
    """Several bookings that the note names, each with what it owes: they are for the form that splits it."""
    named = speaks.named if speaks else []
    if len(named) < 2:
        return []
    return [
        Line(
            f"{who_text(one.booking)} · {one.booking.reference}",
            _("due: %(amount)s") % {"amount": format_vnd(max(one.due_vnd, 0))},
            reverse("desk:booking", args=[host.slug, one.booking.reference]),
        )
        for one in named
    ]


def _booking_offer(one: ForBooking, notice: BankNotice, host: Host, url: str) -> Offer:
    amount, due = format_vnd(notice.amount_vnd), one.due_vnd
    detail = [sign_text(sign) for sign in one.signs]
    if due > 0 and due != notice.amount_vnd:
        detail.append(_("due: %(amount)s") % {"amount": format_vnd(due)})
    elif due <= 0:
        detail.append(_("nothing is due, so it is to be given back"))
    return Offer(
        text=f"{who_text(one.booking)} · {one.booking.reference}",
        detail=" · ".join(detail),
        button=_("Note %(amount)s for it") % {"amount": amount},
        url=url,
        name="booking",
        value=one.booking.reference,
        about_url=reverse("desk:booking", args=[host.slug, one.booking.reference]),
    )


def _row_offer(row: LedgerEntry, notice: BankNotice, host: Host, url: str) -> Offer:
    at = local(row.happened_at)
    if row.kind == LedgerKind.PAYMENT:
        button, by = _("It is this money"), _("noted by %(who)s") % {"who": row.by_name} if row.by_name else ""
    else:
        button = _("This refund came back") if notice.came_in else _("It is this refund")
        by = str(row.get_state_display())
    return Offer(
        text=who_text(row.booking),
        detail=" · ".join(filter(None, [entry_text(row), f"{time_text(at)} {short_day_text(at.date())}", by])),
        button=button,
        url=url,
        name="entry",
        value=str(row.pk),
        about_url=reverse("desk:booking", args=[host.slug, row.booking.reference]),
    )


def _twin_offer(twin: BankNotice, url: str) -> Offer:
    at = local(twin.happened_at)
    detail = [f"{time_text(at)} {short_day_text(at.date())}", twin.bank_reference, twin.note]
    return Offer(
        text=f"{twin.get_provider_display()}: {twin.get_state_display()}",
        detail=" · ".join(filter(None, detail)),
        button=_("It is the same: set this one aside"),
        url=url,
        name="twin",
        value=str(twin.pk),
    )
