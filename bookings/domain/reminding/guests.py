"""The reminder on the day before: once for a booking and its time, by mail, or by text where there is no address.

Whoever booked, moved or booked again since the hour of reminding has it all in the mail about that, and who muted
reminders gets none.
"""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from bookings.domain.calendar.recurrence import day_start
from bookings.domain.muting import has_muted, is_muted
from bookings.enums import Act, Audience, BookingStatus, GuestWay, MessageKind
from bookings.models import Booking, BookingAct
from common.data.db import atomic_with_retry
from common.work.sweep import each
from outbox.owing import owe
from texting.providers import available

# By the clock of Việt Nam: nobody is reminded in the night, and after a day without a worker nobody is reminded late.
FROM_HOUR, UNTIL_HOUR = 9, 20
MOST_A_TIME = 2_000
# As `texting` names it, and a template of Zalo's.
TEXT = "reminder"
ANEW = (Act.MOVED, Act.RESTORED)


def is_waking(now: dt.datetime) -> bool:
    """Whether a phone may ring at that moment."""
    return FROM_HOUR <= timezone.localtime(now).hour < UNTIL_HOUR


def remind_due(*, now: dt.datetime) -> int:
    """Remind who comes tomorrow and was not told of it since this morning; returns how many. At most MOST_A_TIME."""
    if not is_waking(now):
        return 0
    today = timezone.localtime(now).date()
    reached = ~Q(contact_email="") & Q(~has_muted(MessageKind.REMINDER))
    if available(TEXT):
        reached |= Q(contact_email="") & ~Q(contact_phone="")
    due = Booking.objects.filter(
        reached,
        status=BookingStatus.CONFIRMED,
        no_show_at__isnull=True,
        confirmed_at__lt=_hour(now),
        slot__starts_at__gte=day_start(today + dt.timedelta(days=1)),
        slot__starts_at__lt=day_start(today + dt.timedelta(days=2)),
    )
    told_anew = BookingAct.objects.filter(booking=OuterRef("pk"), act__in=ANEW, at__gte=_hour(now))
    reminded = Booking.objects.filter(
        pk=OuterRef("pk"), messages__kind=MessageKind.REMINDER, messages__created_at__gte=day_start(today)
    )
    due = due.exclude(Exists(told_anew)).exclude(Exists(reminded))
    ids = due.order_by("slot__starts_at", "pk").values_list("pk", flat=True)[:MOST_A_TIME]
    return each("reminding the guest of booking", list(ids), lambda pk: _remind(pk, now=now))


@atomic_with_retry
def _remind(pk: int, *, now: dt.datetime) -> bool:
    # Held, as it may be cancelled or moved at this moment.
    Booking.objects.filter(pk=pk).update(sequence=F("sequence"))
    booking = Booking.objects.select_related("slot").get(pk=pk)
    if not _comes_tomorrow(booking, now=now):
        return False
    address, phone = booking.contact_email, str(booking.contact_phone or "")
    if address and is_muted(address=address, kind=MessageKind.REMINDER):
        return False
    if not address and not (phone and available(TEXT, phone)):
        return False
    owe(
        # One key for both ways, so that an address given meanwhile brings no second one.
        key=f"reminder:{booking.pk}:{booking.slot.starts_at.astimezone(dt.UTC):%Y%m%d%H%M}",
        subject=booking,
        kind=MessageKind.REMINDER,
        audience=Audience.GUEST if address else GuestWay.PHONE,
        sequence=booking.sequence,
        to=address,
        language=booking.language,
        now=now,
    )
    return True


def _comes_tomorrow(booking: Booking, *, now: dt.datetime) -> bool:
    tomorrow = timezone.localtime(now).date() + dt.timedelta(days=1)
    anew = BookingAct.objects.filter(booking=booking, act__in=ANEW, at__gte=_hour(now))
    return (
        booking.status == BookingStatus.CONFIRMED
        and booking.no_show_at is None
        and timezone.localtime(booking.slot.starts_at).date() == tomorrow
        and not anew.exists()
    )


def _hour(now: dt.datetime) -> dt.datetime:
    """The moment of this day from which guests are reminded."""
    return timezone.localtime(now).replace(hour=FROM_HOUR, minute=0, second=0, microsecond=0)
