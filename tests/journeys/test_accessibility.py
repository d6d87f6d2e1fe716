"""axe-core finds no WCAG 2.2 AA violation and no heading out of order, on public and desk pages, narrow and wide.

On every page of the desk, text is 16 px and what is tapped 44 px at the least.
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.browser import DESK
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

REACH = (Path(__file__).parent / "within_reach.js").read_text()
HOME = "/desk/ben-lo/"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"heading-order": {"enabled": True}},
}
PUBLIC = [
    "/",
    "/lang/",
    "/lang/phu-lang/",
    "/trai-nghiem/",
    "/trai-nghiem/nan-va-ve-binh/",
    "/chuyen-lang/",
    "/chuyen-lang/mau-da-luon/",
    "/cach-dat-cho/",
    "/ban-do/",
    "/ban-do/khung/",
    "/tim/?q=phu+lang",
    "/tim/?q=khongcogi",
    "/tai-khoan/login/",
    "/tai-khoan/login/code/",
    "/khong-co-trang-nay/",
    "/dat-cho/ve/hong/",
    "/dat-cho/danh-sach-cho/hong/",
    "/tham-gia/hong/",
    "/demo/thu/",
    "/en/",
    "/en/villages/diem/",
    "/en/experiences/in-tranh-nam-mau/",
    "/en/tim/?q=dong+ho",
    "/en/ban-do/",
]


def out_of_reach(page) -> list[str]:
    """What is too small at the desk, also of what is folded away."""
    page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
    return page.evaluate(REACH)


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_has_no_violation(visit, path):
    page = visit(path, phone=True)
    found = {"phone": violations(page)}
    page.set_viewport_size(DESK)
    found["wide"] = violations(page)
    assert found == {"phone": [], "wide": []}


@pytest.mark.parametrize(("phone", "language"), [(True, "vi"), (False, "en")], ids=["phone", "wide"])
def test_every_kind_of_page_that_a_link_leads_to_has_no_violation(visit, phone, language):
    page = visit("/", phone=phone)
    found = [f"{path} {text}" for path in public_pages(page, language) for text in violations(page)]
    assert found == []


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_booking_pages_have_no_violation(visit, phone):
    page = visit(START["vi"], phone=phone)
    choose_day(page, 6 if phone else 7)
    assert violations(page) == []
    press_main(page)
    page.locator("#id_name").wait_for()
    assert violations(page) == []
    press_main(page)
    page.locator("#form-errors").wait_for()
    assert violations(page) == []
    fill_details(page, email="")
    press_main(page)
    page.locator(".ticket__reference").wait_for()
    assert violations(page) == []
    page.locator("#cancel summary").click()
    assert violations(page) == []
    page.locator("#cancel form[action*='/huy/'] button").click()
    page.locator("form[action*='/lay-lai/']").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_waiting_pages_have_no_violation(visit, demo, phone):
    first = visit(PRINTS, phone=phone)
    panel = fill_time(first, email="", day=0 if phone else 1)
    page = visit(panel, phone=phone)
    page.locator(".time-choice__time--waiting").first.click()
    page.locator(".time-choice__time--waiting[aria-current]").wait_for()
    assert violations(page) == []
    press_main(page)
    page.locator("#id_consent").wait_for()
    assert violations(page) == []
    press_main(page)
    page.locator("#form-errors").wait_for()
    assert violations(page) == []
    page.goto(panel)
    email = f"cho-xem-{phone}@example.org".lower()
    join_list(page, email=email, name="Lê Minh Khôi")
    place = page.url
    assert violations(page) == []
    cancel_visit(first)
    first.locator("form[action*='/lay-lai/']").wait_for()
    demo.run(UNDO_IS_OVER)
    letters_to(page, email, 2)
    page.goto(place)
    page.locator("main a.button[href*='/ve/']").click()
    page.locator("#id_consent").wait_for()
    assert violations(page) == []
    page.locator("form[action*='/roi/'] button").click()
    page.wait_for_url(place)
    assert violations(page) == []


@pytest.mark.parametrize(("phone", "language"), [(True, "vi"), (False, "en")], ids=["phone", "wide"])
def test_pages_that_only_their_reader_has_a_link_to_have_no_violation(visit, demo, phone, language):
    page = visit("/", phone=phone)
    found = []
    for path in own_pages(demo, language):
        page.goto(path)
        found += [f"{path} {text}" for text in violations(page)]
    assert found == []


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_an_office_s_pages_have_no_violation(sign_in, phone):
    start = "/ocop-office/ocop-tinh/"
    page = sign_in("tinhocop@example.org", start, phone=phone)
    found = {path: violations(page) for path in every_page(page, start, least=20)}
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_the_desk_without_signal_has_no_violation(demo, sign_in):
    demo.run(PARTY_TODAY)
    page = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    until(page, "async () => Boolean(await window.deskLists.read())")
    page.goto("/desk/khong-song.html")
    page.locator("[data-tap=check_in]:visible").first.wait_for()
    for folded in page.locator("details:not([hidden]) summary").all()[:6]:
        folded.click()
    assert violations(page) + out_of_reach(page) == []


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_desk_pages_have_no_violation(demo, sign_in, phone):
    demo.run(FULL_DESK)
    page = sign_in("gom@example.org", HOME, phone=phone)
    pages = every_page(page, HOME, least=26)
    found = [f"{path} {text}" for path in pages for text in violations(page) + out_of_reach(page)]
    assert found == []


def test_what_a_guide_sees_has_no_violation(sign_in):
    page = sign_in("dandoan@example.org", HOME, phone=True)
    pages = every_page(page, HOME, least=6)
    assert [f"{path} {text}" for path in pages for text in violations(page) + out_of_reach(page)] == []


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_pages_of_one_s_account_have_no_violation(sign_in, phone):
    page = sign_in("quanho@example.org", "/tai-khoan/", phone=phone)
    found = [f"{page.url} {text}" for _opened in account_pages(page) for text in violations(page)]
    assert found == []


def test_the_page_of_a_sent_code_has_no_violation(visit):
    page = visit("/tai-khoan/login/code/")
    page.fill("input[name=login]", "0987 654 321")
    page.locator("main button[type=submit]").first.click()
    page.locator("input[name=code]").wait_for()
    assert violations(page) == []
