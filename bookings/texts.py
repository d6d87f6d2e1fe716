"""A booking in words, for pages, mails and files alike. The booking comes from `with_party()`."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bookings.domain.booking import minimum
from bookings.domain.money.owing import Account
from bookings.domain.reviews.sums import Rating
from bookings.domain.seats.party import PricedParty, price
from bookings.domain.seats.prices import units_of
from bookings.enums import BY_HAND, EXPECTED, Awaits, BookingStatus, GuestSource, LedgerKind, SlotDecision
from bookings.models import Booking, LedgerEntry, Slot, WaitingEntry
from bookings.price_words import line_text
from common.words.dates import date_text, moment_text, short_day_text, time_text
from common.words.lunar import to_lunar
from common.words.money import format_vnd
from experiences.domain.meeting import meeting_spot, meeting_text
from experiences.enums import SpokenLanguage
from experiences.terms import read_steps
from experiences.texts import guests_text

# An honest assumption for the road: what a family car makes on these roads, and time to park.
KM_PER_HOUR = 40
PARKING = dt.timedelta(minutes=15)


def party_text(booking: Booking) -> str:
    """`2 người lớn, 1 trẻ em` in the active language."""
    return units_text((line.type, line.quantity) for line in booking.units.all())


def extras_text(booking: Booking, language: str) -> str:
    """`2 × Cơm trưa, 1 × Nung lò củi`; empty where nothing was added."""
    return ", ".join(f"{line.quantity} × {line.name_in(language)}" for line in booking.extras.all())


def units_text(units: Iterable[tuple[str, int]]) -> str:
    """The same for (UnitType, number) of each kind."""
    return ", ".join(guests_text(kind, number) for kind, number in units)


def source_text(source: str, agent: str = "") -> str:
    """`by phone`, or `by an agency: Lữ hành An Bình, Cần Thơ`."""
    how = str(GuestSource(source).label)
    return f"{how}: {agent}" if agent else how


def money_lines(booking: Booking, language: str) -> list[dict]:
    """What is paid for, line by line."""
    units = [
        {
            "text": line_text(line.quantity, line.get_type_display(), line.why, language),
            "amount_text": format_vnd(line.amount_vnd, language),
        }
        for line in booking.units.all()
    ]
    extras = [
        {
            "text": f"{line.quantity} × {line.name_in(language)}",
            "amount_text": format_vnd(line.amount_vnd, language),
        }
        for line in booking.extras.all()
    ]
    return units + extras + discount_lines(booking, language)


def discount_lines(booking: Booking, language: str) -> list[dict]:
    """`Mã giảm giá TET2027 · bớt 10%`, where a code takes something off."""
    code = booking.discount_code
    if code is None or not booking.discount_vnd:
        return []
    text = _("Discount code %(code)s") % {"code": code} + (f" · −{code.percent}%" if code.percent else "")
    return [{"text": text, "amount_text": format_vnd(-booking.discount_vnd, language)}]


def priced_lines(party: PricedParty, language: str) -> list[dict]:
    """What a party would pay for, line by line."""
    units = [(line.quantity, line.unit.get_type_display(), line.why, line.amount_vnd) for line in party.units]
    extras: list[tuple] = [(line.quantity, line.extra.name_in(language), {}, line.amount_vnd) for line in party.extras]
    return [
        {"text": line_text(quantity, name, why, language), "amount_text": format_vnd(amount, language)}
        for quantity, name, why, amount in [*units, *extras]
    ]


def priced_text(party: PricedParty) -> str:
    """`2 người lớn, 1 trẻ em` in the active language."""
    return ", ".join(guests_text(line.unit.type, line.quantity) for line in party.units)


def entry_party(entry: WaitingEntry) -> PricedParty:
    """What a party that waits would pay now; what is no longer sold is left out."""
    units, extras = units_of(entry.slot), list(entry.slot.experience.extras.all())
    wanted = entry.unit_quantities(), entry.extra_quantities()
    return price(
        units=units,
        extras=extras,
        unit_quantities={unit.pk: wanted[0].get(unit.pk, 0) for unit in units},
        extra_quantities={extra.pk: wanted[1].get(extra.pk, 0) for extra in extras},
    )


def when_text(slot: Slot) -> str:
    """`09:00–11:00 thứ bảy, 28/11/2026`."""
    start = moment_text(slot.starts_at)
    clock = time_text(slot.starts_at)
    return start.replace(clock, f"{clock}–{time_text(slot.ends_at)}", 1)


def lunar_text(slot: Slot) -> str:
    """`20/10 âm lịch`."""
    lunar = to_lunar(timezone.localtime(slot.starts_at).date())
    return _("%(day)s by the lunar calendar") % {"day": lunar.text}


def entry_text(entry: LedgerEntry) -> str:
    """`Đã thu 590.000 ₫, tiền mặt`."""
    words = {
        LedgerKind.PAYMENT: _("Collected %(amount)s"),
        LedgerKind.REFUND: _("Gave back %(amount)s"),
        LedgerKind.WAIVED: _("%(amount)s less, as agreed"),
        LedgerKind.KEPT: _("Kept %(amount)s, as agreed"),
    }[LedgerKind(entry.kind)]
    text = words % {"amount": format_vnd(entry.amount_vnd)}
    return f"{text}, {entry.get_method_display()}" if entry.method else text


def by_text(name: str, method: str = "") -> str:
    """Who wrote a row of the ledger, or all of several: nobody's name stands at what a bank or a gateway told."""
    if name or not method:
        return name or _("told by a bank or a gateway")
    return _("bank notice") if method in BY_HAND else _("online payment")


