"""At 320 px, and on a phone with text of 200 %, nothing runs out, is cut or covered, and no short word is broken."""

import re
from pathlib import Path

import pytest

from bookings.domain.seats.reference import ALPHABET
from tests.journeys.parties import PARTY_TODAY
from tests.journeys.steps import (
    PRINTS,
    START,
    UNDO_IS_OVER,
    account_pages,
    cancel_visit,
    choose_day,
    fill_details,
    fill_time,
    join_list,
    letters_to,
    press_main,
)

LOOK = (Path(__file__).parent / "fits.js").read_text()
WIDTHS = {"narrow": 320, "large": 390}
PUBLIC = [
    "/",
    "/lang/",
    "/lang/phu-lang/",
    "/trai-nghiem/",
    "/trai-nghiem/quan-ho-tren-thuyen/",
    "/chuyen-lang/",
    "/chuyen-lang/mau-da-luon/",
    "/cach-dat-cho/",
    "/ban-do/",
    "/tim/?q=phu+lang",
    "/tim/?q=khongcogi",
    "/tai-khoan/login/",
    "/tai-khoan/login/code/",
    "/tai-khoan/signup/",
    "/tai-khoan/password/reset/",
    "/khong-co-trang-nay/",
    "/dat-cho/ve/hong/",
    "/tham-gia/hong/",
    "/en/",
    "/en/villages/",
    "/en/villages/diem/",
    "/en/experiences/",
    "/en/experiences/in-tranh-nam-mau/",
    "/en/stories/",
    "/en/cach-dat-cho/",
    "/en/ban-do/",
    "/en/tim/?q=dong+ho",
    "/en/tai-khoan/login/",
    "/en/tai-khoan/login/code/",
]


