"""What a tourist does, step by step, in either language, with or without a script."""

import random
import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Error, Page, expect

START = {"vi": "/trai-nghiem/nan-va-ve-binh/", "en": "/en/experiences/nan-va-ve-binh/"}
PRINTS = "/trai-nghiem/in-tranh-nam-mau/"
TOTAL = re.compile(r"(\d[\d.,]*)")


def amount(text: str) -> int:
    """Đồng in a text such as "650.000 ₫" or "₫650,000"."""
    found = TOTAL.search(text)
    assert found, text
    return int(re.sub(r"\D", "", found.group(1)))


def until(page: Page, asked: str, arg: Any = None, *, patience: int = 150) -> None:
    """Wait until `asked`, an expression or a function of `arg`, is true in the page, whichever page opens meanwhile.

    Playwright's own wait takes a promise for true, whatever it will be.
    """
    whole = f"""async (arg) => {{
      const asked = {asked};
      return Boolean(await (typeof asked === "function" ? asked(arg) : asked));
    }}"""
    fault: Error | None = None
    for _ in range(patience):
        try:
            if page.evaluate(whole, arg):
                return
        except Error as error:
            fault = error
        page.wait_for_timeout(100)
    raise AssertionError(f"not so after {patience / 10:.0f} s: {asked} {arg or ''}") from fault


def choose_day(page: Page, number: int = -1) -> None:
    """Choose one of the days with places; the last of next month, so that journeys do not meet."""
    following = page.locator("#calendar-next")
    shown = following.get_attribute("href") or ""
    following.click()
    # At the end of a month the calendar opens with the next one, which has a month before it already.
    expect(following).not_to_have_attribute("href", shown)
    page.locator("a.calendar-day:not(.calendar-day--full)").nth(number).click()
    expect(page.locator("a.calendar-day[aria-current=date]")).to_be_visible()


def one_more(page: Page, index: int) -> None:
    """Press + on the stepper of that index and see the number rise."""
    box = page.locator("[data-stepper] input").nth(index)
    before = int(box.input_value())
    page.locator("[data-stepper]").nth(index).locator("button").nth(1).click()
    expect(page.locator("[data-stepper] input").nth(index)).to_have_value(str(before + 1))


def press_main(page: Page) -> None:
    """Press the one button of the bar that stays in sight."""
    page.locator(".booking-bar button").click()


def fill_details(page: Page, *, email: str, name: str = "Nguyễn Thị Thanh Hà") -> None:
    expect(page.locator("#id_consent")).not_to_be_checked()
    page.fill("#id_name", name)
    # Another one each time: what one number may book unproved is rationed.
    page.fill("#id_phone", f"0912.{random.randint(0, 999):03}.{random.randint(0, 999):03}")
    page.fill("#id_email", email)
    page.check("#id_consent")


def book(page: Page, *, email: str, day: int = -1) -> str:
    """From the experience's page to the ticket; returns the reference."""
    choose_day(page, day)
    one_more(page, 1)
    press_main(page)
    expect(page.locator("#id_name")).to_be_visible()
    fill_details(page, email=email)
    press_main(page)
    expect(page.locator(".ticket__reference")).to_be_visible()
    return page.locator(".ticket__reference").inner_text().strip()


def fill_time(page: Page, *, email: str, day: int = -1) -> str:
    """Book all that is left of a day's first time, up to the ticket; returns the panel's address for that day."""
    choose_day(page, day)
    address = page.url
    left = amount(page.locator(".time-choice__time[aria-current] .time-choice__seats").inner_text())
    page.locator("[data-stepper] input").first.fill(str(left))
    press_main(page)
    expect(page.locator("#id_name")).to_be_visible()
    fill_details(page, email=email)
    press_main(page)
    expect(page.locator(".ticket__reference")).to_be_visible()
    return address


def join_list(page: Page, *, email: str, name: str) -> None:
    """From the panel of a day with a full time to the place in its waiting list."""
    page.locator(".time-choice__time--waiting").first.click()
    expect(page.locator(".time-choice__time--waiting[aria-current]")).to_be_visible()
    press_main(page)
    expect(page.locator("#id_name")).to_be_visible()
    fill_details(page, email=email, name=name)
    press_main(page)
    expect(page.locator("form[action*='/roi/'] button")).to_be_visible()


def cancel_visit(page: Page) -> None:
    """From the ticket: open the question, and answer it."""
    button = page.locator("#cancel form[action*='/huy/'] button")
    expect(button).to_be_hidden()
    page.locator("#cancel summary").click()
    button.click()


UNDO_IS_OVER = """
import datetime as dt
from django.db.models import F
from django.utils import timezone
from bookings.domain.waiting.offers import offer_waiting
from bookings.models import Booking
Booking.objects.undoable(timezone.now()).update(cancelled_at=F("cancelled_at") - dt.timedelta(minutes=16))
print(offer_waiting(now=timezone.now()))
"""


def letters_to(page: Page, email: str, number: int, *, patience: int = 40) -> list[str]:
    """The addresses of the letters to `email` in the demo's letter box, newest first, once there are `number`."""
    for _ in range(patience):
        page.goto("/demo/thu/")
        found = page.locator(".hits__item", has_text=email).locator("a")
        if found.count() >= number:
            return [link.get_attribute("href") for link in found.all()]
        page.wait_for_timeout(1000)
    raise AssertionError(f"fewer than {number} letters to {email}")


def account_pages(page: Page) -> Iterator[None]:
    """Opens each page of the account of whoever signed in to the demo, as many as need no second key."""
    for path in ("", "sessions/", "password/change/", "2fa/", "2fa/webauthn/", "2fa/totp/activate/"):
        page.goto(f"/tai-khoan/{path}")
        yield
    # The last one asked for the password first.
    page.fill("input[name=password]", "velang-demo")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/totp/activate/")
    yield
    page.goto("/tai-khoan/2fa/webauthn/add/")
    yield
