"""A host's phone on a slow network: the list opens, a tap says at once that it is on its way, and its answer comes."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.parties import PARTY_TODAY, of_newest

# What GSM gives in the hills: milliseconds there and back, bytes a second.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
# Notes whether the button ever says that it is at work: the line that runs under its words.
WATCH = """(button) => {
  const busy = () => getComputedStyle(button, "::before").backgroundImage.includes("gradient");
  window.wasBusy = busy();
  new MutationObserver(() => { window.wasBusy ||= busy(); }).observe(button.form, { attributes: true, subtree: true });
  return window.wasBusy;
}"""
# Two taps of an impatient thumb, at once.
TWICE = "(button) => { button.click(); button.click(); }"


def slow(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """What is in the browser's cache stays there, as on a host's phone: a route of Playwright's would empty it."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": list(without)})
    session.send("Network.emulateNetworkConditions", SLOW)


def party_today(demo, desk: Page) -> Locator:
    """The row of a party made just now: of a list that is still coming, the last row is not the last."""
    demo.run(PARTY_TODAY)
    return of_newest(demo, desk, ".desk-booking-row")


def test_on_a_slow_network_a_tap_is_seen_to_be_sent_and_answered_once(demo, sign_in):
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    row = party_today(demo, desk)
    slow(desk)
    sent = []
    desk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    desk.reload(wait_until="commit")
    form = row.locator("form[action$='/check-in/']")
    button = form.locator("button")
    expect(button).to_be_visible()
    # Scripts come after the list; a tap before them is a plain form, which is sent as well.
    desk.wait_for_load_state()
    assert not button.evaluate(WATCH)
    button.evaluate(TWICE)
    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()

    assert len([url for url in sent if url.endswith("/check-in/")]) == 1
    assert desk.evaluate("window.wasBusy")
    # And the page goes on: money on the same row, from the answer that came.
    row.locator("form[action$='/thu/'] button").first.click()
    expect(row.locator("summary", has_text="Đã thu")).to_be_visible()


def test_before_the_scripts_have_come_a_tap_is_a_form_and_is_answered_too(demo, sign_in):
    desk = sign_in("gom@example.org", "/desk/ben-lo/", phone=True)
    row = party_today(demo, desk)
    slow(desk, without=("*.js",))

    desk.reload(wait_until="commit")
    row.locator("form[action$='/check-in/'] button").click()

    expect(row.locator("form[action$='/undo-check-in/'] button")).to_be_visible()
    assert not desk.evaluate("Boolean(window.htmx)")
