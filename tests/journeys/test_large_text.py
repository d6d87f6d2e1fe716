"""At 320 px, and on a phone with text of 200 %, nothing runs out, is cut or covered, and no short word is broken."""

import json
from pathlib import Path

import pytest

from bookings.domain.seats.reference import ALPHABET
from tests.journeys.every_page import FULL_DESK, every_page, public_pages
from tests.journeys.own_pages import own_pages
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
    until,
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

# Prints, by language and template, the pages that a guest comes to where something is wrong.
WENT_WRONG = """
import json
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from villages.models import Host
pages = {}
for language, path in (("vi", "/"), ("en", "/en/")):
    request = RequestFactory().get(path, headers={"host": "127.0.0.1"})
    request.user, request.session = AnonymousUser(), {}
    with translation.override(language):
        for name in ("400", "403", "403_csrf", "429", "500", "503"):
            told = {"hosts": Host.objects.verified().order_by("name"), "site_phone": "", "name": "Về Làng"}
            pages[f"{language} {name}"] = render_to_string(f"{name}.html", told, request=request)
print(json.dumps(pages))
"""


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


@pytest.mark.parametrize(("text", "language"), [("narrow", "vi"), ("large", "vi"), ("large", "en")])
def test_every_kind_of_page_that_a_link_leads_to_fits(visit, text, language):
    page = visit("/")
    assert "".join(faults(page, text) for _path in public_pages(page, language)) == ""


@pytest.mark.parametrize("text", WIDTHS)
def test_pages_of_what_went_wrong_fit(visit, demo, text):
    page, found = visit("/"), ""
    for name, html in json.loads(demo.run(WENT_WRONG)).items():
        page.set_content(html)
        page.wait_for_load_state("networkidle")
        assert page.locator("h1").is_visible(), name
        found += "".join(f"{name} {line}\n" for line in faults(page, text).splitlines())
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


@pytest.mark.parametrize(("text", "language"), [("narrow", "vi"), ("large", "vi"), ("large", "en")])
def test_pages_that_only_their_reader_has_a_link_to_fit(visit, demo, text, language):
    page = visit("/")
    found = ""
    for path in own_pages(demo, language):
        page.goto(path)
        page.eval_on_selector_all("main details", "all => all.forEach(folded => folded.open = true)")
        found += faults(page, text)
    assert found == ""


@pytest.mark.parametrize(("width", "least"), [(320, 200), (390, 240), (1280, 180)])
def test_the_code_on_a_ticket_is_as_wide_as_its_stub_and_wide_enough_for_a_camera(visit, demo, width, least):
    page = visit("/")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(own_pages(demo, "vi")[0])
    code, stub = (
        page.eval_on_selector(selector, "box => box.clientWidth - parseFloat(getComputedStyle(box).paddingLeft) * 2")
        for selector in (".ticket__qr", ".ticket__stub")
    )
    drawn = page.locator(".ticket__qr svg").bounding_box()
    assert drawn["width"] >= least
    assert abs(drawn["width"] - drawn["height"]) < 2
    assert abs(drawn["width"] - code) < 2
    if width < 1280:
        assert code > stub - 30


@pytest.mark.parametrize(("text", "prefix"), [("narrow", ""), ("large", ""), ("large", "/en")])
def test_an_office_s_pages_fit(sign_in, text, prefix):
    start = f"{prefix}/ocop-office/ocop-tinh/"
    page = sign_in("tinhocop@example.org", start, phone=True)
    assert "".join(faults(page, text) for _path in every_page(page, start, least=20)) == ""


@pytest.mark.parametrize(("text", "prefix"), [("narrow", ""), ("large", ""), ("large", "/en")])
def test_the_desk_without_signal_fits(demo, sign_in, text, prefix):
    demo.run(PARTY_TODAY)
    page = sign_in("gom@example.org", f"{prefix}/desk/ben-lo/", phone=True)
    until(page, "async () => Boolean(await window.deskLists.read())")
    page.goto(f"{prefix}/desk/khong-song.html")
    page.locator("[data-tap=check_in]:visible").first.wait_for()
    for folded in page.locator("details:not([hidden]) summary").all()[:6]:
        folded.click()
    assert faults(page, text) == ""


@pytest.mark.parametrize(("text", "prefix"), [("narrow", ""), ("large", ""), ("large", "/en")])
def test_desk_pages_fit(demo, sign_in, text, prefix):
    demo.run(FULL_DESK)
    home = f"{prefix}/desk/ben-lo/"
    page = sign_in("gom@example.org", home, phone=True)
    assert "".join(faults(page, text) for _path in every_page(page, home, least=26)) == ""


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
    page.evaluate("document.fonts.ready.then(() => true)")
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate(OUTSIDE) == [0] * 5, width
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OUTSIDE) == [0] * 5


@pytest.mark.parametrize("text", WIDTHS)
def test_pages_of_one_s_account_fit(sign_in, text):
    page = sign_in("quanho@example.org", "/tai-khoan/", phone=True)
    assert "".join(faults(page, text) for _opened in account_pages(page)) == ""
