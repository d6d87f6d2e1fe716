"""The language of a visit that is told in it with an interpreter: whoever chooses it while they hold places takes the
extra that brings it, and whoever chooses another one gives it up again. The sum changes, so the guest looks at it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from bookings.domain.seats import counting, lock
from bookings.domain.seats.adding_up import add_up
from bookings.domain.seats.extras import ExtraGone, require_extras
from bookings.domain.seats.take import extra_line
from bookings.enums import BookingStatus
from bookings.models import Booking, BookingExtra
from common.data.compiled import Select
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from experiences.models import Extra

_BRINGING = Select(
    lambda booking: (
        Extra.objects.filter(experience__slots__bookings=booking)
        .exclude(spoken_language="")
        .annotate(chosen=Exists(BookingExtra.objects.filter(booking=booking, extra=OuterRef("pk"))))
        .order_by("pk")
    ),
    booking=Booking._meta.pk,
)


class InterpreterGone(Refused):
    def __init__(self, extra: Extra) -> None:
        text = _("Nobody is free to interpret at this time (%(extra)s). Choose another language, or another time.")
        super().__init__(text % {"extra": extra.label})


@dataclass(frozen=True)
class Interpreter:
    """An extra that brings a language; `chosen`, whether the party has it."""

    extra: Extra
    chosen: bool


@dataclass(frozen=True)
class Followed:
    """The extras that came to a party and those that went with its language, by what guests call them."""

    added: list[str]
    removed: list[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def bringing(booking: Booking, spoken: Sequence[str]) -> list[Interpreter]:
    """The extras of its experience that bring a language that its guides do not speak."""
    extras = [extra for extra in _BRINGING.all(booking=booking.pk) if extra.spoken_language not in spoken]
    return [Interpreter(extra, getattr(extra, "chosen", False)) for extra in extras]


@atomic_with_retry
def follow_language(*, booking: Booking, language: str, now: dt.datetime) -> Followed:
    """Give a hold the interpreter into `language`, where no guide speaks it, and no other; count and add up again.

    A second call changes nothing, and what is no hold any more stays as it is. Raises InterpreterGone, MovedMeanwhile,
    SlotGone.
    """
    slot, booking = lock.lock_booking(booking)
    if booking.status != BookingStatus.ON_HOLD or booking.hold_expires_at <= now:
        return Followed([], [])
    offered = bringing(booking, slot.experience.languages)
    into = [one for one in offered if one.extra.spoken_language == language]
    added = [] if any(one.chosen for one in into) else [one.extra for one in into[:1]]
    gone = [one.extra for one in offered if one.chosen and one not in into]
    if not added and not gone:
        return Followed([], [])
    # A savepoint: a refusal leaves nothing behind, whoever owns the transaction.
    with transaction.atomic():
        BookingExtra.objects.filter(booking=booking, extra__in=gone).delete()
        for extra in added:
            extra_line(booking, extra, 1).save()
        add_up(booking, slot)
        counting.write_taken(slot, now=now)
        try:
            require_extras(slot, booking, now=now, only=[extra.pk for extra in added])
        except ExtraGone as error:
            raise InterpreterGone(error.extra) from error
    return Followed([extra.label for extra in added], [extra.label for extra in gone])
