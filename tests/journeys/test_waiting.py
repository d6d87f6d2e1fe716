"""A full time, a second guest who waits, and a letter that brings the places."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import PRINTS, UNDO_IS_OVER, cancel_visit, fill_time, join_list, letters_to, press_main

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_who_waits_finds_the_offer_in_the_letter_box_and_takes_it(visit, demo, script):
    first = visit(PRINTS, script=script)
    panel = fill_time(first, email=f"dat-truoc-{script}@example.org".lower(), day=-1 if script else -2)

    email, name = f"cho-{script}@example.org".lower(), "Bùi Quang Huy"
    second = visit(panel, script=script)
    join_list(second, email=email, name=name)
    place = second.url
    (joined,) = letters_to(second, email, 1)
    second.goto(joined)
    letter = second.frame_locator("iframe")
    assert letter.locator("a[href*='/danh-sach-cho/']").first.get_attribute("href") == place

    cancel_visit(first)
    expect(first.locator("form[action*='/lay-lai/'] button")).to_be_visible()
    assert demo.run(UNDO_IS_OVER) == "1"
    # The places are with the one who waits: the first guest may come back only if they are given back.
    newest = letters_to(second, email, 2)[0]
    second.goto(newest)
    offer = second.frame_locator("iframe").locator("a[href*='/ve/']").first.get_attribute("href")
    second.goto(place)
    expect(second.locator("main a.button[href*='/ve/']")).to_be_visible()

    second.goto(offer)
    expect(second.locator("#id_name")).to_have_value(name)
    expect(second.locator("#id_email")).to_have_value(email)
    expect(second.locator("#id_consent")).not_to_be_checked()
    second.check("#id_consent")
    press_main(second)
    expect(second.locator(".ticket__reference")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_leaves_the_list_and_takes_that_back(visit, script):
    first = visit(PRINTS, script=script)
    panel = fill_time(first, email=f"dat-het-{script}@example.org".lower(), day=-3 if script else -4)
    page = visit(panel, script=script)
    join_list(page, email=f"doi-y-{script}@example.org".lower(), name="Đỗ Thị Thu Hà")
    page.locator("form[action*='/roi/'] button").click()
    page.locator("form[action*='/quay-lai/'] button").click()
    expect(page.locator("form[action*='/roi/'] button")).to_be_visible()
