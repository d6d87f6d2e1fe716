"""Forget whose a request was: names soon after the visit, the rest with the person, what it cost never."""

import datetime as dt
import uuid as uuids

from django.conf import settings
from django.db.models import Q

from bookings.domain import muting
from bookings.domain.groups.states import lock_request
from bookings.enums import GROUP_OVER, Audience, GroupState
from bookings.models import Booking, GroupAct, GroupPerson, GroupRequest, Quote
from common.data.db import atomic_with_retry
from common.work.sweep import each

# Somebody may have left a jacket behind.
NAMES_KEPT = dt.timedelta(days=7)
# An address of the web rations one day.
ADDRESS_KEPT = dt.timedelta(days=1)
MOST_A_NIGHT = 5_000
# What stands in place of a name that was erased.
NOBODY = "—"
EMPTIED = ("contact_phone", "contact_email", "dietary", "food_note", "words", "asked_from", "decline_reason")


def forget_names(*, now: dt.datetime) -> int:
    """Delete names of groups whose last visit ended a week ago, or that do not come after all; returns how many."""
    gone = Q(request__ends_at__lt=now - NAMES_KEPT)
    gone |= Q(request__state__in=[state for state in GROUP_OVER if state != GroupState.DONE])
    return GroupPerson.objects.filter(gone).delete()[0]


def forget_askers(*, now: dt.datetime) -> int:
    """Take the addresses off requests that are no longer rationed by them; returns how many."""
    return GroupRequest.objects.exclude(asked_from="").filter(created_at__lt=now - ADDRESS_KEPT).update(asked_from="")


def forget_requests(*, now: dt.datetime) -> int:
    """Erase who asked PERSONAL_DATA_DAYS ago, or whose visit is as long past; at most MOST_A_NIGHT, oldest first."""
    long_ago = now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS)
    old = GroupRequest.objects.filter(erased_at__isnull=True, changed_at__lt=long_ago)
    old = old.filter(Q(ends_at__isnull=True) | Q(ends_at__lt=long_ago)).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:MOST_A_NIGHT])
    return each("erasing request", ids, lambda pk: _erase(GroupRequest(pk=pk), now=now))


def forget_group_of(booking: Booking, *, now: dt.datetime) -> None:
    """With the guest of one of its bookings: names at once, the request with its last booking. In that transaction."""
    quoted = getattr(booking, "quoted", None)
    if quoted is None:
        return
    request = quoted.quote.request
    GroupPerson.objects.filter(request=request).delete()
    others = Booking.objects.filter(quoted__quote__request=request, erased_at__isnull=True).exclude(pk=booking.pk)
    if not others.filter(consented_at__isnull=False).exists():
        _erase(request, now=now)


@atomic_with_retry
def _erase(request: GroupRequest, *, now: dt.datetime) -> bool:
    request = lock_request(request)
    if request.erased_at is not None:
        return False
    address = request.contact_email
    changes = dict.fromkeys(EMPTIED, "") | {"organisation": NOBODY, "contact_name": NOBODY}
    GroupRequest.objects.filter(pk=request.pk).update(**changes, uuid=uuids.uuid4(), erased_at=now)
    GroupPerson.objects.filter(request=request).delete()
    GroupAct.forget([request.pk])
    # What the house wrote to them may name them; what was quoted stays.
    Quote._base_manager.filter(request=request).exclude(words="").update(words="")
    muting.forget(address)
    mails = request.messages.filter(audience=Audience.GUEST)
    mails.waiting().delete()
    mails.update(to="", error="")
    return True