# References are drawn by lot: measured are the widest letters that one may have.
WIDEST = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    walk.currentNode.data = walk.currentNode.data.replace(/^(\\s*)[LETTERS]{6}(\\s*)$/, "$1WMWMWM$2");
  }
}""".replace("LETTERS", ALPHABET)
HEIGHTS = (844, 568)
# In percent of the screen: what stays in sight wherever one scrolls.
MOST_COVERED = 25
COVERED = """() => {
  const stuck = [...document.querySelectorAll("body *")].filter((element) =>
    ["fixed", "sticky"].includes(getComputedStyle(element).position) && element.checkVisibility());
  const top = (element) => Math.round(element.getBoundingClientRect().top);
  const high = (element) => {
    const box = element.getBoundingClientRect();
    return Math.max(Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0);
  };
  let most = { percent: 0, names: [] };
  for (let y = 40; y < document.documentElement.scrollHeight; y += innerHeight / 3) {
    window.scrollTo({ top: y, behavior: "instant" });
    const before = new Map(stuck.map((element) => [element, top(element)]));
    window.scrollBy({ top: -40, behavior: "instant" });
    // What moves with the page covers nothing.
    const stays = stuck.filter((element) => high(element) && top(element) === before.get(element));
    const percent = Math.round((stays.reduce((sum, element) => sum + high(element), 0) / innerHeight) * 100);
    if (percent > most.percent) most = { percent, names: stays.map((element) => element.className) };
  }
  return most;
}"""


def covered(page, text: str) -> str:
    """What takes too much of a screen of a real height, a line each."""
    found = ""
    for height in HEIGHTS:
        page.set_viewport_size({"width": WIDTHS[text], "height": height})
        most = page.evaluate(COVERED)
        if most["percent"] > MOST_COVERED:
            found += f"{page.url}: {most['percent']} % of {height} px are covered by {most['names']}\n"
    return found


def faults(page, text: str) -> str:
    """What does not fit the page that is open, with its address, a line each."""
    if text == "large":
        page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate(WIDEST)
    height = page.evaluate("document.documentElement.scrollHeight")
    # All of the page is on the screen, so that what covers what can be asked.
    page.set_viewport_size({"width": WIDTHS[text], "height": height + 200})
    found = page.evaluate(LOOK)
    said = "".join(f"{page.url}: {sentence}\n" for sentence in found) + covered(page, text)
    page.set_viewport_size({"width": WIDTHS[text], "height": 844})
    return said


@pytest.mark.parametrize("text", WIDTHS)
def test_public_pages_fit(visit, text):
    page = visit("/")
    found = ""
    for path in PUBLIC:
        page.goto(path)
        found += faults(page, text)
    assert found == ""


@pytest.mark.parametrize(("text", "language", "day"), [("narrow", "vi", 8), ("large", "en", 9)])
def test_booking_pages_fit(visit, text, language, day):
    page = visit(START[language])
    choose_day(page, day)
    page.locator("input[data-seats]").first.fill("99")
    found = faults(page, text)
    page.locator("input[data-seats]").first.fill("2")
    press_main(page)
    page.locator("#id_name").wait_for()
    found += faults(page, text)
    press_main(page)
    page.locator("#form-errors").wait_for()
    found += faults(page, text)
    fill_details(page, email="", name="Nguyễn Hoàng Khánh Phương Uyên")
    press_main(page)
    page.locator(".ticket__reference").wait_for()
    found += faults(page, text)
    page.goto(page.url + "lien-he/")
    found += faults(page, text)
    page.go_back()
    cancel_visit(page)
    page.locator("form[action*='/lay-lai/']").wait_for()
    assert found + faults(page, text) == ""


@pytest.mark.parametrize(("text", "day"), [("narrow", 2), ("large", 3)])
def test_waiting_pages_fit(visit, demo, text, day):
    first = visit(PRINTS)
    panel = fill_time(first, email="", day=day)
    page = visit(panel)
    page.locator(".time-choice__time--waiting").first.click()
    page.locator(".time-choice__time--waiting[aria-current]").wait_for()
    found = faults(page, text)
    press_main(page)
    page.locator("#id_consent").wait_for()
    found += faults(page, text)
    page.goto(panel)
    email = f"cho-{text}@example.org"
    join_list(page, email=email, name="Lê Minh Khôi")
    place = page.url
    found += faults(page, text)
    cancel_visit(first)
    first.locator("form[action*='/lay-lai/']").wait_for()
    demo.run(UNDO_IS_OVER)
    letters_to(page, email, 2)
    page.goto(place)
    found += faults(page, text)
    page.locator("main a.button[href*='/ve/']").click()
    page.locator("#id_consent").wait_for()
    assert found + faults(page, text) == ""


def kind(path: str) -> str:
    """One address for all of a kind."""
    return re.sub(r"\d+|(?<=/don/)\w{6}(?=/)", "N", path.split("?")[0])


@pytest.mark.parametrize(("text", "prefix"), [("narrow", ""), ("large", ""), ("large", "/en")])
def test_the_desk_without_signal_fits(demo, sign_in, text, prefix):
    demo.run(PARTY_TODAY)
    page = sign_in("gom@example.org", f"{prefix}/desk/ben-lo/", phone=True)
    page.wait_for_function("async () => Boolean(await window.deskLists.read())")
    page.goto(f"{prefix}/desk/khong-song.html")
    page.locator("[data-tap=check_in]:visible").first.wait_for()
    for folded in page.locator("details:not([hidden]) summary").all()[:6]:
        folded.click()
    assert faults(page, text) == ""


@pytest.mark.parametrize(("text", "prefix"), [("narrow", ""), ("large", ""), ("large", "/en")])
def test_desk_pages_fit(sign_in, text, prefix):
    page = sign_in("gom@example.org", f"{prefix}/desk/ben-lo/", phone=True)
    waiting, seen, found = [f"{prefix}/desk/ben-lo/"], set(), ""
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        page.goto(path)
        found += faults(page, text)
        links = page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(a => new URL(a.href)).map(at => at.pathname + at.search)"
        )
        waiting += [link for link in links if link.startswith(f"{prefix}/desk/ben-lo/")]
    assert len(seen) > 25
    assert found == ""


# For each of the bar's words, how much of it lies outside of its own tab, in px.
OUTSIDE = """() => [...document.querySelectorAll(".desk-nav li")].map((tab) => {
  const word = document.createRange();
  const own = tab.getBoundingClientRect();
  word.selectNodeContents(tab.querySelector("span"));
  const box = word.getBoundingClientRect();
  return Math.max(own.left - box.left, box.right - own.right, 0);
})"""


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_words_of_the_desks_bar_do_not_run_into_each_other(sign_in, prefix):
    page = sign_in("gom@example.org", f"{prefix}/desk/ben-lo/", phone=True)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OUTSIDE) == [0] * 5


@pytest.mark.parametrize("text", WIDTHS)
def test_pages_of_one_s_account_fit(sign_in, text):
    page = sign_in("quanho@example.org", "/tai-khoan/", phone=True)
    assert "".join(faults(page, text) for _opened in account_pages(page)) == ""
