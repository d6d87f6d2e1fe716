"""An open page of the desk takes news in by itself, and disturbs nobody at work."""

from playwright.sync_api import Page, expect

from tests.journeys.parties import PARTY_TODAY, of_newest

CHECK_IN = """
from django.utils import timezone
from bookings.domain.booking.attendance import check_in
from bookings.models import Booking
booking = Booking.objects.filter(contact_phone="+84912345678", status="CONFIRMED").latest("pk")
check_in(booking=booking, now=timezone.now())
print(booking.reference)
"""
# One who comes to the time that was made last, entered at the desk by somebody else; prints their name.
ANOTHER_PARTY = """
import uuid
from django.utils import timezone
from bookings.domain.booking.enter import Came, enter
from bookings.domain.seats.contact import Contact
from bookings.enums import GuestSource
from bookings.models import Slot
slot = Slot.objects.filter(experience__slug="gio-thu").latest("pk")
enter(
    key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={slot.experience.units.get().pk: 1}, extra_quantities={},
    contact=Contact("Lý Thị Mai", "+84912345679", ""), came=Came(GuestSource.PHONE), language="vi", now=timezone.now(),
)
print("Lý Thị Mai")
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
    row = of_newest(demo, desk, ".desk-booking-row")
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


def test_who_asks_to_cancel_a_time_reads_whom_that_touches_by_now(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    of_newest(demo, desk, ".desk-day__slot").locator(".desk-slot-line__change").click()
    desk.locator("#huy summary").click()
    touched = desk.locator("#huy .desk-touched")
    expect(touched).to_contain_text("1 đoàn, 2 khách")

    name = demo.run(ANOTHER_PARTY)
    look_again(desk)

    expect(desk.locator("#khach .desk-booking-row", has_text=name)).to_be_visible()
    expect(touched).to_be_visible()
    expect(touched).to_contain_text("2 đoàn, 3 khách")
    # What came is as good as what was there: once a reason is chosen nothing takes its place, and it is sent.
    desk.locator("#huy label", has_text="Mưa to, bão").click()
    demo.run(ANOTHER_PARTY)
    desk.evaluate("window.dispatchEvent(new Event('online'))")
    desk.wait_for_timeout(500)
    expect(touched).to_contain_text("2 đoàn, 3 khách")
    desk.locator("#huy button[type=submit]").click()
    expect(desk.locator("#goi .desk-call")).to_have_count(3)


def test_the_calendar_and_the_week_count_who_comes(demo, sign_in):
    demo.run(PARTY_TODAY)
    desk = sign_in("gom@example.org", "/desk/ben-lo/lich/", phone=True)
    guests = desk.locator(".desk-calendar__day").first.locator(".desk-calendar__guests strong").first
    before = int(guests.inner_text())
    demo.run(ANOTHER_PARTY)
    look_again(desk)
    expect(guests).to_have_text(str(before + 1))
    expect(desk.locator("[data-fresh-now]")).to_be_visible()

    desk.goto("/desk/ben-lo/lich/tuan/")
    time = desk.locator(".desk-week__day--first .desk-week__time", has_text="Giờ thử").last
    expect(time).to_contain_text("3/8")
    demo.run(ANOTHER_PARTY)
    look_again(desk)
    expect(time).to_contain_text("4/8")
