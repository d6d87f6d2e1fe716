"""Thanks on the day after, with the way to say how it was: once for a visit, and once a week to one address.

At the village a printed code leads to a page that sends the same link to the guest who has not written yet.
"""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.domain import messages
from bookings.domain.booking.lost_ticket import TEXTS, is_theirs
from bookings.domain.calendar.recurrence import day_start
from bookings.domain.muting import has_muted, is_muted
from bookings.domain.reviews.row import hold, review_of
from bookings.domain.reviews.write import why_not
from bookings.enums import Audience, BookingStatus, MessageKind
from bookings.models import Booking, Review
from common.data.db import atomic_with_retry
from common.http.throttle import take_place
from common.work.sweep import each
from outbox.models import OutboxMessage

# By the clock of Việt Nam: nobody is thanked in the night.
FROM_HOUR = 9
# A worker that was down for longer thanks nobody late.
WITHIN = dt.timedelta(days=3)
# Whoever came to two visits in a week is asked after the first of them.
BETWEEN = dt.timedelta(days=7)
# So often is the link of one booking sent to who asks for it.
MOST_SENT = 3
MOST_A_TIME = 2_000


def invite_due(*, now: dt.datetime) -> int:
    """Thank whoever came on an earlier day and has not been asked; returns how many. At most MOST_A_TIME."""
    here = timezone.localtime(now)
    if here.hour < FROM_HOUR:
        return 0
    due = Booking.objects.filter(
        status=BookingStatus.REDEEMED,
        erased_at__isnull=True,
        slot__ends_at__lt=day_start(here.date()),
        slot__ends_at__gte=now - WITHIN,
    ).exclude(contact_email="")
    due = due.exclude(has_muted(MessageKind.REVIEW))
    due = due.exclude(Exists(Review.objects.filter(booking=OuterRef("pk"))))
    asked = Booking.objects.filter(pk=OuterRef("pk"), messages__kind=MessageKind.REVIEW)
    ids = due.exclude(Exists(asked)).order_by("slot__ends_at", "pk").values_list("pk", flat=True)[:MOST_A_TIME]
    return each("thanking the guest of booking", list(ids), lambda pk: _invite(pk, now=now))


@atomic_with_retry
def _invite(pk: int, *, now: dt.datetime) -> bool:
    booking = hold(pk)
    if review_of(booking) is not None or why_not(booking, now=now) is not None or _times_sent(booking):
        return False
    if is_muted(address=booking.contact_email, kind=MessageKind.REVIEW):
        return False
    lately = OutboxMessage.objects.to_reader(booking.contact_email).filter(
        kind=MessageKind.REVIEW, created_at__gt=now - BETWEEN
    )
    if lately.exists():
        return False
    messages.owe(booking=booking, kind=MessageKind.REVIEW, now=now, to=[Audience.GUEST])
    return True


@atomic_with_retry
def send_link(*, reference: str, phone: str, email: str, now: dt.datetime) -> Booking | None:
    """Owe the link to the address of the booking of that reference, if `phone` (E.164) or `email` is its own.

    Where the guest gave no address, the booking is returned and its link is to be texted, at most `TEXTS`. Whoever asks
    is told the same every time. The house knows the reference and the number too, so nothing is opened by them alone.
    """
    booking = Booking.objects.filter(reference=reference, consented_at__isnull=False).first()
    if booking is None or not is_theirs(booking, phone=phone, email=email):
        return None
    booking = hold(booking.pk)
    if why_not(booking, now=now) is not None:
        return None
    if not booking.contact_email:
        return booking if take_place(f"lost_text_{booking.pk}", TEXTS) else None
    sent = _times_sent(booking)
    if sent < MOST_SENT:
        messages.owe(booking=booking, kind=MessageKind.REVIEW, now=now, to=[Audience.GUEST], number=sent + 1)
    return None


def _times_sent(booking: Booking) -> int:
    return booking.messages.filter(kind=MessageKind.REVIEW).count()
