"""A group's deposit is here: the house says so, or the ledger does."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from bookings.domain.groups.states import ChangedMeanwhile, lock_request, move, note
from bookings.domain.groups.tell import tell_guest, tell_house
from bookings.domain.money.group_deposit import received_of
from bookings.enums import GROUP_COMING, GroupActKind, GroupNews, GroupState, GroupTurn
from bookings.models import GroupRequest, Quote
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
    waiting = GroupRequest.objects.filter(state=GroupState.ACCEPTED).order_by("pk").values_list("pk", flat=True)
    return each("confirming group", list(waiting), lambda pk: _confirm_one(pk, now=now))


@atomic_with_retry
def _confirm_one(pk: int, *, now: dt.datetime) -> bool:
    request = lock_request(GroupRequest(pk=pk))
    if request.state != GroupState.ACCEPTED or _confirm(request, now=now) > 0:
        return False
    tell_guest(request, GroupNews.DEPOSIT, now=now)
    tell_house(request, GroupNews.DEPOSIT, now=now)
    return True


def _confirm(request: GroupRequest, *, now: dt.datetime) -> int:
    """What of the deposit is missing, in đồng; where nothing is, the group is confirmed. Under the request's lock."""
    quote = Quote.objects.get(request=request, accepted_at__isnull=False)
    missing = quote.deposit_vnd - received_of(request, now=now)
    if missing <= 0:
        move(request, to=GroupState.CONFIRMED, turn=GroupTurn.NOBODY, now=now)
        note(request, GroupActKind.DEPOSIT, now=now, amount_vnd=quote.deposit_vnd)
    return max(missing, 0)
