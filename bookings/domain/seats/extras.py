"""How many of an extra a slot can still give: of those there are at one time, and of what it shares with other visits.

True only under the slot's lock, which holds those resources too. What is given up, or was held and ran out, is there
again with no worker running, as seats are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext, ngettext

from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.shared_capacity import Shared, with_rota
from bookings.models import Booking, BookingExtra, ExtraUse, Slot
from bookings.models.booking import taking_seats
from experiences.models import Extra


class ExtraGone(NotEnoughSeats):
    """There are fewer of an extra than the party wants; `free` says how many are left.

    Whoever lets a party go because its seats went to others lets it go for this too.
    """

    def __init__(self, extra: Extra, free: int) -> None:
        self.extra, self.free = extra, free
        if free:
            message = ngettext(
                "Only %(free)s “%(extra)s” is left at this time. Choose fewer, or another time.",
                "Only %(free)s “%(extra)s” are left at this time. Choose fewer, or another time.",
                free,
            )
        else:
            message = gettext("“%(extra)s” is no longer available at this time. Leave it out, or choose another time.")
        # Not by the parent's words, which tell of places.
        super(NotEnoughSeats, self).__init__(message % {"free": free, "extra": extra.label})


@dataclass(frozen=True)
class Stock:
    """What is left for one slot: of extras that have a number, by id; pieces that extras take, by the resource's."""

    numbers: dict[int, int]
    pieces: dict[int, int]
    uses: dict[int, ExtraUse]

    def left(self, extra_id: int | None) -> int | None:
        """How many more of one extra; None where nothing limits it."""
        if extra_id is None:
            return None
        found = [self.numbers[extra_id]] if extra_id in self.numbers else []
        if use := self.uses.get(extra_id):
            found.append(max(self.pieces[use.resource_id], 0) // use.quantity)
        return min(found, default=None)

    def missing(self, extra: Extra, wanted: Counter[int]) -> bool:
        """Whether `wanted`, all that one party wants by the extra's id, is more of this one than there is."""
        use = self.uses.get(extra.pk)
        if use is not None:
            same = [other for other in self.uses.values() if other.resource_id == use.resource_id]
            if sum(other.quantity * wanted[other.extra_id] for other in same) > self.pieces[use.resource_id]:
                return True
        return extra.pk in self.numbers and wanted[extra.pk] > self.numbers[extra.pk]


def stock_of(slot: Slot, extras: Sequence[Extra], *, now: dt.datetime, except_for: Booking | None = None) -> Stock:
    """What `slot` can still give of `extras`, without what `except_for` has. At most seven queries."""
    if not extras:
        return Stock({}, {}, {})
    numbered = {extra.pk: extra.per_slot for extra in extras if extra.per_slot is not None}
    taken: dict[int, int] = {}
    if numbered:
        standing = taking_seats(now) & Q(slot=slot)
        bookings = Booking.objects.filter(standing).order_by()
        if except_for is not None:
            bookings = bookings.exclude(pk=except_for.pk)
        lines = BookingExtra.objects.filter(extra__in=numbered, booking__in=bookings.values("pk")).order_by()
        taken = dict(lines.values("extra").annotate(total=Sum("quantity")).values_list("extra", "total"))
    uses = list(with_rota(ExtraUse.objects.filter(extra__in=[extra.pk for extra in extras if extra.pk])))
    shared = Shared.of_extras(uses, slot, now=now, except_for=except_for)
    pieces = {}
    for use in uses:
        there = shared.pieces(use, first=slot.starts_at, last=slot.ends_at)
        pieces[use.resource_id] = there - shared.usage(use.resource_id).peak(first=slot.starts_at, last=slot.ends_at)
    numbers = {pk: max(number - taken.get(pk, 0), 0) for pk, number in numbered.items()}
    return Stock(numbers, pieces, {use.extra_id: use for use in uses})


def require_extras(slot: Slot, booking: Booking, *, now: dt.datetime, only: Collection[int] | None = None) -> None:
    """Raises ExtraGone where `slot` cannot give the extras that `booking` has written down; `only` some, by id.

    After `write_taken`: what the slot's own seats take of a resource counts too. Writes how many there were.
    """
    lines = list(BookingExtra.objects.filter(booking=booking, extra__isnull=False).select_related("extra"))
    asked = [line for line in lines if only is None or line.extra_id in only]
    if not asked:
        return
    extras = {line.extra.pk: line.extra for line in lines if line.extra is not None}
    wanted: Counter[int] = Counter()
    for line in lines:
        wanted[line.extra_id or 0] += line.quantity
    stock = stock_of(slot, list(extras.values()), now=now, except_for=booking)
    for line in asked:
        extra = extras[line.extra_id or 0]
        if stock.missing(extra, wanted):
            raise ExtraGone(extra, stock.left(extra.pk) or 0)
        if line.per_slot != extra.per_slot:
            BookingExtra.objects.filter(pk=line.pk).update(per_slot=extra.per_slot)


def has_extras(slot: Slot, booking: Booking, *, now: dt.datetime) -> bool:
    """Whether `slot` still has the extras of a booking that would come back."""
    lines = list(BookingExtra.objects.filter(booking=booking, extra__isnull=False).select_related("extra"))
    wanted = Counter({line.extra_id or 0: line.quantity for line in lines})
    extras = [line.extra for line in lines if line.extra is not None]
    stock = stock_of(slot, extras, now=now, except_for=booking)
    return not any(stock.missing(extra, wanted) for extra in extras)
