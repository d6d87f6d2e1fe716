"""One demo and one browser for a process's journeys; a page that logs an error to the console fails its test.

All journeys run on SQLite. `make test` runs on a server those marked `both_databases`: mark what hangs on how a
database locks, searches or reckons times (seats, waiting, schedules, search). Each file's first journey is marked by
itself, so that a new file is seen on both.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.browser import ARGUMENTS, DESK, PHONE, chromium
from tests.journeys.data import copy_database, copy_folder
from tests.journeys.server import Demo, running_demo

REFUSED = (
    "Failed to load resource",
    # The signal was cut while the desk's worker came.
    "An unknown error occurred when fetching the script.",
    "Response Status Error Code",
    "htmx:afterRequest",
    "htmx:sendError",
    "htmx:responseError",
)
# Milliseconds, for taps and for what is expected alike: two browsers and two servers share a small machine.
PATIENCE = 15_000
REASON = "no Chromium found: install one, or name it by CHROMIUM=/path/to/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    seen: set[Path] = set()
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if item.path not in seen:
                item.add_marker(pytest.mark.both_databases)
                seen.add(item.path)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=REASON))


@pytest.fixture(scope="session")
def demo(tmp_path_factory, django_db_blocker) -> Iterator[Demo]:
    """One for each process of the run."""
    folder = tmp_path_factory.mktemp("demo")
    database = ""
    if connection.vendor == "sqlite":
        copy_folder(folder)
    else:
        with django_db_blocker.unblock():
            database = copy_database()
    with running_demo(folder, database) as running:
        yield running


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    # Playwright's sync API keeps an event loop running in this thread, which Django takes for an async context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chrome: Browser, demo: Demo) -> Iterator[Callable[..., Page]]:
    """`visit("/lang/", phone=True, script=False)` opens a page in a fresh context and watches its console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str = "/", *, phone: bool = True, script: bool = True) -> Page:
        context = chrome.new_context(
            base_url=demo.url, viewport=PHONE if phone else DESK, java_script_enabled=script, locale="vi-VN"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A refused form answers 4xx on purpose, and Chromium and htmx log that; everything else is a fault.
    assert [text for text in complaints if not text.startswith(REFUSED) or "500" in text] == []


@pytest.fixture
def sign_in(visit) -> Callable[..., Page]:
    def enter(email: str, path: str, *, phone: bool = False) -> Page:
        page = visit(path, phone=phone)
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", "velang-demo")
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    return enter
