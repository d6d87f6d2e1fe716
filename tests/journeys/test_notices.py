"""A host's phone that is told: asked on the page, shown by the desk's worker, ended on the page.

No push service can be reached here, so the browser's own part of subscribing is a stand-in; permission, page, forms,
worker and notice are real.
"""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import until

PAGE = "/desk/ben-lo/sap-dat/bao-cho-toi/"
# What a browser answers, with keys that something can be encrypted for.
STAND_IN = """
(() => {
  const kept = () => localStorage.getItem("subscribed");
  const made = {
    endpoint: "https://fcm.googleapis.com/fcm/send/journey",
    toJSON: () => ({ endpoint: made.endpoint, keys: {
      p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
      auth: "BTBZMqHH6r4Tts7J_aSIgg" } }),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
  };
  PushManager.prototype.getSubscription = async () => (kept() ? made : null);
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    localStorage.setItem("subscribed", `${applicationServerKey.length} ${userVisibleOnly}`);
    return made;
  };
})();
"""
SHOWN = """async () => {
  const notices = await (await navigator.serviceWorker.ready).getNotifications();
  return notices.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }));
}"""


@pytest.fixture
def phone(demo, sign_in) -> Page:
    page = sign_in("gom@example.org", PAGE, phone=True)
    page.context.grant_permissions(["notifications"])
    page.add_init_script(STAND_IN)
    page.reload()
    return page


def deliver(page: Page, words: str) -> None:
    """As the browser does when something came for it, through its own tools for developers."""
    tools = page.context.new_cdp_session(page)
    found: list[dict] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    tools.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    registration = next(row for row in found if row["scopeURL"].endswith("/desk/") and "/en/" not in row["scopeURL"])
    origin = re.match(r"https?://[^/]+", page.url)
    assert origin
    told = {"origin": origin[0], "registrationId": registration["registrationId"], "data": words}
    tools.send("ServiceWorker.deliverPushMessage", told)


def test_a_phone_is_asked_told_and_told_no_more(phone):
    expect(phone.locator("[data-push-state=off]")).to_be_visible()
    phone.get_by_role("button", name="Báo cho tôi trên máy này").click()
    expect(phone.locator(".messages")).to_contain_text("Từ giờ máy này nhận báo")
    expect(phone.locator("[data-push-state=on]")).to_be_visible()
    # 65 bytes of a public key, in base64url.
    assert phone.evaluate("localStorage.getItem('subscribed')") == "87 true"
    phone.locator("[data-push-off] button").click()
    expect(phone.locator(".messages")).to_contain_text("máy ấy không nhận báo nữa")
    expect(phone.locator("[data-push-state=off]")).to_be_visible()
    assert phone.evaluate("localStorage.getItem('subscribed')") is None


def test_the_worker_shows_what_came_and_later_news_of_a_booking_in_its_place(phone):
    phone.evaluate("navigator.serviceWorker.ready")
    for title in ("Đơn mới: 3 khách", "Đã hủy: 3 khách"):
        told = {"title": title, "body": "Vuốt gốm", "tag": "booking-1", "url": "/desk/ben-lo/", "lang": "vi"}
        deliver(phone, json.dumps(told))
        until(phone, f"async () => (await ({SHOWN})()).some((one) => one.title === '{title}')")
    shown = phone.evaluate(SHOWN)
    assert shown == [{"title": "Đã hủy: 3 khách", "body": "Vuốt gốm", "tag": "booking-1", "url": "/desk/ben-lo/"}]


def test_what_cannot_be_read_is_still_shown_in_our_own_words(phone):
    phone.evaluate("navigator.serviceWorker.ready")
    deliver(phone, "%")
    until(phone, f"async () => (await ({SHOWN})()).some((one) => one.title === 'Nhà mình có tin mới')")


def test_a_browser_that_was_told_not_to_says_how_it_may(sign_in, demo):
    page = sign_in("gom@example.org", PAGE, phone=True)
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' });")
    page.reload()
    expect(page.locator("[data-push-state=denied]")).to_be_visible()
    expect(page.locator("[data-push-on] button")).to_be_hidden()
