"""A house with an owner, a manager and a guide, and phones of theirs that are told."""

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import PushDevice, User
from accounts.push_devices import add_device
from bookings.models import Booking
from experiences.models import Experience
from outbox.kinds import deliver
from outbox.sending import send_due
from tests.factories import make_booking, make_experience, make_host, make_slot, make_user
from tests.pushing.phone import Phone, make_phone
from tests.pushing.service import Service
from villages.models import Host, Member


@dataclass
class House:
    host: Host
    owner: User
    manager: User
    guide: User
    experience: Experience
    start: dt.datetime

    def member(self, user: User) -> Member:
        return Member.objects.select_related("user", "host", "notice_choice").get(host=self.host, user=user)

    def book(self, *, days: int = 9, **fields) -> Booking:
        slot = make_slot(self.experience, now=self.start, days=days, hour=9, minute=0)
        return make_booking(slot, now=timezone.now(), adults=3, **fields)

    def send(self, after: dt.timedelta = dt.timedelta()) -> tuple[int, int]:
        """Now, or so long `after`."""
        return send_due(now=timezone.now() + after, deliver=deliver)


def make_house(**fields) -> House:
    """Times are real, because what goes out is looked at by the clock."""
    people = {role: make_user(f"{role}@example.com") for role in ("owner", "manager", "guide")}
    host = make_host(**people, **{"email": "nha@example.com"} | fields)
    return House(host, **people, experience=make_experience(host), start=timezone.now())


def phone_of(user: User, *, language: str = "vi") -> tuple[Phone, Client]:
    """A phone on which `user` is signed in, and told."""
    phone, client = make_phone(), Client()
    client.force_login(user)
    client.get("/tai-khoan/")
    sign_in = UserSession.objects.get(session_key=client.session.session_key)
    add_device(sign_in=sign_in, language=language, now=timezone.now(), **phone.sent)
    return phone, client


def device_of(phone: Phone) -> PushDevice | None:
    return PushDevice.objects.filter(endpoint=phone.endpoint).first()


def titles(service: Service, phone: Phone) -> list[str]:
    """What the phone shows, in its order."""
    return [phone.read(body)["title"] for body in service.bodies(phone.endpoint)]
