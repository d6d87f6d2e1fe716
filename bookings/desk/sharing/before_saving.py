"""Fewer of what is shared, or of who works: saved once its sender has seen whom it no longer suffices for."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import ngettext

from bookings.desk.shell.affected_parties import affected_context
from bookings.domain.calendar.conflicts import open_conflicts
from bookings.forms.affected import has_seen
from bookings.models import Booking
from common.data.db import atomic_with_retry
from villages.models import Host


@atomic_with_retry
def do_if_seen(host: Host, act: Callable[[], object], asked: Mapping[str, str], *, now: dt.datetime) -> list[Booking]:
    """Do `act`. Where it no longer suffices for parties that the sender of `asked` has not seen, it is taken back and
    these are returned. What `act` raises is raised."""
    with transaction.atomic():
        before = {conflict.booking.pk for conflict in open_conflicts(host, now=now)}
        act()
        left = [conflict.booking for conflict in open_conflicts(host, now=now) if conflict.booking.pk not in before]
        if has_seen(asked, left):
            return []
        transaction.set_rollback(True)
    return left


def short_context(bookings: list[Booking]) -> dict:
    """For templates/desk/shell/_affected_parties.html."""
    text = ngettext(
        "%(n)s party is already booked for whom it would not suffice.",
        "%(n)s parties are already booked for whom it would not suffice.",
        len(bookings),
    )
    return affected_context(bookings) | {"affected_text": text % {"n": len(bookings)}}
