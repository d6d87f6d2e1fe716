"""What ends a request, or sends a quote back: the house declines, the guest withdraws or asks for another quote."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain.booking.cancel import cancel
from bookings.domain.groups.holding import held_of, release
from bookings.domain.groups.states import (
    ChangedMeanwhile,
    NotAskedAnyMore,
    lock_request,
    move,
    newest_quote,
    note,
    require_asking,
    state_at,
)
from bookings.domain.groups.tell import tell_guest, tell_house
from bookings.domain.seats import lock
from bookings.enums import (
    CANCELLABLE,
    GROUP_COMING,
    CancelledBy,
    GroupActKind,
    GroupNews,
    GroupState,
    GroupTurn,
)
from bookings.models import Booking, GroupRequest
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# Each is a mail to a house; who has more to say had better call.
MOST_CHANGES = 6


class NothingSaid(Refused):
    message = _("Write in a sentence what should be different.")


class ReasonMissing(Refused):
    message = _("Write why, in a sentence: the guest reads it.")


class AskedEnough(Refused):
    message = _("You have asked for another quote several times. Please call the house.")


class NotQuoted(Refused):
    message = _("There is no quote yet that could be changed. The house knows what you would like.")


def decline(*, request: GroupRequest, reason: str, now: dt.datetime) -> GroupRequest:
    """The house does not receive the group, and says why; what was kept for it is free again.

    A second time changes nothing. Raises ReasonMissing, NotAskedAnyMore, ChangedMeanwhile.
    """
    if not reason.strip():
        raise ReasonMissing
    return _end(request, GroupState.DECLINED, words=reason.strip(), now=now)


def withdraw(*, request: GroupRequest, words: str, now: dt.datetime) -> GroupRequest:
    """The guest does not come after all: what was kept is free again, what was booked is cancelled by its terms.

    A second time changes nothing. Raises NotAskedAnyMore, ChangedMeanwhile, TooLate.
    """
    return _end(request, GroupState.WITHDRAWN, words=words.strip(), now=now)


def _end(request: GroupRequest, state: GroupState, *, words: str, now: dt.datetime) -> GroupRequest:
    # Before the transaction: its first statement holds the slots.
    slots = slots_of(request)
    return _end_with(request, state, slots, words=words, now=now)


@atomic_with_retry
def _end_with(
    request: GroupRequest, state: GroupState, slots: list[int], *, words: str, now: dt.datetime
) -> GroupRequest:
    locked = lock.lock_slots(slots)
    request = lock_request(request)
    if request.state == state:
        return request
    quote = newest_quote(request)
    stands = state_at(request, quote, now=now)
    coming = stands in GROUP_COMING and state == GroupState.WITHDRAWN
    if not coming:
        require_asking(request, quote, now=now)
    if not set(slots_of(request)) <= locked.keys():
        raise ChangedMeanwhile
    reason = {"decline_reason": words} if state == GroupState.DECLINED else {}
    move(request, to=state, turn=GroupTurn.NOBODY, now=now, **reason)
    release(request, locked, now=now)
    if coming:
        for booking in booked_of(request):
            cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    declined = state == GroupState.DECLINED
    note(request, GroupActKind.DECLINED if declined else GroupActKind.WITHDRAWN, now=now, words=words)
    if declined:
        tell_guest(request, GroupNews.DECLINED, now=now)
    else:
        tell_house(request, GroupNews.WITHDRAWN, now=now)
    return request


@atomic_with_retry
def ask_for_change(*, request: GroupRequest, words: str, now: dt.datetime) -> GroupRequest:
    """The guest would like another quote; the one that stands can still be accepted.

    The same words as the last time change nothing. Raises NothingSaid, NotQuoted, NotAskedAnyMore, AskedEnough.
    """
    words = words.strip()
    if not words:
        raise NothingSaid
    request = lock_request(request)
    quote = newest_quote(request)
    state = state_at(request, quote, now=now)
    # One that ran out is asked for anew, while its days are ahead.
    ran_out = state == GroupState.LAPSED and request.state == GroupState.QUOTED
    if state == GroupState.NEW:
        raise NotQuoted
    if state != GroupState.QUOTED and not ran_out:
        raise NotAskedAnyMore
    asked = list(request.acts.filter(act=GroupActKind.CHANGE).order_by("pk"))
    if asked and asked[-1].words == words and request.turn == GroupTurn.HOUSE:
        return request
    if len(asked) >= MOST_CHANGES:
        raise AskedEnough
    move(request, to=GroupState.NEW if ran_out else GroupState.QUOTED, turn=GroupTurn.HOUSE, now=now)
    note(request, GroupActKind.CHANGE, now=now, words=words)
    tell_house(request, GroupNews.CHANGE, now=now, number=len(asked) + 1)
    return request


def slots_of(request: GroupRequest) -> list[int]:
    """Where anything is kept or booked for it."""
    return [*{booking.slot_id for booking in (*held_of(request), *booked_of(request))}]


def booked_of(request: GroupRequest) -> list[Booking]:
    """Its bookings that stand and have not come yet, by id of their slots."""
    standing = Booking.objects.filter(quoted__quote__request=request, status__in=CANCELLABLE)
    return list(standing.filter(confirmed_at__isnull=False).order_by("slot_id", "pk"))
