"""Waiting lists over HTTP: full slots, parties that join, and what they are offered."""

import datetime as dt
import uuid

from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from bookings.enums import WaitingStatus
from bookings.links import entry_token
from bookings.models import Booking, Slot, WaitingEntry
from tests.factories import cancel_for_good
from tests.pages.guest import FULL, url

LANGUAGES = ["vi", "en"]


def wait_url(slot: Slot, language: str = "vi", **party: int) -> str:
    """Where a party joins the list; by default two adults."""
    ids = {unit.type.lower(): unit.pk for unit in slot.experience.units.all()}
    asked = "".join(f"&u{ids[kind]}={number}" for kind, number in (party or {"adult": 2}).items())
    day = timezone.localtime(slot.starts_at).date()
    return f"{url('wait', slot, language)}?day={day}&slot={slot.pk}{asked}"


def join(client: Client, slot: Slot, language: str = "vi", *, party: dict | None = None, **typed):
    data = {"key": str(uuid.uuid4())} | {name: value for name, value in (FULL | typed).items() if value is not None}
    return client.post(wait_url(slot, language, **(party or {})), data)


def entry_page(entry: WaitingEntry, view: str = "waiting", language: str = "vi") -> str:
    with translation.override(language):
        return reverse(f"bookings:{view}", args=[entry_token(entry)])


def waits(client: Client, slot: Slot, **typed) -> WaitingEntry:
    assert join(client, slot, **typed).status_code == 302
    return WaitingEntry.objects.latest("pk")


def give_back(booking: Booking) -> None:
    cancel_for_good(booking, now=timezone.now())


def offered(client: Client, slot: Slot, booked: Booking, **typed) -> WaitingEntry:
    """A party that waited and is offered what was given back."""
    entry = waits(client, slot, **typed)
    give_back(booked)
    entry.refresh_from_db()
    assert entry.status == WaitingStatus.OFFERED
    return entry


def lapse(entry: WaitingEntry) -> None:
    Booking.objects.filter(pk=entry.booking_id).update(hold_expires_at=timezone.now() - dt.timedelta(seconds=1))
