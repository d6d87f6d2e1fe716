"""A desk whose phone keeps the lists: what journeys without signal begin with."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.parties import PARTY_TODAY
from tests.journeys.server import Demo
from tests.journeys.steps import until

DESK = "/desk/ben-lo/"
NAME = "Tôn Nữ Thị Bích Phượng"
# What happened to the party that was made last: check-ins written, payments taken, its status.
WRITTEN = """
from bookings.models import Booking
booking = Booking.objects.filter(contact_name__contains="Phượng").latest("pk")
print(booking.acts.filter(act="checked_in").count(), booking.ledger.filter(kind="payment").count(), booking.status)
"""
OTHER_PHONE = """
from django.utils import timezone
from accounts.models import User
from bookings.domain.booking.attendance import check_in
from bookings.domain.history import acting
from bookings.enums import ActBy
from bookings.models import Booking
booking = Booking.objects.filter(contact_name__contains="Phượng").latest("pk")
with acting(ActBy.HOST, User.objects.get(email="tranh@example.org")):
    print(check_in(booking=booking, now=timezone.now()).status)
"""
# Whether the kept lists have the party of that name.
HAS_PARTY = """async (name) => (await window.deskLists.read())?.days.some((day) =>
  day.slots.some((slot) => slot.parties.some((party) => party.name === name)))"""


def kept_desk(demo: Demo, sign_in: Callable[..., Page]) -> Page:
    """Today's page, once this phone keeps the lists and the worker is there."""
    demo.run(PARTY_TODAY)
    page = sign_in("gom@example.org", DESK, phone=True)
    ready(page)
    return page


def ready(page: Page) -> None:
    until(page, "navigator.serviceWorker.ready.then(() => true)")
    until(page, HAS_PARTY, NAME)


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.goto(DESK)
    expect(page.locator("[data-no-signal]")).to_be_visible()


def row_of(page: Page):
    return page.locator(".desk-booking-row", has_text=NAME).last


def badge(page: Page):
    return page.locator("[data-waits]")
