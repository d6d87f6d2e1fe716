"""Open every page of one host's desk in a Chromium behind a village's signal, and say when it can be used: JSON lines.

`python tools/desk_speed.py HOST`, on the database that DATABASE_URL names, beside `desk_pages.py`: it starts the
product as in production on a port of its own, which refuses a database with the demo's accounts. Each answer waits
400 ms and comes at 50 KB a second. `paint` and `usable` are milliseconds until something is painted and until taps
work; `bytes` and `files` what came over the wire. The first line is a phone's first visit, all others find styles and
scripts in the browser. The desk's worker is left out: what it fetches is not slowed down. Fails where one of these
others is later than LATEST or heavier than MOST.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "tools")]
FOLDER = tempfile.TemporaryDirectory(prefix="ve-lang-speed-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    "VAR_DIR": FOLDER.name,
    "SECRET_KEY": "only-for-measuring",
    "ALLOWED_HOSTS": "127.0.0.1",
    "BASE_URL": "https://127.0.0.1",
    "EMAIL_URL": "dummymail://",
    "DEFAULT_FROM_EMAIL": "ve-lang@example.org",
}

from desk_pages import MOST, addresses
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.bench.processes import Server
from tests.journeys.browser import ARGUMENTS, PHONE, chromium
from tests.journeys.steps import until
from villages.models import Host

# Milliseconds.
LATENCY = 400
LATEST = 1_000
PATIENCE = 120_000
# Requests after which every process of the server has read its code.
WARM = 6
# Bytes a second.
SPEED = 50 * 1024
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"
TOLD = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const all = [page, ...performance.getEntriesByType("resource")];
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return {
    paint: Math.round(paint.startTime),
    usable: Math.round(page.domContentLoadedEventEnd),
    bytes: all.reduce((sum, one) => sum + one.transferSize, 0),
    files: all.filter((one) => one.transferSize > 0).length,
  };
}"""


def session_of(host: Host) -> str:
    """Of a member of the host, signed in."""
    member = host.members.select_related("user").first()
    assert member, "this host has no member to ask as"
    session = SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextmanager
def phone(port: int, session: str) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        # As a proxy in front would send it, which also says that the visitor came by HTTPS.
        headers = {"X-Forwarded-Proto": "https", "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{port}",
            viewport={"width": PHONE["width"], "height": PHONE["height"]},
            service_workers="block",
            extra_http_headers=headers,
        )
        yield context
        browser.close()


def measure(page: Page, url: str) -> dict:
    answer = page.goto(url, wait_until="load")
    assert answer, url
    assert (answer.status, "/login/" in page.url) == (200, False), (url, answer.status, page.url)
    until(page, PAINTED)
    return page.evaluate(TOLD)


def main() -> None:
    host = Host.objects.get(slug=sys.argv[1])
    call_command("collectstatic", interactive=False, verbosity=0)
    urls, session, late = addresses(host), session_of(host), []
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = Server("config.wsgi:application", dict(os.environ), Path(FOLDER.name) / "server.log")
    try:
        with phone(server.port, session) as context:
            context.set_default_timeout(PATIENCE)
            for _ in range(WARM):
                context.request.get(urls["today"], timeout=PATIENCE)
            page = context.new_page()
            slow = {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
            context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
            print(json.dumps({"page": "first visit"} | measure(page, urls["today"])), flush=True)
            for name, url in urls.items():
                if name.endswith("fresh"):
                    continue
                measure(page, url)
                found = measure(page, url)
                print(json.dumps({"page": name} | found), flush=True)
                late += [name] if found["usable"] > LATEST or found["bytes"] > MOST else []
    finally:
        server.close()
    if late:
        sys.exit(f"Later than {LATEST} ms or heavier than {MOST} bytes: {', '.join(late)}")


if __name__ == "__main__":
    main()
