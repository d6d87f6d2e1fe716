"""A visitor with a browser's cookies, who notes how long each answer took."""

import http.client
import json
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    seconds: float
    leads_to: str


@dataclass
class Visitor:
    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, **form: str) -> Answer:
        """With the token that some page before has set as a cookie."""
        return self._ask("POST", path, urlencode(form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}), FORM)

    def send(self, path: str, told: dict) -> Answer:
        """As a script of ours sends it."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.cookies["csrftoken"]}
        return self._ask("POST", path, json.dumps(told), headers)

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | more
        began = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        seconds = time.monotonic() - began
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update((name, it.value) for name, it in SimpleCookie(line).items())
        return Answer(answer.status, text, seconds, answer.headers.get("Location", ""))
