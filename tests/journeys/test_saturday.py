"""A full Saturday on a phone: what is done on it adds up to the đồng, and who joins as a guide does no more."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.camera import film, phone_with_camera
from tests.journeys.saturday import AUDIT, CODE, PRICE, four_times, in_the_books, told
from tests.journeys.steps import until
from tests.journeys.test_team import MONEY, invite

DESK = "/desk/ben-gieng/"
CHANGE = 500_000


def test_a_saturday_adds_up_and_a_guide_who_joins_can_do_no_more(demo, sign_in, visit, chrome, tmp_path):
    at_the_gate, on_the_way, in_the_rain, with_a_code = four_times(demo)
    cash_before, transfer_before, taken, given_back, *_rest = in_the_books(demo)
    desk = sign_in("quanho@example.org", DESK, phone=True)
    kept_on_the_phone(desk, on_the_way)
    cash = transfer = 0

    walk_in(desk, at_the_gate, "Vũ Thị Hồng Nhung", people=2)
    cash += 2 * PRICE
    walk_in(desk, at_the_gate, "Bùi Quang Huy", people=1)
    cash += PRICE
    phone_booking(desk, on_the_way, "Hoàng Thị Bích Ngọc", people=3)
    for_another_day(desk, "Phạm Thị Diệu Linh")
    film(tmp_path / "gate.mjpeg", [("", 2), (demo.run(CODE.format(reference=with_a_code)), 6), ("", 4)])
    with phone_with_camera(chrome, tmp_path / "gate.mjpeg", demo.url) as phone:
        let_in_by_the_camera(phone, "Đỗ Mai Lan")
    expect(today(desk, with_a_code).locator("form[action$='/undo-check-in/'] button")).to_be_visible()
    let_in_by_letters(desk, at_the_gate, "Trần Văn Long")
    part_of_it(desk, at_the_gate, "200.000")
    cash += 200_000
    by_transfer(desk, at_the_gate)
    transfer += 2 * PRICE - 200_000
    one_fewer(desk, on_the_way)
    checked_in_without_signal(desk, on_the_way)
    by_transfer(desk, on_the_way)
    transfer += 3 * PRICE
    by_transfer(desk, in_the_rain)
    transfer += 2 * PRICE
    washed_away(desk, in_the_rain, "Lý Thị Mai")
    given_back_in_cash(desk, in_the_rain)
    cash -= 2 * PRICE

    taken, given_back = taken + cash + 2 * PRICE + transfer, given_back + 2 * PRICE
    books = [cash_before + cash, transfer_before + transfer, taken, given_back]
    assert in_the_books(demo)[:4] == books
    close_the_book(desk, counted=books[0] + CHANGE)
    assert in_the_books(demo) == [*books, 0]
    statement(desk, taken=taken, given_back=given_back)
    assert demo.run(AUDIT) == "[]"

    desk.goto(f"{DESK}sap-dat/nguoi/")
    guide = join(visit, invite(desk).removeprefix(demo.url))
    does_no_more(guide, demo.url, waits=on_the_way)


def today(desk: Page, reference: str) -> Locator:
    """The party's row on today's page."""
    desk.goto(DESK)
    row = desk.locator(f"#don-{reference}")
    expect(row).to_be_visible()
    return row


def time_of(desk: Page, reference: str) -> Locator:
    today(desk, reference)
    return desk.locator(".desk-day__slot", has=desk.locator(f"#don-{reference}"))


def kept_on_the_phone(desk: Page, reference: str) -> None:
    """Until its lists are there, a phone that loses its signal has nothing to show."""
    until(desk, "navigator.serviceWorker.ready.then(() => true)")
    until(desk, "async (code) => await window.offlineDesk?.find(code)", reference)


def some(desk: Page, people: int) -> None:
    for _ in range(people):
        desk.locator("[data-stepper] button[data-step='1']").first.click()


def walk_in(desk: Page, beside: str, name: str, *, people: int) -> None:
    time_of(desk, beside).locator("a[href$='/khach/']").click()
    some(desk, people)
    desk.fill("input[name=name]", name)
    desk.locator("form[data-party-form] button.button--big").click()
    row = desk.locator(".desk-booking-row--redeemed", has_text=name).last
    expect(row.locator("summary", has_text="Đã thu")).to_be_visible()


def phone_booking(desk: Page, beside: str, name: str, *, people: int) -> None:
    """Of people who come later today and pay then."""
    time_of(desk, beside).locator("a[href$='/khach/']").click()
    some(desk, people)
    desk.fill("input[name=name]", name)
    desk.fill("input[name=phone]", "0912 345 670")
    desk.uncheck("input[name=is_here]")
    desk.locator("label", has_text="chưa").click()
    desk.locator("form[data-party-form] button.button--big").click()
    row = desk.locator(".desk-booking-row--confirmed", has_text=name).last
    expect(row.locator("button", has_text=told(people * PRICE)).first).to_be_visible()


def for_another_day(desk: Page, name: str) -> None:
    """Of people who call: nobody is here, and nothing is paid."""
    desk.goto(f"{DESK}them-khach/")
    desk.locator(".desk-times").nth(1).locator(".desk-times__time").first.click()
    expect(desk.locator("input[name=is_here]:checked")).to_have_count(0)
    some(desk, 2)
    desk.fill("input[name=name]", name)
    desk.fill("input[name=phone]", "0912 345 671")
    desk.locator("form[data-party-form] button.button--big").click()
    row = desk.locator(".desk-booking-row--confirmed", has_text=name).last
    expect(row.locator("summary", has_text="Phải thu")).to_be_visible()


def let_in_by_the_camera(phone: Page, name: str) -> None:
    """Another phone of the house: the code before its camera is all that it takes."""
    phone.goto(f"{DESK}quet/")
    phone.fill("input[name=login]", "quanho@example.org")
    phone.fill("input[name=password]", "velang-demo")
    phone.locator("main button[type=submit]").first.click()
    phone.locator("[data-scan-start]").click()
    expect(phone.locator("dialog[open] .desk-sign--good")).to_contain_text(name)


def let_in_by_letters(desk: Page, reference: str, name: str) -> None:
    desk.goto(f"{DESK}quet/")
    desk.fill("#id_code", reference.lower())
    desk.locator("[data-scan-letters] button").click()
    # Letters that are read out may be another party's, so the desk asks.
    ask, welcome = (desk.locator(f"dialog[open] .desk-sign--{tone}") for tone in ("ask", "good"))
    expect(ask).to_contain_text(name)
    ask.locator("form button").first.click()
    expect(welcome).to_contain_text(name)
    welcome.locator("[data-scan-next]").click()
    expect(desk.locator("dialog[open]")).to_have_count(0)


def part_of_it(desk: Page, reference: str, amount: str) -> None:
    row = today(desk, reference)
    row.locator("summary").first.click()
    part = row.locator("form[action$='/thu/?part']")
    part.locator("input[name=amount]").fill(amount)
    part.locator("button[value=cash]").click()
    # Back where the thumb was, with what is left.
    expect(desk.locator(f"#don-{reference}")).to_contain_text("100.000")


def by_transfer(desk: Page, reference: str) -> None:
    row = today(desk, reference)
    row.locator("summary[class*=purse]").first.click()
    row.locator("form[action$='/thu/'] button", has_text="chuyển khoản").click()
    expect(row.locator("summary", has_text="Đã thu")).to_be_visible()


def one_fewer(desk: Page, reference: str) -> None:
    today(desk, reference).locator(".desk-booking-row__name").click()
    desk.locator("a[href$='/doan/']").click()
    desk.locator("[data-stepper] button[data-step='-1']").first.click()
    expect(desk.locator("output[data-total]")).to_have_text(told(3 * PRICE))
    desk.locator("form[data-party-form] button.button--big").click()
    expect(desk.locator(".messages")).to_contain_text(told(3 * PRICE))


def checked_in_without_signal(desk: Page, reference: str) -> None:
    row = today(desk, reference)
    desk.context.set_offline(True)
    row.locator("form[action$='/check-in/'] button").click()
    expect(row.locator("[data-row-waits]")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.locator("[data-waits]")).to_be_hidden()
    row = today(desk, reference)
    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()


def washed_away(desk: Page, reference: str, name: str) -> None:
    time_of(desk, reference).locator(".desk-slot-line__change").click()
    desk.locator("#huy summary").click()
    desk.locator("#huy label", has_text="Mưa to, bão").click()
    desk.locator("#huy button[type=submit]").click()
    call = desk.locator("#goi .desk-call", has_text=name)
    expect(call).to_contain_text(told(2 * PRICE))
    call.locator("form[action*='/da-goi/'] button").click()
    expect(desk.locator("#goi .desk-call__done")).to_contain_text("Đã gọi")
    call.locator("summary").click()
    call.locator("form[action$='/tra-lai/'] button[value=cash]").click()
    expect(call.locator("form[action$='/tra-lai/']")).to_have_count(0)


def given_back_in_cash(desk: Page, reference: str) -> None:
    desk.goto(f"{DESK}don/{reference}/")
    expect(desk.locator("#tien")).to_contain_text(told(2 * PRICE))


def close_the_book(desk: Page, *, counted: int) -> None:
    desk.goto(DESK)
    desk.locator("a[href$='/chot/']").click()
    desk.fill("input[name=counted]", str(counted))
    desk.fill("input[name=change]", str(CHANGE))
    desk.locator("main form button.button--big").click()
    expect(desk.locator(".messages")).to_contain_text("khớp")


def statement(desk: Page, *, taken: int, given_back: int) -> None:
    """The page to which closing led: what came in, what went out, what is left."""
    for sum_text, vnd in zip(
        desk.locator(".desk-day-money__sums dd").all(), (taken, given_back, taken - given_back), strict=True
    ):
        expect(sum_text).to_have_text(told(vnd))


def join(visit, link: str) -> Page:
    guide = visit(link, phone=True)
    guide.fill("#id_login", "thubay@example.org")
    guide.fill("#id_password", "trúc xinh bờ ao 12")
    guide.get_by_role("button", name="Lập tài khoản và vào làm cùng").click()
    expect(guide.locator("h1")).to_have_text("Hôm nay")
    return guide


def does_no_more(guide: Page, url: str, *, waits: str) -> None:
    """Whoever stands beside sees who came and no money, and what was closed or is to be changed is not there."""
    expect(guide.locator(f"#don-{waits} form[action$='/undo-check-in/'] button")).to_be_visible()
    assert not MONEY.search(guide.locator("body").inner_text())
    assert guide.locator(".desk-nav a").all_inner_texts() == ["Hôm nay", "Quét mã"]
    for closed in ("tien", "don", "lich", "them-khach", "sap-dat", f"don/{waits}/thu", f"don/{waits}/doan"):
        assert guide.request.get(f"{url}{DESK}{closed}/").status == 404, closed
