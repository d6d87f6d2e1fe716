"""axe-core finds no WCAG 2.2 AA violation and no heading out of order, on public and desk pages, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_has_no_violation(visit, path, phone):
    assert violations(visit(path, phone=phone)) == []


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


def desk_paths(page) -> list[str]:
    """Every page of the desk that its own links lead to, one of each kind."""
    links = page.eval_on_selector_all("a[href*='/desk/']", "all => all.map(a => new URL(a.href).pathname)")
    return sorted({path for path in links if path.startswith(("/desk/", "/en/desk/"))})


def test_the_desk_without_signal_has_no_violation(demo, sign_in):
    demo.run(PARTY_TODAY)
    page = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    page.wait_for_function("async () => Boolean(await window.deskLists.read())")
    page.goto("/desk/khong-song.html")
    page.locator("[data-tap=check_in]:visible").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_desk_pages_have_no_violation(sign_in, phone):
    page = sign_in("gom@example.org", "/desk/ben-lo/", phone=phone)
    seen: set[str] = set()
    found: list[str] = []
    waiting = ["/desk/ben-lo/", "/desk/ben-lo/don/", *desk_paths(page)]
    while waiting and len(seen) < 14:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page.goto(path)
        found += [f"{path} {text}" for text in violations(page)]
        waiting += [link for link in desk_paths(page) if link not in seen]
    assert len(seen) > 5
    assert found == []


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
