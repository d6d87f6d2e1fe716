"""What the clock tells groups: that a quote ends soon, that names are missing, that a deposit is still to come.

Each once, in waking hours. The first two can be muted; money that was agreed on cannot (decision 0066).
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, Subquery

from bookings.domain.groups.states import lock_request, newest_quote, state_at
from bookings.domain.groups.tell import tell_guest, tell_house
from bookings.domain.money.group_deposit import deposit_of
from bookings.domain.muting import is_muted
from bookings.domain.reminding.guests import is_waking
from bookings.enums import GROUP_COMING, GroupNews, GroupState, GroupTurn
from bookings.models import BookingUnit, GroupPerson, GroupRequest, Quote
from common.data.db import atomic_with_retry
from common.work.sweep import each

# So long before, and not to whoever has heard of it so lately anyway.
QUOTE_ENDS, NAMES_SETTLE, LATELY = dt.timedelta(days=1), dt.timedelta(days=2), dt.timedelta(days=1)
# So long after the quote was accepted.
DEPOSIT_LATE = dt.timedelta(days=2)
MOST_A_TIME = 2_000


def remind_groups(*, now: dt.datetime) -> int:
    """Owe what is due to be told of requests; returns of how many. At most MOST_A_TIME."""
    if not is_waking(now):
        return 0
    newest = Quote.objects.filter(request=OuterRef("pk")).order_by("-version").values("valid_until")[:1]
    told = GroupRequest.objects.filter(pk=OuterRef("pk"), messages__kind=GroupNews.UNPAID)
    ends = Q(state=GroupState.QUOTED, turn=GroupTurn.GUEST, until__gt=now, until__lte=now + QUOTE_ENDS)
    settles = Q(state__in=GROUP_COMING, frozen_at__gt=now, frozen_at__lte=now + NAMES_SETTLE)
    unpaid = Q(~Exists(told), state=GroupState.ACCEPTED)
    due = GroupRequest.objects.alias(until=Subquery(newest)).filter(ends | settles | unpaid, erased_at__isnull=True)
    ids = list(due.order_by("changed_at", "pk").values_list("pk", flat=True)[:MOST_A_TIME])
    return each("reminding group", ids, lambda pk: _remind(pk, now=now))


@atomic_with_retry
def _remind(pk: int, *, now: dt.datetime) -> bool:
    request = lock_request(GroupRequest(pk=pk))
    quote = newest_quote(request)
    if quote is None or request.erased_at is not None:
        return False
    news, number = _due(request, quote, now=now)
    if news is None or _is_told(request, news, number):
        return False
    if news == GroupNews.UNPAID:
        tell_house(request, news, now=now, number=number)
    elif not request.contact_email or is_muted(address=request.contact_email, kind=news):
        return False
    tell_guest(request, news, now=now, number=number)
    return True


def _due(request: GroupRequest, quote: Quote, *, now: dt.datetime) -> tuple[GroupNews | None, int]:
    """What is to be told, and its number: a quote is told of by its version."""
    state = state_at(request, quote, now=now)
    if state == GroupState.QUOTED and request.turn == GroupTurn.GUEST:
        ends_soon = quote.valid_until - now <= QUOTE_ENDS and now - quote.sent_at >= LATELY
        return (GroupNews.LAPSING, quote.version) if ends_soon else (None, 0)
    if state not in GROUP_COMING or quote.accepted_at is None:
        return None, 0
    if _is_late(request, quote, now=now):
        return GroupNews.UNPAID, 0
    return (GroupNews.NAMES, 0) if _lacks_names(request, quote, now=now) else (None, 0)


def _is_late(request: GroupRequest, quote: Quote, *, now: dt.datetime) -> bool:
    late = quote.accepted_at is not None and now - quote.accepted_at >= DEPOSIT_LATE
    told = request.messages.filter(kind=GroupNews.UNPAID).exists()
    return late and not told and deposit_of(request, now=now) is not None


def _lacks_names(request: GroupRequest, quote: Quote, *, now: dt.datetime) -> bool:
    """Whether numbers are settled soon, and fewer have their name on the list than come to a visit."""
    settled = request.frozen_at
    if settled is None or not now < settled <= now + NAMES_SETTLE:
        return False
    if quote.accepted_at is None or now - quote.accepted_at < LATELY:
        return False
    return GroupPerson.objects.filter(request=request).count() < people_coming(request)


def people_coming(request: GroupRequest) -> int:
    """To the visit to which most come."""
    numbers: dict[int, int] = {}
    standing = BookingUnit.objects.filter(booking__quoted__quote__request=request, booking__cancelled_at__isnull=True)
    for booking, quantity in standing.values_list("booking", "quantity"):
        numbers[booking] = numbers.get(booking, 0) + quantity
    return max(numbers.values(), default=0)


def _is_told(request: GroupRequest, news: GroupNews, number: int) -> bool:
    return request.messages.filter(kind=news, sequence=number).exists()
