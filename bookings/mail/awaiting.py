"""What a host is told of the parties that wait for a word: all of them in one mail, as they are when it goes out."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from bookings import texts
from bookings.models import Booking
from villages.models import Host

# A desk shows the others.
MOST_LINES = 10


def awaiting_context(host: Host) -> dict:
    """For templates/mail/awaiting_host: how many, the first of them, and where the desk lists them."""
    waiting = Booking.objects.for_host(host).awaiting(timezone.now())
    first = waiting.with_party().order_by("hold_expires_at", "pk")[:MOST_LINES]
    number = waiting.count()
    with translation.override("vi"):
        desk_url = reverse("desk:bookings", args=[host.slug])
    return {
        "parties_text": ngettext("%(n)s party", "%(n)s parties", number) % {"n": number},
        "parties": [
            {
                "name": booking.contact_name,
                "phone": booking.contact_phone,
                "party_text": texts.party_text(booking),
                "title": booking.slot.experience.label,
                "when_text": texts.when_text(booking.slot),
            }
            for booking in first
        ],
        "desk_url": f"{settings.BASE_URL}{desk_url}?show=awaiting",
    }
