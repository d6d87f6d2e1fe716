"""A host's phone without signal: the lists open, taps wait and are sent once, and signing out leaves nothing behind."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import until
from tests.journeys.without_signal import (
    DESK,
    NAME,
    OTHER_PHONE,
    WRITTEN,
    badge,
    go_offline,
    kept_desk,
    row_of,
)

# All that the browser keeps for this site, as text: IndexedDB and Cache Storage.
KEPT = """async () => {
  const rows = [];
  for (const { name, version } of await indexedDB.databases()) {
    const base = await new Promise((resolve) => {
      const asked = indexedDB.open(name, version);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of base.objectStoreNames) {
      rows.push(await new Promise((resolve) => {
        const asked = base.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
      }));
    }
    base.close();
  }
  const pages = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await caches.match(request);
      const isText = /text|json|javascript/.test(answer.headers.get("Content-Type"));
      pages.push(request.url, isText ? await answer.text() : "");
    }
  }
  return { rows: JSON.stringify(rows.flat()), pages: pages.join("\\n") };
}"""


@pytest.fixture
def desk(demo, sign_in) -> Page:
    return kept_desk(demo, sign_in)


def test_taps_without_signal_survive_the_tab_and_are_done_once(demo, desk):
    go_offline(desk)
    row_of(desk).locator("[data-tap=check_in]").click()
    expect(row_of(desk).locator("[data-waiting]")).to_be_visible()
    expect(row_of(desk).locator("[data-tap=undo_check_in]")).to_be_visible()
    row_of(desk).locator("[data-tap=pay][data-method=cash]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 2")

    # The tab is killed; another one opens where this one was.
    context = desk.context
    desk.close()
    again = context.new_page()
    again.goto(DESK)
    expect(badge(again)).to_contain_text("chờ gửi 2")
    expect(row_of(again).locator("[data-tap=check_in]")).to_be_hidden()
    assert demo.run(WRITTEN) == "0 0 CONFIRMED"

    context.set_offline(False)
    expect(badge(again)).to_be_hidden()
    expect(again.locator("[data-signal-back]")).to_be_visible()
    expect(again.locator("[data-told] li")).to_have_count(0)
    assert demo.run(WRITTEN) == "1 1 REDEEMED"
    again.locator("[data-signal-back] a").click()
    expect(row_of(again).locator("form[action$='/undo-check-in/'] button")).to_be_visible()


def test_answers_that_get_lost_on_the_way_are_asked_for_again(demo, desk):
    go_offline(desk)
    row_of(desk).locator("[data-tap=check_in]").click()
    row_of(desk).locator("[data-tap=pay][data-method=cash]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 2")
    lost = []

    def cut(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    desk.route("**/cham/", cut)
    desk.context.set_offline(False)
    for _ in range(100):
        if lost:
            break
        desk.wait_for_timeout(100)
    expect(badge(desk)).to_contain_text("chờ gửi 2")
    # One that is under way is answered first.
    desk.unroute_all(behavior="wait")
    desk.evaluate("window.deskQueue.send({ wait: true })")
    expect(badge(desk)).to_be_hidden()
    assert lost
    expect(desk.locator("[data-told] li")).to_have_count(0)
    assert demo.run(WRITTEN) == "1 1 REDEEMED"


def test_fewer_came_and_it_is_taken_back_without_signal(demo, desk):
    go_offline(desk)
    row = row_of(desk)
    row.locator("[data-fewer] summary").click()
    row.locator("[data-numbers] button").first.click()
    expect(row_of(desk).locator("[data-state]")).to_have_text("Đến 1/2")
    row_of(desk).locator("[data-tap=undo_check_in]").click()
    expect(row_of(desk).locator("[data-tap=check_in]")).to_be_visible()
    expect(badge(desk)).to_contain_text("chờ gửi 2")
    desk.context.set_offline(False)
    expect(badge(desk)).to_be_hidden()
    assert demo.run(WRITTEN) == "1 0 CONFIRMED"


def test_whoever_comes_second_reads_who_did_it_until_they_have_seen_it(demo, desk):
    go_offline(desk)
    row_of(desk).locator("[data-tap=check_in]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    demo.run(OTHER_PHONE)
    desk.context.set_offline(False)
    told = desk.locator("[data-told] li")
    expect(told).to_contain_text(re.compile(f"{NAME}.*đã làm việc này rồi, lúc"))
    desk.reload()
    expect(told).to_have_count(1)
    told.locator("[data-told-seen]").click()
    expect(told).to_have_count(0)
    assert demo.run(WRITTEN) == "1 0 REDEEMED"


def test_a_tap_on_todays_page_that_finds_no_signal_waits_and_is_sent(demo, desk):
    desk.context.set_offline(True)
    row = desk.locator(".desk-booking-row", has_text=NAME).last
    row.locator("form[action$='/check-in/'] button").click()
    expect(desk.locator("[data-signal=lost]")).to_contain_text("giữ trên máy")
    expect(row.locator("[data-row-waits]")).to_be_visible()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    desk.context.set_offline(False)
    expect(badge(desk)).to_be_hidden()
    expect(desk.locator("[data-sent]")).to_be_visible()
    assert demo.run(WRITTEN) == "1 0 REDEEMED"
    desk.locator("[data-sent] [data-anew]").click()
    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()


def test_signing_out_empties_the_phone_and_before_that_nothing_of_guests_is_in_a_page_it_keeps(demo, desk):
    kept = desk.evaluate(KEPT)
    assert NAME in kept["rows"]
    assert "khong-song.html" in kept["pages"]
    assert NAME not in kept["pages"]
    assert "ben-lo" not in kept["pages"]
    devices = [cookie for cookie in desk.context.cookies() if cookie["name"] == "ve_device"]

    desk.locator("form[data-sign-out] button").click()
    desk.wait_for_url(lambda url: urlsplit(url).path == "/")

    kept = desk.evaluate(KEPT)
    assert (kept["rows"], kept["pages"]) == ("[]", "")
    assert desk.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    assert [cookie for cookie in desk.context.cookies() if cookie["name"] == "ve_device"] == devices


def test_with_signal_signing_out_sends_first_what_still_waits(demo, desk):
    go_offline(desk)
    desk.route("**/cham/", lambda route: route.abort("connectionreset"))
    row_of(desk).locator("[data-tap=check_in]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    desk.context.set_offline(False)
    expect(desk.locator("[data-signal-back]")).to_be_visible()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    assert demo.run(WRITTEN) == "0 0 CONFIRMED"
    desk.unroute_all(behavior="wait")

    desk.locator("form[data-sign-out] button").click()
    desk.wait_for_url(lambda url: urlsplit(url).path == "/")

    assert demo.run(WRITTEN) == "1 0 REDEEMED"
    assert desk.evaluate(KEPT)["rows"] == "[]"


def test_signing_out_without_signal_names_what_waits_and_asks(demo, desk):
    go_offline(desk)
    row_of(desk).locator("[data-tap=check_in]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    leave = desk.locator("form[data-sign-out] button")
    dialog = desk.locator("[data-leave]")
    leave.click()
    expect(dialog.locator("li")).to_contain_text(f"Nhận khách: {NAME}")
    desk.locator("[data-leave-stay]").click()
    expect(dialog).to_be_hidden()
    expect(badge(desk)).to_contain_text("chờ gửi 1")

    leave.click()
    desk.locator("[data-leave-lose]").click()
    expect(desk.locator("[data-leave-cleared]")).to_be_visible()
    desk.context.set_offline(False)
    desk.wait_for_url(lambda url: "/desk/" not in url)
    assert desk.evaluate(KEPT)["rows"] == "[]"
    desk.goto(DESK)
    expect(desk.locator("input[name=login]")).to_be_visible()
    assert demo.run(WRITTEN) == "0 0 CONFIRMED"


def test_signing_out_on_another_page_empties_the_phone_too(desk):
    desk.goto("/tai-khoan/logout/")
    desk.locator("main form button").click()
    desk.wait_for_url(lambda url: urlsplit(url).path == "/")
    kept = desk.evaluate(KEPT)
    assert (kept["rows"], kept["pages"]) == ("[]", "")
    assert "ve_device" in {cookie["name"] for cookie in desk.context.cookies()}


def test_a_form_of_another_page_that_finds_no_signal_says_that_nobody_knows_whether_it_arrived(demo, desk):
    row_of(desk).locator(".desk-booking-row__name").click()
    desk.wait_for_url("**/don/*/")
    desk.context.set_offline(True)
    desk.locator("form[action$='/check-in/'] button").first.click()
    expect(desk.locator("[data-lost]")).to_be_visible()
    expect(row_of(desk).locator("[data-tap=check_in]")).to_be_visible()
    desk.context.set_offline(False)
    desk.locator("[data-signal-back] a").click()
    desk.wait_for_url(f"**{DESK}")
    expect(row_of(desk).locator("form[action$='/check-in/'] button")).to_be_visible()


def test_what_waits_when_the_sign_in_ran_out_stays_until_its_sender_is_back(demo, desk):
    go_offline(desk)
    row_of(desk).locator("[data-tap=check_in]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    desk.context.clear_cookies(name="sessionid")
    desk.context.set_offline(False)
    desk.locator("[data-waits-sign-in]").click()
    desk.fill("input[name=login]", "gom@example.org")
    desk.fill("input[name=password]", "velang-demo")
    desk.locator("main button[type=submit]").first.click()
    desk.wait_for_url("**/desk/ben-lo/")
    expect(badge(desk)).to_be_hidden()
    for _ in range(50):
        if demo.run(WRITTEN) == "1 0 REDEEMED":
            break
        desk.wait_for_timeout(300)
    assert demo.run(WRITTEN) == "1 0 REDEEMED"


def test_another_member_on_the_same_phone_finds_nothing_of_the_first(demo, desk):
    go_offline(desk)
    row_of(desk).locator("[data-tap=check_in]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    desk.context.clear_cookies(name="sessionid")
    desk.context.set_offline(False)
    desk.goto("/desk/")
    desk.fill("input[name=login]", "tranh@example.org")
    desk.fill("input[name=password]", "velang-demo")
    desk.locator("main button[type=submit]").first.click()
    desk.wait_for_url(re.compile(r"/desk/[a-z0-9-]+/$"))
    until(desk, "navigator.serviceWorker.ready.then(() => true)")
    desk.wait_for_timeout(500)
    assert NAME not in desk.evaluate(KEPT)["rows"]
    expect(badge(desk)).to_be_hidden()
    assert demo.run(WRITTEN) == "0 0 CONFIRMED"