def seats_text(free: int) -> str:
    """`còn 5 chỗ`, or that it is full."""
    if free <= 0:
        return _("full")
    return ngettext("%(n)s place left", "%(n)s places left", free) % {"n": free}


def minimum_text(slot: Slot) -> str:
    """From how many guests the visit takes place and when that is decided, or that it was; empty without a minimum."""
    if slot.decision == SlotDecision.RUNS:
        return _("It is settled: this visit takes place.")
    decided_at, fewest = minimum.decided_by(slot), minimum.fewest(slot)
    if decided_at is None:
        return ""
    if decided_at <= timezone.now():
        text = ngettext(
            "Takes place from %(n)s guest; that is being decided now. If it does not take place, you pay nothing.",
            "Takes place from %(n)s guests; that is being decided now. If it does not take place, you pay nothing.",
            fewest,
        )
        return text % {"n": fewest}
    text = ngettext(
        "Takes place from %(n)s guest; decided by %(when)s. If it does not take place, you pay nothing.",
        "Takes place from %(n)s guests; decided by %(when)s. If it does not take place, you pay nothing.",
        fewest,
    )
    return text % {"n": fewest, "when": short_moment_text(decided_at)}


def short_moment_text(moment: dt.datetime) -> str:
    """`09:00 T5 26/11` or `Thu 26 Nov, 09:00`, for a sentence about a day not far off."""
    day = short_day_text(timezone.localtime(moment).date())
    clock = time_text(moment)
    return f"{clock} {day}" if (get_language() or "vi").startswith("vi") else f"{day}, {clock}"


def place_text(subject: Booking | WaitingEntry | Slot) -> str:
    """Where the party meets."""
    return meeting_text((subject if isinstance(subject, Slot) else subject.slot).experience)


def leave_text(booking: Booking) -> str:
    """When to leave Hà Nội to be there in good time, with the assumption said; empty where the road is unknown."""
    km = booking.slot.experience.village.km_from_hanoi
    if not km:
        return ""
    road = dt.timedelta(minutes=round(km / KM_PER_HOUR * 60 / 15 + 0.499) * 15)
    leave = booking.slot.starts_at - road - PARKING
    return _("Leave Hà Nội by %(time)s: about %(km)s km, reckoned at %(speed)s km an hour, with time to park.") % {
        "time": time_text(leave),
        "km": km,
        "speed": KM_PER_HOUR,
    }


def cancel_text(booking: Booking) -> str:
    """The cancellation policy as it applies to this booking now; a deadline that has passed is never named."""
    until, now = booking.free_cancel_until(), timezone.now()
    is_free = until > now
    if is_free and booking.changed_by_host_at is not None:
        return _("Your host has changed the visit: you may cancel free of charge until it begins.")
    if booking.cancel_steps:
        free = [_("Free of charge until %(when)s.") % {"when": moment_text(until)}] if is_free else []
        never = _("Never more than you have paid ahead is kept.")
        return " ".join([*free, *_step_texts(booking, now, is_free=is_free), never])
    if not is_free:
        return _("The visit is near, so it can no longer be cancelled free of charge. Please call your host.")
    return _("Free of charge until %(when)s. After that, please call your host.") % {"when": moment_text(until)}


