"""What a tourist does over HTTP, and the rows that a test looks at afterwards."""

import uuid

from django.test import Client
from django.urls import reverse
from django.utils import translation

from bookings.links import booking_token
from bookings.models import Booking, Slot
from tests.factories import quantities

TYPED = {
    "name": "Nguyễn Thị Thanh Hà",
    "phone": "0912 345 678",
    "email": "ha@example.com",
    "note": "Cháu nhỏ dị ứng lạc.\nNhà tôi đến bằng xe máy.",
}
FULL = TYPED | {"consent": "on"}


def url(view: str, subject: Booking | Slot | str, language: str = "vi") -> str:
    """The address of one of the tourist's pages: of a booking, of a slot's experience, or by a slug or token."""
    if isinstance(subject, Booking):
        subject = booking_token(subject)
    elif isinstance(subject, Slot):
        subject = subject.experience.slug
    with translation.override(language):
        return reverse(f"bookings:{view}", args=[subject])


def panel_form(at: Slot, *, key: str = "", adults: int = 2, children: int = 0, infants: int = 0, **more) -> dict:
    """What the panel's form sends for a party; `more` overrides or adds fields."""
    party = quantities(at.experience, adults=adults, children=children, infants=infants)
    filled = {f"u{pk}": str(number) for pk, number in party.items()}
    return {"key": key or str(uuid.uuid4()), "slot": str(at.pk), **filled, **more}


def hold(client: Client, at: Slot, language: str = "vi", **form):
    """Post the panel's form for the slot `at`."""
    return client.post(url("hold", at, language), panel_form(at, **form))


def confirm(client: Client, booking: Booking, language: str = "vi", **typed):
    """Post the details; `typed` overrides fields, None leaves one out."""
    data = {name: value for name, value in (FULL | typed).items() if value is not None}
    return client.post(url("confirm", booking, language), data)


def taken(slot: Slot) -> int:
    """Seats that the slot's row says are taken."""
    return Slot.objects.get(pk=slot.pk).taken
