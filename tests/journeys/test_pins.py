"""Pins of a map that stand at one spot: each can be pressed, from far and from close by, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import until

# Pins in sight whose middle belongs to another one.
COVERED = """() => [...document.querySelectorAll(".pin")].filter((pin) => {
  const box = pin.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const there = document.elementFromPoint(x, y);
  return there && there.closest(".leaflet-container") && there.closest(".pin") !== pin;
}).map((pin) => pin.getAttribute("aria-label"))"""


def settled(page: Page) -> None:
    until(page, "document.querySelector('.pin') && !document.querySelector('.leaflet-zoom-anim')")


@pytest.mark.parametrize("path", ["/san-pham/ban-do/khung/", "/ban-do/khung/"])
def test_no_pin_lies_on_another_however_close_one_comes(visit, path):
    page = visit(path)
    settled(page)
    for _closer in range(4):
        assert page.evaluate(COVERED) == []
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(400)
        settled(page)


def test_a_stall_in_its_makers_village_and_the_village_each_say_what_they_are(visit):
    page = visit("/san-pham/ban-do/khung/")
    settled(page)
    for name in ("Quầy OCOP Bến Lò (ví dụ)", "Phù Lãng"):
        page.locator(f".pin[aria-label^='{name}']").click()
        slip = page.get_by_role("dialog", name=name)
        expect(slip).to_be_visible()
        slip.get_by_label("Đóng").click()
        expect(slip).to_have_count(0)
