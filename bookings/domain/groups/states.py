"""How far a request is. Time moves it with no worker running; a sweep only writes down what it has made of it."""

import datetime as dt
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.history import actor
from bookings.enums import GROUP_ASKING, GROUP_COMING, GROUP_OVER, GroupActKind, GroupState, GroupTurn
from bookings.models import GroupAct, GroupRequest, Quote
from bookings.models.group_request import GroupRequestQuerySet
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.work.sweep import each


class ChangedMeanwhile(Refused):
    message = _("Something has just changed here. Please look at it again.")


class NotAskedAnyMore(Refused):
    message = _("This request is over, so nothing can be changed in it any more.")


def state_at(request: GroupRequest, quote: Quote | None, *, now: dt.datetime) -> GroupState:
    """What the request is at `now`. `quote` is its newest one, if it has any."""
    state = GroupState(request.state)
    if state == GroupState.NEW and _days_over(request, now):
        return GroupState.LAPSED
    if state == GroupState.QUOTED and (quote is None or quote.valid_until <= now):
        return GroupState.LAPSED
    if state in GROUP_COMING:
        if request.ends_at is not None and request.ends_at <= now:
            return GroupState.DONE
        if request.frozen_at is not None and request.frozen_at <= now:
            return GroupState.FROZEN
    return state


def _days_over(request: GroupRequest, now: dt.datetime) -> bool:
    """Whether the last day that was wished for is behind."""
    return max(request.first_day, request.second_day or request.first_day) < timezone.localdate(now)


def newest_quote(request: GroupRequest) -> Quote | None:
    return Quote.objects.filter(request=request).order_by("-version").first()


def lock_request(request: GroupRequest) -> GroupRequest:
    """Hold its row until the transaction ends; the row as it is. Slots are locked before it, never after."""
    GroupRequest.objects.filter(pk=request.pk).update(state=F("state"))
    return GroupRequest.objects.select_related("host").get(pk=request.pk)


def move(request: GroupRequest, *, to: GroupState, turn: GroupTurn, now: dt.datetime, **changes: Any) -> None:
    """Compare-and-swap. Raises ChangedMeanwhile where the state is not what `request` has."""
    changes |= {"state": to, "turn": turn, "changed_at": now}
    if not GroupRequest.objects.filter(pk=request.pk, state=request.state).update(**changes):
        raise ChangedMeanwhile
    for name, value in changes.items():
        setattr(request, name, value)


def note(request: GroupRequest, act: GroupActKind, *, now: dt.datetime, words: str = "", **after: Any) -> GroupAct:
    """Write one row of the history, in the transaction that makes it true."""
    who = actor()
    return GroupAct.objects.create(
        request=request,
        at=now,
        act=act,
        by=who.by,
        user=who.user,
        user_name=str(who.user)[:120] if who.user else "",
        words=words,
        after=after,
    )


def require_asking(request: GroupRequest, quote: Quote | None, *, now: dt.datetime) -> None:
    """Raises NotAskedAnyMore where nobody is to answer it any more."""
    if state_at(request, quote, now=now) not in GROUP_ASKING:
        raise NotAskedAnyMore


def under_way(now: dt.datetime) -> GroupRequestQuerySet:
    """Requests that somebody has still to do something about, or whose group still comes, by the clock."""
    today = timezone.localdate(now)
    newest = Quote.objects.filter(request=OuterRef("pk")).order_by("-version").values("valid_until")[:1]
    new = Q(state=GroupState.NEW) & (Q(first_day__gte=today) | Q(second_day__gte=today))
    quoted = Q(state=GroupState.QUOTED, until__gt=now)
    coming = Q(state__in=GROUP_COMING) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    return GroupRequest.objects.alias(until=Subquery(newest)).filter(new | quoted | coming)


def waiting_for_house(now: dt.datetime) -> GroupRequestQuerySet:
    """Those that a host has to answer."""
    return under_way(now).filter(turn=GroupTurn.HOUSE)


def mark_requests(*, now: dt.datetime) -> int:
    """Write down what the time has made of requests; returns how many moved. May run twice, or beside itself."""
    open_ones = GroupRequest.objects.exclude(state__in=GROUP_OVER).order_by("pk").values_list("pk", flat=True)
    return each("marking request", list(open_ones), lambda pk: _mark(pk, now=now))


@atomic_with_retry
def _mark(pk: int, *, now: dt.datetime) -> bool:
    request = lock_request(GroupRequest(pk=pk))
    state = state_at(request, newest_quote(request), now=now)
    if state == request.state:
        return False
    turn = request.turn if state == GroupState.FROZEN else GroupTurn.NOBODY
    move(request, to=state, turn=GroupTurn(turn), now=now)
    if state == GroupState.LAPSED:
        note(request, GroupActKind.LAPSED, now=now)
    return True
