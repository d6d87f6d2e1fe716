"""The host at the gate: ticket after ticket before a camera, letters, and no signal."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import DESK, PHONE
from tests.journeys.camera import film, phone_with_camera
from tests.journeys.parties import PARTIES_NOW
from tests.journeys.steps import until
from tests.journeys.test_accessibility import violations

SCAN = "/desk/ben-lo/quet/"
STATUS = """
from bookings.models import Booking
print(*Booking.objects.filter(contact_name="{name}").order_by("-pk").values_list("status", flat=True)[:1])
"""
REFERENCE = """
from bookings.models import Booking
print(Booking.objects.latest("pk").reference)
"""
# A browser that reads codes by itself: what is held before its camera is `window.held`.
NATIVE = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.held ? [{ rawValue: window.held }] : []; }
};
"""
LIST = """
window.kept = [];
window.offlineDesk = {
  find: async (code) => code === "%s"
    ? { reference: code, name: "Lý Thị Mai", people: 2, time: "09:00", day: "", isToday: true, checkedInAt: null }
    : null,
  add: async (what) => { window.kept.push(what); },
};
"""


def enter(page: Page) -> None:
    page.goto(SCAN)
    page.fill("input[name=login]", "gom@example.org")
    page.fill("input[name=password]", "velang-demo")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"**{SCAN}")


def sign(page: Page, tone: str):
    return page.locator(f"dialog[open] .desk-sign--{tone}")


def test_ticket_after_ticket_is_let_in_without_a_tap_and_a_slip_is_taken_back(demo, chrome, tmp_path):
    first, second = (demo.run(party) for party in PARTIES_NOW)
    film(tmp_path / "gate.mjpeg", [("", 2), (first, 5), ("", 3), (second, 5), ("", 5)])
    with phone_with_camera(chrome, tmp_path / "gate.mjpeg", demo.url) as page:
        enter(page)
        assert page.evaluate("'BarcodeDetector' in window") is False
        page.locator("[data-scan-start]").click()
        expect(sign(page, "good")).to_contain_text("Lý Thị Mai")
        expect(page.locator("[data-scan-last] .desk-sign--good")).to_contain_text("Lý Thị Mai")
        expect(sign(page, "good")).to_contain_text("Emma Wilson")
        sign(page, "good").locator("form button", has_text="Hoàn tác").click()
        expect(sign(page, "calm")).to_contain_text("Emma Wilson")
    assert demo.run(STATUS.format(name="Lý Thị Mai")) == "REDEEMED"
    assert demo.run(STATUS.format(name="Emma Wilson")) == "CONFIRMED"


def test_where_the_browser_reads_codes_no_picture_leaves_the_phone_and_a_ticket_held_on_is_one_question(
    demo, chrome, tmp_path
):
    code = demo.run(PARTIES_NOW[0])
    film(tmp_path / "wall.mjpeg", [("", 1)])
    with phone_with_camera(chrome, tmp_path / "wall.mjpeg", demo.url) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "/quet/" in request.url else None)
        page.add_init_script(NATIVE)
        enter(page)
        page.locator("[data-scan-start]").click()
        page.evaluate("(code) => { window.held = code; }", code)
        expect(sign(page, "good")).to_be_visible()
        expect(page.locator("[data-scan-last] .desk-sign--good")).to_be_visible()
        page.wait_for_timeout(6000)
        assert len([url for url in asked if url.endswith("/tra-loi/")]) == 1
        assert [url for url in asked if url.endswith("/anh/")] == []
        page.evaluate("() => { window.held = ''; }")
        page.wait_for_timeout(5000)
        page.evaluate("(code) => { window.held = code; }", code)
        expect(sign(page, "ask")).to_contain_text("Đã dùng lúc")


@pytest.mark.parametrize("script", [True, False])
def test_letters_are_asked_about_and_one_tap_lets_the_party_in(demo, visit, script):
    demo.run(PARTIES_NOW[0])
    letters = demo.run(REFERENCE)
    page = visit(SCAN, script=script)
    page.fill("input[name=login]", "gom@example.org")
    page.fill("input[name=password]", "velang-demo")
    page.locator("main button[type=submit]").first.click()
    page.fill("#id_code", f" {letters[:3].lower()} {letters[3:].lower()}")
    page.locator("[data-scan-letters] button").click()
    asked = page.locator(".desk-sign--ask")
    expect(asked).to_contain_text("Lý Thị Mai")
    assert demo.run(STATUS.format(name="Lý Thị Mai")) == "CONFIRMED"
    asked.locator("form button").click()
    expect(page.locator(".desk-sign--good")).to_contain_text("Lý Thị Mai")
    assert demo.run(STATUS.format(name="Lý Thị Mai")) == "REDEEMED"


def ask_for(page: Page, letters: str) -> None:
    page.fill("#id_code", letters)
    page.locator("[data-scan-letters] button").click()


