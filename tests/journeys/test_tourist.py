"""A tourist books and cancels on a phone."""

import re
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import START, amount, book, cancel_visit, choose_day, fill_details, one_more, press_main


def letters_about(demo, reference: str, patience: float = 40) -> list[str]:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = [letter for letter in demo.letters() if reference in letter]
        if len(found) >= 2:
            return found
        time.sleep(0.5)
    return [letter for letter in demo.letters() if reference in letter]


@pytest.mark.both_databases
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_books_and_cancels_and_takes_it_back(visit, demo, language, script):
    page = visit(START[language], script=script)
    email = f"khach-{language}-{script}@example.org".lower()
    reference = book(page, email=email, day=-1 if language == "vi" else -2)

    expect(page.locator(".ticket__qr svg")).to_be_visible()
    found = letters_about(demo, reference)
    assert len(found) == 2, "one mail to the guest and one to the host"
    assert any(f"To: {email}" in letter for letter in found)

    cancel_visit(page)
    expect(page.locator("form[action*='/lay-lai/'] button")).to_be_visible()
    page.locator("form[action*='/lay-lai/'] button").click()
    expect(page.locator(".ticket__reference")).to_have_text(reference)


def test_total_follows_the_party_and_stays_in_sight(visit):
    page = visit(START["vi"])
    choose_day(page, 0)
    before = amount(page.locator("[data-total]").inner_text())
    one_more(page, 0)
    after = amount(page.locator("[data-total]").inner_text())
    assert after > before
    expect(page.locator(".booking-bar")).to_be_in_viewport()


def test_what_was_typed_survives_a_refusal(visit):
    page = visit(START["vi"])
    choose_day(page, 1)
    press_main(page)
    fill_details(page, email="khong-phai-thu", name="Trần Văn Long")
    press_main(page)
    expect(page.locator("#form-errors")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Trần Văn Long")
    expect(page.locator("#id_email")).to_have_value("khong-phai-thu")
    expect(page.locator("#id_consent")).to_be_checked()


@pytest.mark.both_databases
def test_two_presses_on_book_make_one_booking(visit, demo):
    page = visit(START["vi"])
    choose_day(page, 2)
    press_main(page)
    expect(page.locator("#id_name")).to_be_visible()
    fill_details(page, email="hai-lan@example.org")
    page.locator(".booking-bar button").dblclick()
    expect(page.locator(".ticket__reference")).to_be_visible()
    reference = page.locator(".ticket__reference").inner_text().strip()
    letters_about(demo, reference)
    time.sleep(4)
    assert len([letter for letter in demo.letters() if "\nTo: hai-lan@example.org" in letter]) == 1


def test_back_after_booking_leads_to_the_ticket_that_stands(visit):
    page = visit(START["vi"])
    choose_day(page, 3)
    press_main(page)
    expect(page.locator("#id_name")).to_be_visible()
    fill_details(page, email="quay-lai@example.org")
    press_main(page)
    expect(page.locator(".ticket__reference")).to_be_visible()
    reference = page.locator(".ticket__reference").inner_text()
    page.go_back()
    page.reload()
    expect(page.locator(".ticket__reference")).to_have_text(reference)


@pytest.mark.both_databases
def test_changing_the_party_gives_the_first_hold_back(visit):
    page = visit(START["vi"])
    choose_day(page, 4)
    seats = page.locator(".time-choice__time[aria-current] .time-choice__seats").inner_text()
    press_main(page)
    expect(page.locator("#id_name")).to_be_visible()
    page.locator("form[action*='/huy/'] button").click()
    expect(page.locator(".time-choice__time[aria-current] .time-choice__seats")).to_have_text(seats)
    expect(page.locator("[data-stepper] input").first).to_have_value("2")


def test_a_party_that_grows_is_told_what_is_left_and_where_it_ends(visit):
    page = visit(START["vi"])
    # Beyond the demo's own parties of ten days: of an empty time, more than is left is more than it has.
    choose_day(page, -5)
    left = amount(page.locator(".time-choice__time[aria-current] .time-choice__seats").inner_text())
    limits = page.locator("[data-party-limits]")
    people = int(limits.get_attribute("data-people"))
    assert left < people, "the experience takes larger parties than one of its times"
    adults, children = page.locator("input[data-seats]").nth(0), page.locator("input[data-seats]").nth(1)
    adults.fill(str(left))
    expect(limits.locator("[data-limit=seats]")).to_be_hidden()
    one_more(page, 1)
    expect(limits.locator("[data-limit=seats]")).to_be_visible()
    expect(limits.locator("button[name=wait]")).to_be_hidden()
    children.fill("0")
    expect(limits.locator("[data-limit=seats]")).to_be_hidden()
    adults.fill("99")
    adults.blur()
    expect(adults).to_have_value(str(people))
    expect(limits.locator("[data-limit=people]")).to_be_visible()
    expect(page.locator("[data-stepper]").nth(1).locator("[data-step='1']")).to_have_attribute("aria-disabled", "true")


def test_back_to_a_refused_form_finds_what_was_typed(visit):
    page = visit(START["vi"])
    choose_day(page, 5)
    for box in page.locator("input[data-seats]").all():
        box.fill("0")
    press_main(page)
    expect(page.locator(".notice--error")).to_be_visible()
    page.goto("/trai-nghiem/")
    page.go_back()
    expect(page.locator("a.calendar-day[aria-current=date]")).to_be_visible()
    expect(page.locator("input[data-seats]").first).to_have_value("0")

    page.locator("input[data-seats]").first.fill("2")
    press_main(page)
    fill_details(page, email="sai@example.org")
    page.fill("#id_phone", "12")
    page.fill("#id_note", "Nhà tôi đến bằng xe máy.")
    press_main(page)
    expect(page.locator("#id_phone[aria-invalid=true]")).to_be_visible()
    page.goto("/trai-nghiem/")
    page.go_back()
    expect(page.locator("#id_note")).to_have_value("Nhà tôi đến bằng xe máy.")
    expect(page.locator("#id_phone")).to_have_value("12")
    page.reload()
    expect(page.locator("#id_name")).to_have_value("Nguyễn Thị Thanh Hà")
    fill_details(page, email="dung@example.org")
    press_main(page)
    expect(page.locator(".ticket__reference")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('typed:')).length") == 0


def test_the_demo_has_one_style_sheet_as_a_release_has(demo):
    with urllib.request.urlopen(demo.url) as answer:
        page = answer.read().decode()
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    with urllib.request.urlopen(demo.url + address) as answer:
        assert b"@layer reset, tokens" in answer.read()
