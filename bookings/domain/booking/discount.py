"""A code that makes a visit cheaper: typed while places are held, looked at with the new sum, then booked.

How often a code can be used is counted under its own lock, among bookings that take seats; whoever cancels gives theirs
back. What was promised stays: a party that grows or shrinks, moves or comes back keeps its code.
"""

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats import lock
from bookings.domain.seats.adding_up import add_up
from bookings.enums import BookingStatus
from bookings.models import Booking, DiscountCode
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.dates import date_text
from common.words.money import format_vnd
from common.words.text import unmarked
from villages.models import Host

LONGEST = 20


class DiscountRefused(Refused):
    """Why a code takes nothing off this visit."""


def as_code(text: str) -> str:
    """What somebody typed, as codes are kept; "" where it can be none.

    >>> as_code(" tết-2027 ")
    'TET2027'
    """
    code = "".join(char for char in unmarked(text).upper() if char.isalnum())
    return code if code.isascii() and len(code) <= LONGEST else ""


@atomic_with_retry
def use_code(*, booking: Booking, typed: str, now: dt.datetime) -> bool:
    """Give a hold the code that was `typed`, none where that is empty, and add up again; whether the sum may differ.

    A second call changes nothing, and what is no hold any more stays as it is. Raises DiscountRefused, MovedMeanwhile,
    SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status != BookingStatus.ON_HOLD or booking.hold_expires_at <= now:
        return False
    code = find_code(slot.experience.host, typed) if typed.strip() else None
    if code == booking.discount_code:
        return False
    if code is not None:
        _require_for(code, booking, now=now)
        require_left(code, booking, now=now)
    booking.discount_code = code
    booking.save(update_fields=["discount_code"])
    add_up(booking, slot)
    return True


def find_code(host: Host, typed: str) -> DiscountCode:
    """One of this host's, ended or not. Raises DiscountRefused."""
    found = DiscountCode.objects.filter(host=host, code=as_code(typed) or "-").select_related("experience").first()
    if found is None:
        said = _("“%(code)s” is no code of %(host)s. Check each letter, or leave the field empty.")
        raise DiscountRefused(said % {"code": typed.strip(), "host": host.name})
    return found


def _require_for(code: DiscountCode, booking: Booking, *, now: dt.datetime) -> None:
    """Raises DiscountRefused where the code is over, for something else, or for dearer visits."""
    if code.ended_at or not DiscountCode.objects.open(now).filter(pk=code.pk).exists():
        if code.last_day and not code.ended_at:
            said = _("Code %(code)s could be used until %(day)s. Leave the field empty to book without it.")
            raise DiscountRefused(said % {"code": code, "day": date_text(code.last_day)})
        raise DiscountRefused(_("Code %(code)s is over. Leave the field empty to book without it.") % {"code": code})
    if code.experience is not None and code.experience_id != booking.slot.experience_id:
        said = _("Code %(code)s is for “%(experience)s” alone. Leave the field empty to book without it.")
        raise DiscountRefused(said % {"code": code, "experience": code.experience.label})
    if booking.price_vnd < code.from_vnd:
        said = _("Code %(code)s is for visits from %(from)s on; yours costs %(price)s. Leave the field empty.")
        told = {"code": code, "from": format_vnd(code.from_vnd), "price": format_vnd(booking.price_vnd)}
        raise DiscountRefused(said % told)


def require_left(code: DiscountCode, booking: Booking, *, now: dt.datetime) -> None:
    """Raises DiscountRefused where others have used the code as often as it can be.

    Holds the code's row, after slots and resources, so that nobody else counts it meanwhile; an UPDATE, as in
    `seats.lock`, because a lock alone would count by an old snapshot under REPEATABLE READ.
    """
    if code.most_uses is None:
        return
    DiscountCode.objects.filter(pk=code.pk).update(ended_at=F("ended_at"))
    if uses_of(code, now=now, except_for=booking) >= code.most_uses:
        said = _("Code %(code)s has been used as often as it can be. Leave the field empty to book without it.")
        raise DiscountRefused(said % {"code": code})


def uses_of(code: DiscountCode, *, now: dt.datetime, except_for: Booking | None = None) -> int:
    """How many bookings have it now: those that stand or took place, and those that are held."""
    having = Booking.objects.taking_seats(now).filter(discount_code=code)
    return having.exclude(pk=except_for.pk).count() if except_for else having.count()
