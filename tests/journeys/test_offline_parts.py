"""A part of a sum on a phone without signal waits as the whole does, and what follows it is of the rest."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.parties import PARTY_TODAY
from tests.journeys.steps import until
from tests.journeys.without_signal import DESK, NAME, badge, go_offline, ready, row_of

PARTS = """
from bookings.models import Booking
booking = Booking.objects.filter(contact_name__contains="Phượng").latest("pk")
print(*(f"{row.amount_vnd} {row.method}" for row in booking.ledger.filter(kind="payment").order_by("pk")))
"""
# Whether a field for a sum says these words beside it.
SAYS = """(words) => [...document.querySelectorAll("[data-amount]")].some((field) =>
  field.validationMessage.includes(words))"""


@pytest.fixture
def desk(demo, sign_in) -> Page:
    demo.run(PARTY_TODAY)
    page = sign_in("gom@example.org", DESK, phone=True)
    ready(page)
    return page


def test_parts_of_a_sum_wait_and_are_taken_in_their_order(demo, desk):
    go_offline(desk)
    row = row_of(desk)
    row.locator("[data-other] summary").click()
    row.locator("[data-amount]").fill("150")
    row.locator("[data-tap=pay_part][data-method=cash]").click()
    until(desk, SAYS, "250.000")
    expect(badge(desk)).to_be_hidden()
    for text, method in (("120k", "cash"), ("50.000", "transfer")):
        row_of(desk).locator("[data-amount]").fill(text)
        row_of(desk).locator(f"[data-tap=pay_part][data-method={method}]").click()
        expect(row_of(desk).locator("[data-amount]")).to_have_value("")
    expect(badge(desk)).to_contain_text("chờ gửi 2")
    desk.context.set_offline(False)
    expect(badge(desk)).to_be_hidden()
    expect(desk.locator("[data-told] li")).to_have_count(0)
    assert demo.run(PARTS) == "120000 cash 50000 transfer"


def test_a_part_on_todays_page_that_finds_no_signal_waits_and_the_rest_after_it(demo, desk):
    desk.context.set_offline(True)
    row = desk.locator(".desk-booking-row", has_text=NAME).last
    row.locator("details", has=desk.locator("form[action$='?part']")).evaluate("(details) => { details.open = true; }")
    for text, method in (("150.000", "cash"), ("50.000", "transfer")):
        row.locator("input[name=amount]").fill(text)
        row.locator(f"form[action$='?part'] button[value={method}]").click()
        expect(row.locator("input[name=amount]")).to_have_value("")
    expect(badge(desk)).to_contain_text("chờ gửi 2")
    row.locator("input[name=amount]").fill("10.000")
    row.locator("form[action$='?part'] button[value=cash]").click()
    expect(desk.locator("[data-signal=lost]")).not_to_contain_text("giữ trên máy", use_inner_text=True)
    desk.context.set_offline(False)
    expect(badge(desk)).to_be_hidden()
    assert demo.run(PARTS) == "150000 cash 50000 transfer"
