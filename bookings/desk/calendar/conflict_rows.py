"""One party to decide on, as a card."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from bookings.desk.shell import words
from bookings.desk.shell.answers import booking_url
from bookings.domain.calendar.conflicts import Conflict
from bookings.texts import party_text
from common.words.dates import time_text
from villages.models import Host


def conflict_rows(found: Sequence[Conflict], *, host: Host) -> list[dict]:
    """For templates/desk/calendar/_conflict.html."""
    return [_row(conflict, host) for conflict in found]


def _row(conflict: Conflict, host: Host) -> dict:
    booking = conflict.booking
    day = timezone.localtime(booking.slot.starts_at).date()
    where = [host.slug, booking.reference]
    url = booking_url(host, booking)
    back_here = "from=conflicts"
    return {
        "reference": booking.reference,
        "name": booking.contact_name,
        "party": party_text(booking),
        "seats": sum(unit.quantity for unit in booking.units.all()),
        "time": time_text(booking.slot.starts_at),
        "day": words.date_line(day),
        "experience": booking.slot.experience.label,
        "why": str(conflict.why.label),
        "note": booking.note,
        "phone": words.phone_text(booking),
        "phone_url": booking.contact_phone.as_rfc3966 if booking.contact_phone else "",
        "url": f"{url}?{back_here}",
        "keep_url": reverse("desk:keep", args=where),
        "move_url": f"{reverse('desk:move', args=where)}?{back_here}",
        "cancel_url": f"{url}?cancelling=1&{back_here}#huy",
    }
