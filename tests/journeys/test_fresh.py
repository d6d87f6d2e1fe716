"""An open day of the desk takes news in by itself, and disturbs nobody at work."""

from playwright.sync_api import Page, expect

from tests.journeys.parties import PARTY_TODAY

CHECK_IN = """
from django.utils import timezone
from bookings.domain.booking.attendance import check_in
from bookings.models import Booking
booking = Booking.objects.filter(contact_phone="+84912345678", status="CONFIRMED").latest("pk")
check_in(booking=booking, now=timezone.now())
print(booking.reference)
"""
TOP = "(element) => Math.round(element.getBoundingClientRect().top)"


def look_again(desk: Page) -> None:
    """What the page does by itself in a while, now."""
    with desk.expect_response(lambda response: "/moi/" in response.url):
        desk.evaluate("window.dispatchEvent(new Event('online'))")


def test_a_check_in_on_another_phone_arrives_without_moving_anything(demo, sign_in):
    demo.run(PARTY_TODAY)
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    row = desk.locator(".desk-booking-row", has_text="Phượng").last
    fold = row.locator("details.desk-purse__more").last
    fold.locator("summary").click()
    fold.locator("summary").scroll_into_view_if_needed()
    name = desk.locator(".desk-day__slot").last
    stood = name.evaluate(TOP)

    reference = demo.run(CHECK_IN)
    look_again(desk)

    expect(desk.locator(f"#don-{reference} form[action$='/undo-check-in/']")).to_be_visible()
    expect(desk.locator("[data-fresh-now]")).to_be_visible()
    assert desk.evaluate("document.activeElement.localName") == "summary"
    assert desk.locator("details.desk-purse__more[open]").count() == 1
    assert abs(desk.locator(".desk-day__slot").last.evaluate(TOP) - stood) < 200
    # The list that came is as good as the one before: its buttons work in place.
    desk.locator(f"#don-{reference} form[action$='/undo-check-in/'] button").click()
    expect(desk.locator(f"#don-{reference} form[action$='/check-in/'] button")).to_be_visible()


def test_who_is_writing_is_not_disturbed_and_loses_nothing(demo, sign_in):
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    desk.locator(".desk-day__jump summary").click()
    field = desk.locator(".desk-day__jump input:not([type=hidden])").first
    field.fill("Rằm")
    demo.run(PARTY_TODAY)
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if "/moi/" in request.url else None)

    desk.evaluate("window.dispatchEvent(new Event('online'))")
    desk.wait_for_timeout(500)

    assert asked == []
    expect(field).to_have_value("Rằm")


def test_a_page_that_hears_nothing_says_since_when(demo, sign_in):
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    late, now = desk.locator("[data-fresh-late]"), desk.locator("[data-fresh-now]")
    at = now.locator("[data-fresh-at]").inner_text()
    desk.route("**/moi/**", lambda route: route.fulfill(status=503, body="hỏng"))
    look_again(desk)
    expect(late).to_be_hidden()
    look_again(desk)
    expect(late).to_contain_text(f"Chưa cập nhật được từ {at}")
    expect(now).to_be_hidden()

    desk.unroute("**/moi/**")
    look_again(desk)

    expect(late).to_be_hidden()
    expect(now).to_be_visible()
