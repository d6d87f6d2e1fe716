"""The host's day at the desk."""

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.journeys.parties import PARTY_TODAY, of_newest
from tests.journeys.steps import START, choose_day, fill_details, press_main

REDEEMED = """
from bookings.models import Booking
print(Booking.objects.filter(status="REDEEMED").count())
"""
STATUS = """
from bookings.models import Booking
print(Booking.objects.filter(contact_name__contains="Phượng").latest("pk").status)
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
    before = int(demo.run(REDEEMED))
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    desk.context.clear_cookies(name="sessionid")
    of_newest(demo, desk, ".desk-booking-row").locator("form[action$='/check-in/'] button").click()
    expect(desk.locator("input[name=login]")).to_be_visible()
    desk.fill("input[name=login]", "gom@example.org")
    desk.fill("input[name=password]", "velang-demo")
    desk.locator("main button[type=submit]").first.click()
    row = of_newest(demo, desk, ".desk-booking-row")
    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()
    assert int(demo.run(REDEEMED)) == before + 1


def test_lost_signal_and_a_fault_of_ours_are_told_apart(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    lost, fault = desk.locator("[data-signal=lost]"), desk.locator("[data-signal=fault]")
    button = of_newest(demo, desk, ".desk-booking-row").locator("form[action$='/check-in/'] button")

    desk.route("**/check-in/", lambda route: route.abort("internetdisconnected"))
    desk.context.set_offline(True)
    button.click()
    expect(lost).to_be_visible()
    expect(fault).to_be_hidden()
    desk.context.set_offline(False)
    expect(lost).to_be_hidden()

    desk.unroute("**/check-in/")
    desk.route("**/check-in/", lambda route: route.fulfill(status=503, body="hỏng"))
    button.click()
    expect(fault).to_be_visible()
    expect(lost).to_be_hidden()


def answers(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body="không")


def test_a_tap_without_an_answer_is_called_lost_signal_only_where_nothing_gets_through(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    button = of_newest(demo, desk, ".desk-booking-row").locator("form[action$='/check-in/'] button")
    shown = desk.locator("[data-signal]:visible")
    desk.route("**/check-in/", lambda route: route.abort("connectionreset"))
    for answer, why in (
        (lambda route: route.continue_(), "unknown"),
        (answers(502), "fault"),
        (lambda route: route.abort("timedout"), "lost"),
    ):
        desk.route("**/healthz", answer)
        button.click()
        expect(shown).to_have_count(1)
        expect(shown).to_have_attribute("data-signal", why)
        desk.unroute("**/healthz")


def test_a_tap_that_was_not_taken_says_why_and_stays_where_it_is(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    button = of_newest(demo, desk, ".desk-booking-row").locator("form[action$='/check-in/'] button")
    shown = desk.locator("[data-signal]:visible")
    for status, why in ((403, "old"), (413, "much"), (429, "often"), (400, "fault")):
        desk.route("**/check-in/", answers(status))
        button.click()
        expect(shown).to_have_attribute("data-signal", why)
        desk.unroute("**/check-in/")
    shown.locator("[data-anew]").click()
    expect(shown).to_have_count(0)
    expect(button).to_be_visible()


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
