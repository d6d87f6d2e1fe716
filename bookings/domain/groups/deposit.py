"""A group's deposit is here: the house says so, or the ledger does."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from bookings.domain.groups.states import ChangedMeanwhile, lock_request, move, note, state_at
from bookings.domain.groups.tell import tell_guest, tell_house
from bookings.domain.money.group_deposit import deposit_left
from bookings.enums import GROUP_COMING, GroupActKind, GroupNews, GroupState, GroupTurn, LedgerKind
from bookings.models import GroupAct, GroupRequest, LedgerEntry, Quote
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.words.money import format_vnd
from common.work.sweep import each


class DepositMissing(Refused):
    """The ledger has less than the deposit."""


@atomic_with_retry
def deposit_came(*, request: GroupRequest, now: dt.datetime) -> GroupRequest:
    """The house says that the deposit is here; the ledger of the group's bookings has to say so too.

    A second time changes nothing. Raises DepositMissing, ChangedMeanwhile.
    """
    request = lock_request(request)
    if request.state in GROUP_COMING and request.state != GroupState.ACCEPTED:
        return request
    if request.state != GroupState.ACCEPTED:
        raise ChangedMeanwhile
    missing = _confirm(request, now=now)
    if missing > 0:
        text = _("%(amount)s of the deposit is not in the books yet. Write it down at one of the bookings first.")
        raise DepositMissing(text % {"amount": format_vnd(missing)})
    return request


def confirm_paid(*, now: dt.datetime) -> int:
    """Confirm every group whose deposit the ledger has; returns how many. May run twice, or beside itself.

    Guest and house are told, because nobody was looking.
    """
    waiting = GroupRequest.objects.filter(Q(state=GroupState.ACCEPTED) | _undone()).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    return each("confirming group", ids, lambda pk: _confirm_one(pk, now=now))


@atomic_with_retry
def _confirm_one(pk: int, *, now: dt.datetime) -> bool:
    request = lock_request(GroupRequest(pk=pk))
    undone = GroupRequest.objects.filter(_undone(), pk=request.pk).exists()
    if not (request.state == GroupState.ACCEPTED or undone) or _confirm(request, now=now) > 0:
        return False
    tell_guest(request, GroupNews.DEPOSIT, now=now)
    tell_house(request, GroupNews.DEPOSIT, now=now)
    return True


def _undone() -> Q:
    """Whose numbers are settled, and whose deposit was taken back and has not come again."""
    return Q(state=GroupState.FROZEN, pk__in=_last_said(GroupActKind.UNDONE))


def _last_said(act: GroupActKind) -> QuerySet[GroupRequest, int]:
    """Ids of requests of whose deposit the last that was written down is `act`."""
    last = GroupAct.objects.filter(request=OuterRef("pk"), act__in=[GroupActKind.DEPOSIT, GroupActKind.UNDONE])
    told = GroupRequest.objects.alias(said=Subquery(last.order_by("-pk").values("act")[:1]))
    return told.filter(said=act).values_list("pk", flat=True)


def take_back_unpaid(*, now: dt.datetime) -> int:
    """Put every group before its house whose money was taken back after its deposit was there; returns how many.

    Its visits stand; the deposit is asked for again. May run twice, or beside itself.
    """
    reversed_since = LedgerEntry.objects.filter(
        booking__quoted__quote__request=OuterRef("request"),
        kind=LedgerKind.PAYMENT,
        reverses__isnull=False,
        created_at__gte=OuterRef("at"),
    )
    came = GroupAct.objects.filter(Exists(reversed_since), act=GroupActKind.DEPOSIT)
    came = came.filter(request__state__in=[GroupState.CONFIRMED, GroupState.FROZEN])
    ids = sorted(set(came.values_list("request", flat=True)))
    return each("taking back the deposit of group", ids, lambda pk: _take_back(pk, now=now))


@atomic_with_retry
def _take_back(pk: int, *, now: dt.datetime) -> bool:
    request = lock_request(GroupRequest(pk=pk))
    quote = Quote.objects.get(request=request, accepted_at__isnull=False)
    state = state_at(request, quote, now=now)
    said = GroupRequest.objects.filter(pk__in=_last_said(GroupActKind.DEPOSIT)).filter(pk=pk).exists()
    if state not in (GroupState.CONFIRMED, GroupState.FROZEN) or not said or deposit_left(quote, now=now) <= 0:
        return False
    settled = state == GroupState.FROZEN
    move(request, to=GroupState.FROZEN if settled else GroupState.ACCEPTED, turn=GroupTurn.HOUSE, now=now)
    act = note(request, GroupActKind.UNDONE, now=now)
    tell_house(request, GroupNews.UNDONE, now=now, number=request.acts.filter(act=act.act).count())
    return True


def _confirm(request: GroupRequest, *, now: dt.datetime) -> int:
    """What of the deposit is missing, in đồng; where nothing is, the group is confirmed. Under the request's lock."""
    quote = Quote.objects.get(request=request, accepted_at__isnull=False)
    missing = deposit_left(quote, now=now)
    if missing <= 0:
        settled = request.state == GroupState.FROZEN
        move(request, to=GroupState.FROZEN if settled else GroupState.CONFIRMED, turn=GroupTurn.NOBODY, now=now)
        note(request, GroupActKind.DEPOSIT, now=now, amount_vnd=quote.deposit_vnd)
    return max(missing, 0)
