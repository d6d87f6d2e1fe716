"""What Wagtail's own checker tells an editor of our pages: nothing. It looks at a page as its editor opens it."""

import pytest
from playwright.sync_api import Page

from tests.journeys.steps import until

EDITOR = "bientap@example.org"
LIVE = [
    "/",
    "/lang/phu-lang/",
    "/chuyen-lang/mau-da-luon/",
    "/trai-nghiem/nan-va-ve-binh/",
    "/cach-dat-cho/",
    "/en/villages/diem/",
]
# As the userbar runs it, with the rules that it was given; waits for the count that its button shows.
CHECKED = """async () => {
  const bar = document.querySelector("wagtail-userbar").shadowRoot;
  const told = JSON.parse(bar.querySelector("#checker-axe-configuration").textContent);
  const found = await axe.run(told.context, told.options);
  return found.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 160)}`));
}"""
COUNTED = """() => document.querySelector("wagtail-userbar").shadowRoot
  .querySelector("[data-content-checker-count]").textContent.trim()"""

COUNTED_IN_EDITOR = """() => document.querySelector("[data-side-panel=checks] [data-content-checker-count]")
  .textContent.trim()"""


def faults(page: Page) -> list[str]:
    """By its own run, which is over once its button shows a count; the words come from a second one."""
    until(page, f"() => ({COUNTED})() !== ''")
    return page.evaluate(CHECKED) if page.evaluate(COUNTED) != "0" else []


def test_the_checker_finds_nothing_on_pages_as_readers_see_them(sign_in):
    page = sign_in(EDITOR, "/cms/")
    found = {}
    for path in LIVE:
        page.goto(path)
        found[path] = faults(page)
    assert found == {path: [] for path in LIVE}


@pytest.mark.parametrize("path", ["/lang/phu-lang/", "/chuyen-lang/mau-da-luon/"], ids=["village", "story"])
def test_nor_in_the_preview_beside_the_editor(sign_in, path):
    page = sign_in(EDITOR, "/cms/")
    page.goto(path)
    edit = page.evaluate(
        """() => document.querySelector("wagtail-userbar").shadowRoot.querySelector("a[href*='/edit/']").href"""
    )
    page.goto(edit)
    page.locator("[data-side-panel-toggle=checks]").click()
    until(page, f"() => ({COUNTED_IN_EDITOR})() !== ''")
    assert page.locator("[data-side-panel=checks] [data-content-checker-row]").all_inner_texts() == []
    assert page.evaluate(COUNTED_IN_EDITOR) == "0"
