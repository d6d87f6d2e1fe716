"""The load, in a process of its own whose CPU nobody counts: so many browsers, each in a thread, one after another."""

import threading
import time
from collections.abc import Callable, Iterator

from tests.bench.browser import Browser, Unexpected, day_links, fields, new_key
from tests.bench.processes import answer_lines

_browsers: dict[int, list[Browser]] = {}


def browsers(port: int, clients: int) -> list[Browser]:
    """The same ones for every round, with their cookies; they connect anew, as after a pause."""
    known = _browsers.setdefault(port, [])
    known += [Browser(port, seed=port * 1000 + number) for number in range(len(known), clients)]
    for browser in known[:clients]:
        browser.connect()
        browser.times.clear()
    return known[:clients]


def run(port: int, clients: int, count: int, act: Callable[[Browser, int], None], *, tolerated: int = 0) -> dict:
    """`count` acts shared by the browsers, each taking the next as soon as it is done with one."""
    crowd = browsers(port, clients)
    turns: Iterator[int] = iter(range(count))
    lock, start, wrong = threading.Lock(), threading.Barrier(clients + 1), []

    def live(browser: Browser) -> None:
        start.wait()
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None or len(wrong) > tolerated:
                return
            try:
                act(browser, turn)
            except (Unexpected, OSError) as error:
                wrong.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=live, args=[browser]) for browser in crowd]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    times: dict[str, list[float]] = {}
    for browser in crowd:
        for step, taken in browser.times:
            times.setdefault(step, []).append(taken)
    return {"seconds": time.perf_counter() - began, "times": times, "wrong": wrong}


def floor(port: int, clients: int, count: int, counters: int) -> dict:
    """One UPDATE and one INSERT, on one row or over many."""
    return run(port, clients, count, lambda browser, turn: _floor(browser, turn % counters + 1))


def _floor(browser: Browser, number: int) -> None:
    browser.ask("floor", f"/{number}/", form={"seats": "2"}, expect=204)


def warm(port: int, clients: int, path: str) -> dict:
    """Give every browser the cookie that forms need."""
    return run(port, clients, clients * 2, lambda browser, turn: browser.ask("warm", path) and None)


def pairs(
    port: int, clients: int, count: int, slug: str, adult: int, slots: list[int], full_after: int | None = None
) -> dict:
    """Hold two places, then confirm. With `full_after`, only so many can: the others are told so."""

    def act(browser: Browser, turn: int) -> None:
        browser.new_party()
        token = browser.cookies["__Host-csrf"]
        form = {"csrfmiddlewaretoken": token, "key": new_key(), "slot": str(slots[turn % len(slots)]), f"u{adult}": "2"}
        _text, booking = browser.ask("hold", f"/dat-cho/giu/{slug}/", form=form, expect=302)
        browser.ask("confirm", booking + "xac-nhan/", form={"csrfmiddlewaretoken": token, **browser.guest}, expect=302)

    found = run(port, clients, count, act, tolerated=0 if full_after is None else count)
    if full_after is not None:
        found["refused"] = sum("422 instead of 302" in text for text in found["wrong"])
        found["wrong"] = [text for text in found["wrong"] if "422 instead of 302" not in text]
    return found


def visits(port: int, clients: int, count: int, page: str, slug: str, adult: int) -> dict:
    """Whole bookings, with every page that a guest loads on the way."""

    def act(browser: Browser, turn: int) -> None:
        browser.new_party()
        browser.ask("home", "/")
        text, _place = browser.ask("experience", page)
        link = browser.dice.choice(day_links(text))
        htmx = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "dat", "HX-Current-URL": page, "Accept": "*/*"}
        link = link if link.startswith("/") else page + link
        text, _place = browser.ask("day", link, headers=htmx)
        form = fields(text, f"/giu/{slug}/") | {f"u{adult}": "2"}
        _text, booking = browser.ask("hold", f"/dat-cho/giu/{slug}/", form=form, expect=302)
        text, _place = browser.ask("details", booking)
        token = fields(text, "/xac-nhan/")["csrfmiddlewaretoken"]
        browser.ask("confirm", booking + "xac-nhan/", form={"csrfmiddlewaretoken": token, **browser.guest}, expect=302)
        browser.ask("ticket", booking)

    return run(port, clients, count, act)


def pages(port: int, clients: int, count: int, path: str) -> dict:
    """One page, again and again."""
    return run(port, clients, count, lambda browser, turn: browser.ask("page", path) and None)


if __name__ == "__main__":
    answer_lines({"floor": floor, "warm": warm, "pairs": pairs, "visits": visits, "pages": pages})