def _step_texts(booking: Booking, now: dt.datetime, *, is_free: bool) -> list[str]:
    """What comes back from step to step, each with its moment and the exact sum, those that are still to come."""
    texts = []
    for step in read_steps(booking.cancel_steps):
        until = booking.slot.starts_at - dt.timedelta(hours=step.hours)
        if until > now and step.percent:
            back = format_vnd(booking.total_vnd - booking.fee_vnd(until))
            said = _("Until %(when)s, %(percent)s%% of the price comes back: %(amount)s.")
            texts.append(said % {"when": moment_text(until), "percent": step.percent, "amount": back})
    is_ahead = texts or is_free
    return [*texts, _("After that nothing comes back.") if is_ahead else _("Nothing of the price comes back any more.")]


def status_text(booking: Booking) -> str:
    """The state in words, with no-show, which is not a status of OCTO, and with what is to be paid first."""
    if booking.status == BookingStatus.PENDING and booking.awaits == Awaits.PAYMENT:
        return _("Said to be paid") if booking.said_paid_at else _("Money awaited")
    return _("Did not come") if booking.no_show_at else str(booking.get_status_display())


def told_us_text(booking: Booking) -> str:
    """`Bạn đã báo: dị ứng lạc, buổi nói tiếng Anh`; empty where the guest said nothing of it."""
    needs = booking.dietary_labels()
    if booking.spoken_language:
        needs.append(_("a visit in %(language)s") % {"language": language_text(booking.spoken_language)})
    return _("You told us: %(needs)s") % {"needs": ", ".join(needs)} if needs else ""


def guest_in_short(booking: Booking) -> str:
    """For a host, `đặt bằng tiếng Anh · dị ứng lạc`; empty where the guest reads Vietnamese and needs nothing."""
    parts = []
    if booking.language != "vi":
        parts.append(_("booked in %(language)s") % {"language": language_text(booking.language)})
    if booking.dietary:
        parts.append(", ".join(booking.dietary_labels()))
    if booking.spoken_language:
        parts.append(_("language of the visit: %(language)s") % {"language": booking.get_spoken_language_display()})
    return " · ".join(parts)


def language_text(code: str) -> str:
    """`tiếng Anh` or `English`, within a sentence."""
    label = str(SpokenLanguage(code).label)
    return label[:1].lower() + label[1:] if (get_language() or "vi").startswith("vi") else label


def paying_text(booking: Booking, account: Account, language: str) -> str:
    """What stands behind the total of a visit: to pay at the village, what is left of it, or what comes first."""
    if booking.status == BookingStatus.PENDING and booking.prepay_vnd:
        return _("of which %(amount)s is to pay ahead") % {"amount": format_vnd(booking.prepay_vnd, language)}
    if booking.status in EXPECTED and account.due <= 0 and booking.total_vnd:
        return _("all of it paid")
    if booking.status not in EXPECTED or account.due == booking.total_vnd:
        return _("to pay at the village")
    return _("of which %(amount)s is still to pay at the village") % {"amount": format_vnd(account.due, language)}


def directions_url(booking: Booking) -> str:
    """Opens the phone's map with the way to the meeting place."""
    spot = meeting_spot(booking.slot.experience)
    return f"https://www.google.com/maps/dir/?api=1&destination={spot.latitude},{spot.longitude}"


def average_text(rating: Rating) -> str:
    """`4.6`, in Vietnamese `4,6`."""
    return number_format(Decimal(rating.tenths) / 10, decimal_pos=1)


def rating_text(rating: Rating) -> str:
    """The average with its count; that there is none where there is none."""
    if not rating.count:
        return _("No guest has said yet how it was")
    told = ngettext(
        "Guests give it %(average)s of 5, in %(n)s review",
        "Guests give it %(average)s of 5, in %(n)s reviews",
        rating.count,
    )
    return told % {"average": average_text(rating), "n": rating.count}


def ready_text(slot: Slot) -> str:
    """Between which days what is made then is ready, as far as the house knows; nothing where nothing is later."""
    experience = slot.experience
    if not experience.ready_max_days:
        return ""
    day = timezone.localtime(slot.starts_at).date()
    first, last = (day + dt.timedelta(days=n) for n in (experience.ready_min_days, experience.ready_max_days))
    if first == last:
        return _("What you make is ready about %(last)s.") % {"last": date_text(last)}
    told = {"first": date_text(first), "last": date_text(last)}
    return _("What you make is ready between %(first)s and %(last)s, as far as one can know.") % told
