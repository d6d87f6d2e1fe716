"""The host's day at the desk."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import START, choose_day, fill_details, press_main

# A party of two, two hours from now whatever the hour is, made through the domain; prints what its QR code holds.
# An experience of its own: the demo's share guides and wheels, which may be busy at that hour.
PARTY_TODAY = """
import datetime as dt, uuid
from django.utils import timezone
from bookings.domain.booking.confirm import confirm
from bookings.domain.seats.contact import Contact
from bookings.domain.booking.hold import hold
from bookings.links import check_in_url
from bookings.models import Slot
from experiences.models import Experience, Unit
now = timezone.now()
model = Experience.objects.get(slug="nan-va-ve-binh")
experience, _ = Experience.objects.get_or_create(
    slug="gio-thu", defaults=dict(name="Giờ thử", name_en="A trial hour", host=model.host, village=model.village,
    duration_minutes=120, capacity=8, languages=["vi"]),
)
adult = Unit.objects.get_or_create(experience=experience, type="ADULT", defaults={"price_vnd": 100_000})[0]
start = now + dt.timedelta(hours=2)
slot = Slot.objects.create(
    experience=experience, starts_at=start, ends_at=start + dt.timedelta(hours=2), closes_at=start, capacity=8
)
booking = hold(
    key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={adult.pk: 2}, extra_quantities={}, language="vi", now=now
)
contact = Contact(name="Tôn Nữ Thị Bích Phượng", phone="+84912345678", email="", note="")
print(check_in_url(confirm(booking=booking, contact=contact, consent=True, now=now)))
"""
REDEEMED = """
from bookings.models import Booking
print(Booking.objects.filter(contact_name__contains="Phượng", status="REDEEMED").exists())
"""
STATUS = """
from bookings.models import Booking
print(Booking.objects.get(contact_phone="+84912345678", contact_name__contains="Phượng").status)
"""


def test_checks_in_a_party_by_its_qr_code_and_takes_it_back(demo, sign_in):
    link = demo.run(PARTY_TODAY)
    assert link.startswith(demo.url)
    # A stranger who scans the ticket is asked to sign in; the host's phone then opens the party.
    desk = sign_in("gom@example.org", link.removeprefix(demo.url), phone=True)
    expect(desk.locator("main")).to_contain_text("Tôn Nữ Thị Bích Phượng")
    desk.locator("form[action$='/check-in/'] button").first.click()
    expect(desk.locator("form[action$='/undo-check-in/'] button").first).to_be_visible()
    assert demo.run(STATUS) == "REDEEMED"
    desk.locator("form[action$='/undo-check-in/'] button").first.click()
    expect(desk.locator("form[action$='/check-in/'] button").first).to_be_visible()
    assert demo.run(STATUS) == "CONFIRMED"


def test_a_tap_after_the_sign_in_ran_out_gets_through_once_its_sender_is_back(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    desk.context.clear_cookies(name="sessionid")
    desk.locator("form[action$='/check-in/'] button").first.click()
    expect(desk.locator("input[name=login]")).to_be_visible()
    desk.fill("input[name=login]", "gom@example.org")
    desk.fill("input[name=password]", "velang-demo")
    desk.locator("main button[type=submit]").first.click()
    expect(desk.locator("form[action$='/undo-check-in/'] button").first).to_be_visible()
    assert demo.run(REDEEMED) == "True"


def test_lost_signal_and_a_fault_of_ours_are_told_apart(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    lost, fault = desk.locator("[data-signal=lost]"), desk.locator("[data-signal=fault]")
    button = desk.locator("form[action$='/check-in/'] button").first

    desk.route("**/check-in/", lambda route: route.abort("internetdisconnected"))
    button.click()
    expect(lost).to_be_visible()
    expect(fault).to_be_hidden()

    desk.unroute("**/check-in/")
    desk.route("**/check-in/", lambda route: route.fulfill(status=503, body="hỏng"))
    button.click()
    expect(fault).to_be_visible()
    expect(lost).to_be_hidden()


def test_finds_a_booking_by_reference_and_opens_it(visit, sign_in):
    guest = visit(START["vi"])
    choose_day(guest, 5)
    press_main(guest)
    expect(guest.locator("#id_name")).to_be_visible()
    fill_details(guest, email="tim@example.org", name="Đặng Vũ Ngọc Khánh Linh")
    press_main(guest)
    expect(guest.locator(".ticket__reference")).to_be_visible()
    reference = guest.locator(".ticket__reference").inner_text().strip()
    desk = sign_in("gom@example.org", f"/desk/ben-lo/don/{reference}/")
    expect(desk.locator("main")).to_contain_text("Đặng Vũ Ngọc Khánh Linh")
    expect(desk.locator("main a[href^='tel:']").first).to_be_visible()


def test_another_village_sees_nothing_of_it(sign_in):
    page = sign_in("tranh@example.org", "/desk/")
    expect(page).to_have_url(re.compile(r"/desk/la-tre/"))
    answer = page.goto("/desk/ben-lo/")
    assert answer is not None
    assert answer.status == 404
