"""What becomes of a request when its visits are cancelled one by one, as any booking can be."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils import timezone

from bookings.domain.groups.states import lock_request, move, note
from bookings.domain.groups.tell import tell_house
from bookings.enums import GROUP_COMING, BookingStatus, CancelledBy, GroupActKind, GroupNews, GroupState, GroupTurn
from bookings.models import Booking, GroupAct, GroupRequest
from bookings.models.booking import UNDO_WINDOW, BookingQuerySet
from common.data.db import atomic_with_retry
from common.work.sweep import each


def follow_cancelled(*, now: dt.datetime) -> int:
    """Let requests follow their cancelled visits, once those can no longer be taken back; returns how many moved.

    The group comes to what is left. Where its guest cancelled all of it, the request is withdrawn; where the house
    cancelled a part, and nothing is left, it waits for the house. May run twice, or beside itself.
    """
    told = GroupAct.objects.annotate(reference=KT("after__reference")).filter(
        request=OuterRef("quoted__quote__request"), act=GroupActKind.VISIT, reference=OuterRef("reference")
    )
    gone = _booked().filter(
        ~Exists(told),
        quoted__quote__request=OuterRef("pk"),
        status=BookingStatus.CANCELLED,
        cancelled_at__lt=now - UNDO_WINDOW,
    )
    coming = GroupRequest.objects.filter(Exists(gone), state__in=GROUP_COMING).order_by("pk")
    ids = list(coming.values_list("pk", flat=True))
    return each("following the visits of group", ids, lambda pk: _follow(pk, now=now))


@atomic_with_retry
def _follow(pk: int, *, now: dt.datetime) -> bool:
    request = lock_request(GroupRequest(pk=pk))
    if request.state not in GROUP_COMING:
        return False
    visits = list(_booked().filter(quoted__quote__request=request).select_related("slot").order_by("pk"))
    off = [visit for visit in visits if _is_off(visit, now=now)]
    told = set(request.acts.filter(act=GroupActKind.VISIT).values_list("after__reference", flat=True))
    fresh = [visit for visit in off if visit.reference not in told]
    if not fresh:
        return False
    for visit in fresh:
        when = timezone.localtime(visit.slot.starts_at).isoformat()
        note(request, GroupActKind.VISIT, now=now, reference=visit.reference, starts_at=when)
    standing = [visit for visit in visits if visit.status != BookingStatus.CANCELLED]
    if standing:
        move(
            request,
            to=GroupState(request.state),
            turn=GroupTurn(request.turn),
            now=now,
            ends_at=max(visit.slot.ends_at for visit in standing),
        )
    elif len(off) == len(visits):
        _ends(request, off, now=now)
    return True


def _ends(request: GroupRequest, off: list[Booking], *, now: dt.datetime) -> None:
    if any(visit.cancelled_by != CancelledBy.GUEST for visit in off):
        move(request, to=GroupState(request.state), turn=GroupTurn.HOUSE, now=now)
        return
    move(request, to=GroupState.WITHDRAWN, turn=GroupTurn.NOBODY, now=now)
    note(request, GroupActKind.WITHDRAWN, now=now)
    tell_house(request, GroupNews.WITHDRAWN, now=now)


def _booked() -> BookingQuerySet:
    return Booking.objects.filter(confirmed_at__isnull=False)


def _is_off(visit: Booking, *, now: dt.datetime) -> bool:
    """Cancelled, and not to be taken back any more."""
    cancelled = visit.status == BookingStatus.CANCELLED and visit.cancelled_at is not None
    return cancelled and visit.cancelled_at < now - UNDO_WINDOW  # type: ignore[operator]
