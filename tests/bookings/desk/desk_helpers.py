"""A host with an owner at its desk, a slot soon, and how to knock at its addresses."""

import datetime as dt
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bookings.models import Booking, Slot
from experiences.models import Experience
from tests.factories import make_booking, make_contact, make_experience, make_host, make_slot, make_user
from villages.models import Host


@dataclass
class Desk:
    """`soon` begins in an hour. Times are real, because the views read the clock themselves."""

    host: Host
    owner: User
    client: Client
    experience: Experience
    soon: Slot

    def url(self, name: str, **kwargs) -> str:
        return reverse(f"desk:{name}", kwargs={"host": self.host.slug} | kwargs)

    def get(self, name: str, query: str = "", **kwargs):
        return self.client.get(self.url(name, **kwargs) + query)

    def post(self, name: str, data: dict | None = None, **kwargs):
        """The page that the answer leads to."""
        return self.client.post(self.url(name, **kwargs), data or {}, follow=True)

    def act(self, name: str, booking: Booking, **data) -> Booking:
        """Post one tap on `booking` and give it back as it is now."""
        response = self.post(name, data, reference=booking.reference)
        assert response.status_code == 200
        booking.refresh_from_db()
        return booking

    def slot(self, starts_in: dt.timedelta, **fields) -> Slot:
        starts_at = timezone.now() + starts_in
        fields = {"capacity": 20, "closes_at": starts_at} | fields
        return make_slot(self.experience, starts_at, **fields)

    def book(self, slot: Slot | None = None, name: str = "Nguyễn Thị Hà", status: str = "CONFIRMED", **fields):
        """A party in `slot`, or in `soon`; contact fields by name, the rest as make_booking takes it."""
        contact = {key: fields.pop(key) for key in ("phone", "email", "note") if key in fields}
        slot = slot or self.soon
        now = timezone.now() if slot.starts_at > timezone.now() else slot.starts_at - dt.timedelta(hours=2)
        return make_booking(slot, status, contact=make_contact(name=name, **contact), now=now, **fields)


def make_desk() -> Desk:
    owner = make_user()
    host = make_host(owner=owner)
    client = Client()
    client.force_login(owner)
    desk = Desk(host, owner, client, make_experience(host, cutoff_minutes=0, capacity=20), soon=None)
    desk.soon = desk.slot(dt.timedelta(hours=1))
    return desk


def local_day(slot: Slot) -> dt.date:
    return timezone.localtime(slot.starts_at).date()


def said(response) -> str:
    """What the page's messages say."""
    return " ".join(str(message) for message in response.context["messages"])
