"""What is printed of a visit, and how a week looks where there is room for one."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.parties import PARTY_TODAY

# The left and upper edges of the days of a week, in px.
EDGES = """() => [...document.querySelectorAll(".desk-week__day")].map((day) => {
  const box = day.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top)];
})"""
PAID = (
    PARTY_TODAY.rsplit("print(", 1)[0]
    + """
from accounts.models import User
from bookings.domain.money.ledger import take_payment
from bookings.enums import PaidBy
from bookings.links import booking_token
booked = confirm(booking=booking, contact=contact, consent=True, now=now)
take_payment(key=uuid.uuid4(), booking=booked, method=PaidBy.CASH, amount_vnd=booked.total_vnd,
    due_vnd=booked.total_vnd, by=User.objects.get(email="gom@example.org"), now=timezone.now())
print(booking_token(booked))
"""
)


def edges(page: Page) -> tuple[set[int], set[int]]:
    found = page.evaluate(EDGES)
    assert len(found) == 7
    return {left for left, _top in found}, {top for _left, top in found}


def test_a_week_stands_side_by_side_on_a_wide_screen_and_in_one_column_on_a_phone(sign_in):
    page = sign_in("gom@example.org", "/desk/ben-lo/lich/tuan/", phone=False)
    left, top = edges(page)
    assert (len(left), len(top)) == (7, 1)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 390, "height": 844})
    left, top = edges(page)
    assert (len(left), len(top)) == (1, 7)


def test_a_receipt_on_paper_has_what_was_paid_and_no_buttons(demo, visit):
    page = visit(f"/dat-cho/ve/{demo.run(PAID)}/bien-nhan/")
    page.emulate_media(media="print")
    paper = page.locator("main")
    expect(paper).to_contain_text(re.compile(r"200\.000\s₫"))
    expect(paper).to_contain_text("Tôn Nữ Thị Bích Phượng")
    expect(page.locator("header, footer, nav, main a.button, main button").filter(visible=True)).to_have_count(0)