@pytest.mark.parametrize("cut", ["phone", "way"])
def test_without_signal_nothing_is_called_checked_and_one_tap_keeps_it_for_later(demo, sign_in, cut):
    code = demo.run(PARTIES_NOW[0])
    letters = demo.run(REFERENCE)
    page = sign_in("gom@example.org", SCAN, phone=True)
    # A phone that keeps no list yet.
    page.evaluate("window.offlineDesk = undefined")
    if cut == "phone":
        page.context.set_offline(True)
    else:
        page.route("**/quet/tra-loi/", lambda route: route.abort("timedout"))
    ask_for(page, letters)
    lost = sign(page, "ask")
    expect(lost).to_contain_text("Chưa kiểm được, mất sóng")
    expect(lost.locator("[data-scan-keep]")).to_be_hidden()
    lost.locator("[data-scan-next]").click()

    page.evaluate(LIST % letters)
    for text in (letters.lower(), code):
        ask_for(page, text)
        expect(lost).to_contain_text("Chưa kiểm được, mất sóng")
        expect(lost).to_contain_text("Lý Thị Mai")
        lost.locator("[data-scan-keep]").click()
        expect(lost).to_contain_text("Có sóng là máy tự gửi")
        expect(lost.locator("[data-scan-keep]")).to_be_hidden()
        expect(page.locator(".desk-sign--good")).to_have_count(0)
        lost.locator("[data-scan-next]").click()
    assert page.evaluate("window.kept") == [{"what": "check_in", "reference": letters}] * 2

    ask_for(page, "QQQQQQ")
    expect(lost).to_contain_text("Chưa kiểm được, mất sóng")
    expect(lost.locator("[data-scan-keep]")).to_be_hidden()
    page.context.set_offline(False)
    assert demo.run(STATUS.format(name="Lý Thị Mai")) == "CONFIRMED"


def test_a_fault_of_ours_is_no_answer_about_the_ticket(demo, sign_in):
    page = sign_in("gom@example.org", SCAN, phone=True)
    page.route("**/quet/tra-loi/", lambda route: route.fulfill(status=503, body="hỏng"))
    ask_for(page, "ACDEFG")
    expect(sign(page, "ask")).to_contain_text("không phải do máy của bạn")
    expect(page.locator("#id_code")).to_have_value("ACDEFG")


def test_a_scan_after_the_sign_in_ran_out_gets_through_once_its_sender_is_back(demo, sign_in):
    demo.run(PARTIES_NOW[0])
    letters = demo.run(REFERENCE)
    page = sign_in("gom@example.org", SCAN, phone=True)
    page.context.clear_cookies(name="sessionid")
    ask_for(page, letters)
    expect(page.locator("input[name=login]")).to_be_visible()
    page.fill("input[name=login]", "gom@example.org")
    page.fill("input[name=password]", "velang-demo")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator(".desk-sign--ask")).to_contain_text("Lý Thị Mai")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_colour_of_sign_can_be_read_by_all(demo, sign_in, colours):
    demo.run(PARTIES_NOW[0])
    letters = demo.run(REFERENCE)
    page = sign_in("gom@example.org", SCAN, phone=True)
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")
    # The good one leaves by itself.
    page.clock.install()
    for code, tone in ((letters, "ask"), ("QQQQQQ", "stop")):
        ask_for(page, code)
        expect(sign(page, tone)).to_be_visible()
        assert violations(page) == []
        sign(page, tone).locator("[data-scan-next]").click()
    ask_for(page, letters)
    sign(page, "ask").locator("form button").click()
    for tone in ("good", "calm"):
        expect(sign(page, tone)).to_be_visible()
        assert violations(page) == []
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            assert page.evaluate("document.querySelector('dialog').scrollWidth <= window.innerWidth")
        if tone == "good":
            sign(page, tone).locator("form button").click()


# What the phone is made to do instead of shaking and sounding: milliseconds of each shake, hertz of each note.
FELT = """
window.felt = [];
window.heard = [];
navigator.vibrate = (shake) => { window.felt.push(shake); return true; };
const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  const voice = make.call(this);
  const start = voice.start.bind(voice);
  voice.start = (from) => { window.heard.push(voice.frequency.value); start(from); };
  return voice;
};
"""


def test_each_colour_of_sign_sounds_and_shakes_in_its_own_way(demo, sign_in):
    demo.run(PARTIES_NOW[0])
    letters = demo.run(REFERENCE)
    page = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    page.add_init_script(FELT)
    page.goto(SCAN)

    def told(tone: str) -> tuple:
        expect(sign(page, tone)).to_be_visible()
        until(page, "window.felt.length > 0")
        return page.evaluate("[window.felt.splice(0), window.heard.splice(0)]")

    def typed(code: str) -> None:
        page.fill("#id_code", code)
        page.locator("[data-scan-letters] button").click()

    typed("KHONGC")
    stop = told("stop")
    sign(page, "stop").locator("[data-scan-next]").click()
    typed(letters)
    ask = told("ask")
    sign(page, "ask").locator("form button").first.click()
    good = told("good")

    assert [felt for felt, _heard in (good, ask, stop)] == [[[90]], [[90, 90, 90]], [[400]]]
    # Up for come in, twice for ask, low for stop; a machine without a loudspeaker may have no sound at all.
    assert [heard for _felt, heard in (good, ask, stop) if heard] in ([], [[660, 990], [520, 520], [220]])
