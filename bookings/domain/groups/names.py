"""Names and food of a group's people, as parents or they themselves write them. Children's data: the least there is.

One name, whether a child or an adult, and what they do not eat; nothing of it outlives the visit by more than a week.
"""

import datetime as dt
import uuid as uuids
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings.domain.groups.states import lock_request, newest_quote, state_at
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import GROUP_COMING, Dietary
from bookings.models import BookingUnit, GroupPerson, GroupRequest
from common.data.db import atomic_with_retry
from common.data.refusal import Refused

# Beyond who is booked: somebody is written twice, or numbers change later.
SPARE = 20


class ListClosed(Refused):
    message = _("This list is closed. Please tell whoever leads the group.")


class ListFull(Refused):
    message = _("More names are here than people come. Please tell whoever leads the group.")


class NoAgreement(Refused):
    message = _("Please tick that you agree, or the name may not be kept.")


@dataclass(frozen=True)
class Person:
    """`age` of GroupAge, `dietary` codes of Dietary."""

    name: str
    age: str
    dietary: tuple[str, ...] = ()
    food_note: str = ""


def is_open(request: GroupRequest, *, now: dt.datetime) -> bool:
    """Whether names are taken: from when it was accepted until the last visit ends."""
    return state_at(request, newest_quote(request), now=now) in GROUP_COMING


@atomic_with_retry
def add_name(*, key: uuids.UUID, request: GroupRequest, person: Person, agrees: bool, now: dt.datetime) -> GroupPerson:
    """Write somebody on the list. The same `key` writes one. Raises ListClosed, ListFull, NoAgreement."""
    request = lock_request(request)
    hashed = key_hash(key)
    known = GroupPerson.objects.filter(key_hash=hashed, request=request).first()
    if known:
        return known
    if not agrees:
        raise NoAgreement
    if not is_open(request, now=now):
        raise ListClosed
    if GroupPerson.objects.filter(request=request).count() >= most_names(request):
        raise ListFull
    return GroupPerson.objects.create(
        request=request,
        key_hash=hashed,
        name=person.name,
        age=person.age,
        dietary=",".join(person.dietary),
        food_note=person.food_note,
        agreed_at=now,
    )


@atomic_with_retry
def remove_name(*, request: GroupRequest, pk: int) -> bool:
    """Whoever leads the group takes a name off. False where it is off already."""
    lock_request(request)
    return bool(GroupPerson.objects.filter(request=request, pk=pk).delete()[0])


def most_names(request: GroupRequest) -> int:
    """Of the visit to which most come, and some to spare."""
    units = BookingUnit.objects.filter(booking__quoted__quote__request=request)
    by_visit: Counter[int] = Counter()
    for booking, quantity in units.values_list("booking", "quantity"):
        by_visit[booking] += quantity
    return max(by_visit.values(), default=request.people) + SPARE


def diets_of(people: list[GroupPerson]) -> list[tuple[str, int]]:
    """How many eat what, for the kitchen; what nobody said is left out."""
    told = Counter(code for person in people for code in person.dietary.split(",") if code)
    return [(str(Dietary(code).label), told[code]) for code in Dietary.values if told[code]]
