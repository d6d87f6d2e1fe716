"""How many taps and page loads a host needs for what is done all day: docs/taps.md says so, and this counts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.camera import film, phone_with_camera
from tests.journeys.parties import PARTIES_NOW, PARTY_MIXED, PARTY_TODAY, of_newest

TABLE = Path(__file__).resolve().parents[2] / "docs" / "taps.md"
DESK = "/desk/ben-lo/"


class Thumb:
    """Counts its taps and the documents that the page loads."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.loads = page, 0, 0
        page.on("request", self._seen)

    def _seen(self, request) -> None:
        self.loads += request.resource_type == "document"

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def done(self) -> tuple[int, int]:
        """Taps and loads since the last time."""
        counted = self.taps, self.loads
        self.taps = self.loads = 0
        return counted


def said() -> dict[str, tuple[int, int]]:
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {task: (int(taps), int(loads)) for task, taps, loads in rows}


@pytest.fixture
def desk(demo, sign_in) -> Page:
    demo.run(PARTY_TODAY)
    return sign_in("gom@example.org", DESK, phone=True)


def test_who_comes_who_pays_and_what_was_a_slip(demo, desk):
    thumb, counted = Thumb(desk), {}
    row = of_newest(demo, desk, ".desk-booking-row")
    paid, more = row.locator("summary", has_text="Đã thu"), row.locator("summary").first

    thumb.tap(row.locator("form[action$='/check-in/'] button"))
    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()
    counted["check in"] = thumb.done()

    thumb.tap(row.locator("form[action$='/undo-check-in/'] button"))
    expect(row.locator("form[action$='/check-in/'] button")).to_be_visible()
    counted["undo a check-in"] = thumb.done()

    thumb.tap(row.locator("summary", has_text="Đến thiếu"))
    thumb.tap(row.locator("form[action$='/den-mot-phan/'] button").first)
    expect(row.locator(".state--redeemed")).to_contain_text("Đến 1/2")
    counted["fewer came than booked"] = thumb.done()
    row.locator("form[action$='/undo-check-in/'] button").click()
    expect(row.locator("form[action$='/check-in/'] button")).to_be_visible()
    thumb.done()

    part = row.locator("form[action$='/thu/?part']")
    thumb.tap(more)
    part.locator("input[name=amount]").fill("50.000")
    thumb.tap(part.locator("button[value=cash]"))
    expect(paid).to_be_visible()
    counted["take a part of the sum (and the sum typed)"] = thumb.done()
    more.click()
    row.locator("form[action$='/bo/'] button").click()
    expect(paid).to_have_count(0)
    thumb.done()

    thumb.tap(row.locator("form[action$='/thu/'] button").first)
    expect(paid).to_be_visible()
    counted["take the whole sum in cash"] = thumb.done()

    thumb.tap(more)
    thumb.tap(row.locator("form[action$='/bo/'] button"))
    expect(paid).to_have_count(0)
    counted["take money back that was taken by mistake"] = thumb.done()

    thumb.tap(more)
    thumb.tap(row.locator("form[action$='/thu/'] button", has_text="chuyển khoản"))
    expect(paid).to_be_visible()
    counted["take the whole sum by transfer"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_one_of_a_party_of_two_kinds_did_not_come_and_has_paid(demo, desk):
    demo.run(PARTY_MIXED)
    desk.reload()
    thumb, counted = Thumb(desk), {}
    row = of_newest(demo, desk, ".desk-booking-row")
    row.locator("form[action$='/thu/'] button").first.click()
    expect(row.locator("summary", has_text="Đã thu")).to_be_visible()
    thumb.done()

    thumb.tap(row.locator("summary", has_text="Đến thiếu"))
    thumb.tap(row.locator("form[action$='/den-mot-phan/'] button", has_text="thiếu 1 trẻ em"))
    expect(row.locator(".state--redeemed")).to_contain_text("Đến 3/4")
    counted["one of a party of two kinds did not come"] = thumb.done()

    thumb.tap(row.locator("summary", has_text="Đã thu"))
    thumb.tap(row.locator("form[action$='/tra-lai/'] button[value=cash]"))
    expect(row.locator("form[action$='/tra-lai/']")).to_have_count(0)
    counted["give back what is owed"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_whose_ticket_is_scanned(demo, chrome, tmp_path):
    first, second = (demo.run(party) for party in PARTIES_NOW)
    film(tmp_path / "gate.mjpeg", [("", 2), (first, 5), ("", 3), (second, 5), ("", 5)])
    with phone_with_camera(chrome, tmp_path / "gate.mjpeg", demo.url) as page:
        page.goto(f"{DESK}quet/")
        page.fill("input[name=login]", "gom@example.org")
        page.fill("input[name=password]", "velang-demo")
        page.locator("main button[type=submit]").first.click()
        page.locator("[data-scan-start]").click()
        welcome = page.locator("dialog[open] .desk-sign--good")
        thumb, counted = Thumb(page), {}

        expect(welcome).to_contain_text("Lý Thị Mai")
        thumb.tap(welcome.locator("[data-scan-next]"))
        expect(welcome).to_contain_text("Emma Wilson")
        counted["check in by QR, then the next (the camera is open)"] = thumb.done()

        assert counted == {task: said()[task] for task in counted}


def test_who_comes_by_and_who_calls(demo, desk):
    demo.run(PARTIES_NOW[0])
    desk.reload()
    thumb, counted = Thumb(desk), {}
    about_now = of_newest(demo, desk, ".desk-day__slot")
    plus = desk.locator("[data-stepper] button[data-step='1']").first

    thumb.tap(about_now.locator("a[href$='/khach/']"))
    thumb.tap(plus)
    thumb.tap(plus)
    desk.fill("input[name=name]", "Vũ Thị Hồng Nhung")
    thumb.tap(desk.locator("form[data-party-form] button.button--big"))
    row = desk.locator(".desk-booking-row--redeemed", has_text="Vũ Thị Hồng Nhung").last
    expect(row.locator("summary", has_text="Đã thu")).to_be_visible()
    counted["walk-in: two adults, now, paid, checked in (and one name typed)"] = thumb.done()

    desk.goto(DESK)
    thumb.done()
    thumb.tap(desk.locator("a[href$='/them-khach/']").first)
    thumb.tap(desk.locator(".desk-times").nth(1).locator(".desk-times__time").first)
    thumb.tap(plus)
    thumb.tap(plus)
    desk.fill("input[name=name]", "Hoàng Thị Bích Ngọc")
    desk.fill("input[name=phone]", "0912 345 670")
    thumb.tap(desk.locator("form[data-party-form] button.button--big"))
    expect(desk.locator(".desk-booking-row", has_text="Hoàng Thị Bích Ngọc").last).to_be_visible()
    counted["phone booking for another day (and name and number typed)"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_what_a_visit_costs_from_now_on(desk):
    thumb, counted = Thumb(desk), {}

    thumb.tap(desk.locator(".desk-nav a[href$='/sap-dat/']"))
    thumb.tap(desk.locator("a[href$='/sap-dat/buoi/']"))
    thumb.tap(desk.locator(".desk-hub__link").first)
    price = desk.locator("#selling input[name^=price_]").first
    before = price.input_value()
    price.fill("260.000")
    thumb.tap(desk.locator("#selling button[type=submit]"))
    expect(desk.locator(".notice--success, .messages").first).to_contain_text("giá mới")
    expect(price).to_have_value("260.000")
    counted["change the price of an experience (the price typed)"] = thumb.done()

    price.fill(before)
    desk.locator("#selling button[type=submit]").click()
    expect(price).to_have_value(before)

    assert counted == {task: said()[task] for task in counted}


def test_who_asks_for_a_day_of_the_lunar_calendar(desk):
    thumb, counted = Thumb(desk), {}
    field = desk.locator("#id_day")

    thumb.tap(desk.locator(".desk-day__jump > summary"))
    thumb.tap(field)
    field.fill("mùng 6 Tết")
    thumb.tap(desk.locator(".desk-jump button[type=submit]"))
    expect(desk.locator(".desk-week__day--first")).to_contain_text("6/1 âl")
    expect(desk.locator(".desk-week__day--first").first).to_contain_text(
        re.compile(r"còn \d+ chỗ|hết chỗ|không có suất|Nghỉ")
    )
    counted["is there room on mùng 6 Tết (and the day typed)"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_what_all_parties_of_a_time_have_to_know(demo, desk):
    thumb = Thumb(desk)
    slot = of_newest(demo, desk, ".desk-day__slot")

    thumb.tap(slot.locator(".desk-slot-line__change"))
    thumb.tap(desk.locator("#nhan-khach summary"))
    thumb.tap(desk.locator("#nhan-khach label", has_text="áo mưa"))
    thumb.tap(desk.locator("#nhan-khach button[type=submit]"))
    expect(desk.locator("#nhan")).to_contain_text("1 không có email")
    counted = {}
    counted["write to all parties of a time"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_what_one_party_has_to_know(demo, desk):
    thumb, counted = Thumb(desk), {}

    thumb.tap(of_newest(demo, desk, ".desk-booking-row").locator(".desk-booking-row__name"))
    thumb.tap(desk.locator("#nhan-khach summary"))
    thumb.tap(desk.locator("#nhan-khach label", has_text="áo mưa"))
    thumb.tap(desk.locator("#nhan-khach button[type=submit]"))
    expect(desk.locator("#nhan")).to_contain_text("Không có email")
    counted["write to one party"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_the_time_that_the_rain_washes_away(demo, desk):
    thumb, counted = Thumb(desk), {}
    slot = of_newest(demo, desk, ".desk-day__slot")

    thumb.tap(slot.locator(".desk-slot-line__change"))
    thumb.tap(desk.locator("#huy summary"))
    thumb.tap(desk.locator("#huy label", has_text="Mưa to, bão"))
    thumb.tap(desk.locator("#huy button[type=submit]"))
    expect(desk.locator("#goi .desk-call", has_text="Tôn Nữ Thị Bích Phượng")).to_be_visible()
    counted["cancel one time for rain, all parties told"] = thumb.done()

    thumb.tap(desk.locator("#goi form[action*='/da-goi/'] button"))
    expect(desk.locator("#goi .desk-call__done")).to_contain_text("Đã gọi")
    counted["tick off a party that was called"] = thumb.done()

    thumb.tap(desk.locator("form[action$='/mo-lai/'] button"))
    expect(desk.locator("#khach .desk-booking-row", has_text="Tôn Nữ Thị Bích Phượng")).to_be_visible()
    counted["take the cancelling of a time back"] = thumb.done()

    assert counted == {task: said()[task] for task in counted}


def test_every_row_of_the_table_is_counted_here():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [task for task in said() if f'counted["{task}"]' not in text] == []
