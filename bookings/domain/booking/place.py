"""A meeting place that changed reaches those who have booked, whoever changed it and wherever."""

import datetime as dt
from functools import partial

from django.db.models import F

from bookings.domain import messages
from bookings.domain.booking.meeting import Meeting, meetings, told_of
from bookings.domain.seats import lock
from bookings.enums import AWAITED, BookingStatus, MessageKind
from bookings.models import Booking
from common.data.db import atomic_with_retry
from common.work.sweep import each
from experiences.models import Experience


def tell_changed_places(*, now: dt.datetime) -> int:
    """Tell each party to come where it meets, or how to find that, where it was told otherwise; returns how many were.

    What a party is told is put together of several rows (host, place, village, story), and each of them is edited
    somewhere: so what was told is compared with what is. Two queries where nothing changed. May run twice.
    """
    coming = Booking.objects.filter(status__in=AWAITED, slot__starts_at__gt=now).order_by()
    names = ("slot__experience", "language", "told_place", "told_way", "told_spot")
    groups = set(coming.values_list(*names).distinct())
    now_at = meetings(Experience.objects.filter(pk__in={pk for pk, *_told in groups}))
    changed = 0
    for group in sorted(groups):
        pk, language, *words = group
        told, meeting = Meeting(*words), now_at[pk, language]
        others = coming.filter(**dict(zip(names, group, strict=True)))
        if meeting.is_news_after(told):
            rows = list(others.order_by("pk").values_list("pk", "slot"))
            changed += each("telling of the place of booking", rows, partial(_tell, meeting=meeting, now=now))
        elif meeting.after(told) != told:
            # Booked before it was kept with bookings, or nothing was said: nothing says that it was another.
            others.update(**meeting.after(told).told())
    return changed


@atomic_with_retry
def _tell(ids: tuple[int, int], *, meeting: Meeting, now: dt.datetime) -> bool:
    booking_id, slot_id = ids
    slot = lock.lock_slot(slot_id)
    booking = Booking.objects.filter(pk=booking_id, slot=slot, status__in=AWAITED).first()
    if booking is None or not meeting.is_news_after(told_of(booking)):
        return False
    told = told_of(booking)
    Booking.objects.filter(pk=booking_id).update(
        **meeting.after(told).told(), changed_by_host_at=now, sequence=F("sequence") + 1
    )
    booking.refresh_from_db()
    booking.slot = slot
    if booking.status == BookingStatus.PENDING:
        messages.ask_again(booking=booking, now=now)
    elif meeting.place_is_news_after(told):
        messages.owe(booking=booking, kind=MessageKind.PLACE_CHANGED, now=now)
    else:
        messages.owe(booking=booking, kind=MessageKind.WAY_CHANGED, now=now)
    return True
