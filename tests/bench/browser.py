"""A guest's browser as far as a server can tell: one connection kept alive, cookies, forms, an address of its own."""

import http.client
import random
import re
import time
import uuid
from urllib.parse import urlencode, urlsplit

HOST = "ve-lang.example.org"
ORIGIN = f"https://{HOST}"
HEADERS = {
    "Host": HOST,
    "User-Agent": "Mozilla/5.0 (Linux; Android 13; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "vi-VN,vi;q=0.9,en;q=0.5",
    "Accept-Encoding": "identity",
    "X-Forwarded-Proto": "https",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}
# How many parties book from one address within the hour: well below HOLD_RATE, as people behind one router are.
PARTIES_PER_ADDRESS = 12

FIELD = re.compile(r'<input[^>]*?\bname="([^"]+)"[^>]*?\bvalue="([^"]*)"', re.S)
DAY_LINK = re.compile(r'href="([^"]*[?&;]day=[^"]*)"')


class Unexpected(Exception):
    """An answer that no guest should get."""


class Browser:
    def __init__(self, port: int, seed: int) -> None:
        self.port = port
        self.dice = random.Random(seed)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.parties = 0
        self.guest: dict[str, str] = {}
        self.times: list[tuple[str, float]] = []
        self._move()

    def connect(self) -> None:
        self.connection.close()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.connect()

    def _move(self) -> None:
        self.address = f"10.{self.dice.randrange(256)}.{self.dice.randrange(256)}.{self.dice.randrange(1, 255)}"

    def new_party(self) -> None:
        """Another guest: nobody is asked for proof, as few of them book so much."""
        self.parties += 1
        number = self.dice.randrange(10**6)
        self.guest = {
            "name": "Đặng Thị Thu Hà",
            "phone": f"0900{number:06}",
            "email": f"ha{number}@example.org",
            "note": "",
            "payment": "at_village",
            "consent": "on",
        }
        if self.parties % PARTIES_PER_ADDRESS == 0:
            self._move()

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request(method, path, body=body, headers=headers)
        return self.connection.getresponse()

    def ask(
        self,
        step: str,
        path: str,
        *,
        form: dict[str, str] | None = None,
        expect: int = 200,
        headers: dict[str, str] | None = None,
    ) -> tuple[str, str]:
        """Load `path`, or post `form` there; gives the text and where the answer leads. Noted as `step`."""
        sent = HEADERS | {"X-Forwarded-For": self.address} | (headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": ORIGIN, "Referer": ORIGIN + path}
        started = time.perf_counter()
        try:
            answer = self._send("GET" if form is None else "POST", path, body, sent)
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # The server closed a connection that was kept alive: once more on a new one, as browsers do.
            self.connect()
            answer = self._send("GET" if form is None else "POST", path, body, sent)
        text = answer.read().decode()
        self.times.append((step, (time.perf_counter() - started) * 1000))
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _sep, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        if answer.status != expect:
            raise Unexpected(f"{step}: {answer.status} instead of {expect} from {path}\n{_words(text)[:600]}")
        place = urlsplit(answer.getheader("Location") or "")
        return text, place.path + (f"?{place.query}" if place.query else "")


def fields(text: str, form_at: str) -> dict[str, str]:
    """The fields with values of the form on the page that posts to an address with `form_at` in it."""
    start = re.search(r'<form[^>]*action="[^"]*' + re.escape(form_at) + '[^"]*"', text)
    if start is None:
        raise Unexpected(f"no form for {form_at}: {_words(text)[:600]}")
    return dict(FIELD.findall(text[start.start() : text.index("</form>", start.start())]))


def day_links(text: str) -> list[str]:
    """The addresses of the days with free places, in the calendar of a page."""
    return [link.replace("&amp;", "&").partition("#")[0] for link in DAY_LINK.findall(text)]


def new_key() -> str:
    return str(uuid.uuid4())


def _words(text: str) -> str:
    main = text[text.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
