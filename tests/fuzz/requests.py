"""Requests that no browser of a person sends: what stands in them, and what must not come of it."""

import logging
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from common.http.gate import take_charset

FORM = "application/x-www-form-urlencoded"
CHARSETS = ["utf-8", "hex", "utf-7", "undefined", "idna", "unicode_escape", "utf-16", "latin-1", "bz2", "é", "a" * 3000]
# As they stand in an address or a form's body, already encoded.
HARD = [
    "9" * 5000,
    "-" + "9" * 5000,
    "99999999999999999999",
    "9223372036854775808",
    "2147483648",
    "-1",
    "0",
    "1e400",
    "%00",
    "ab%00cd",
    "%ED%A0%80",
    "%F0%9F%8F%BA",
    "%zz%",
    "%ff%fe",
    "%D9%A3%D9%A4",
    "%C2%B2",
    "a" * 5000,
    "..%2f..%2f..%2fetc%2fpasswd",
    "%0d%0aSet-Cookie:%20a=b",
    "2026-02-30",
    "0000-00-00",
    "99999-12-31",
    "31/12/99999999999999999999",
    "24:61",
    "%7B%7B%7B",
    "",
]
COOKIES = [
    "",
    "rubbish",
    "=;=;;,",
    'sessionid="abcdefgh\\000\\000"; csrftoken="\\000"; messages="\\000\\377"',
    "sessionid=%00%00%00%00%00%00%00%00; messages=" + "x" * 3000,
    "django_language=../../../etc; sessionid=" + "9" * 4000,
]
HEADERS = [
    {},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "\x00dat", "HTTP_HX_CURRENT_URL": "http://[::1"},
    {"HTTP_ACCEPT_LANGUAGE": "en;q=" + "9" * 400 + ",*;q=x"},
    {"HTTP_X_FORWARDED_FOR": "\x00, " + "9" * 400, "HTTP_REFERER": "http://[", "HTTP_ACCEPT": ";;q=/"},
    {"HTTP_RANGE": "bytes=" + "9" * 5000 + "-", "HTTP_IF_MODIFIED_SINCE": "x" * 400},
]
BOUNDARY = "multipart/form-data; boundary=tac"


class Wire(Client):
    """A client whose requests come through the first gate, as those of a server do (config.wsgi)."""

    def __init__(self) -> None:
        super().__init__(raise_request_exception=False)

    def _base_environ(self, **request):
        environ = super()._base_environ(**request)
        take_charset(environ)
        return environ


@dataclass(frozen=True)
class Request:
    """`path` and `query` as they stand on the wire; `who` names a client of the world."""

    who: str
    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = FORM
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Short enough to read, long enough to send again."""
        body = f" {self.body[:300]!r}" if self.body else ""
        return (
            f"{self.method} {self.path[:200]}?{self.query[:300]} as {self.who}, "
            f"Content-Type {self.content_type[:80]!r}, Cookie {self.cookie[:80]!r}, {self.headers}{body}"
        )


def form_body(values: dict[str, str]) -> bytes:
    """`values` by name, already encoded as in HARD."""
    return "&".join(f"{quote_plus(name)}={value}" for name, value in values.items()).encode()


def multipart(values: dict[str, str], *, whole: bool = True) -> bytes:
    parts = [
        f'--tac\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in values.items()
    ]
    return "".join([*parts, "--tac--\r\n" if whole else "--tac\r\nContent-Disposition: form-"]).encode()


def problem(client: Client, request: Request) -> str:
    """What is wrong with the answer to `request`: a fault of ours, named by what was raised; else nothing.

    Whatever it wrote is taken back, and what it counted is forgotten.
    """
    cache.clear()
    logging.disable(logging.CRITICAL)
    kept = client.cookies.copy()
    own = "; ".join(f"{name}={morsel.value}" for name, morsel in kept.items())
    cookie = "; ".join(part for part in (own if request.who != "stranger" else "", request.cookie) if part)
    extra = dict(request.headers) | ({"HTTP_COOKIE": cookie} if cookie else {})
    try:
        with transaction.atomic():
            response = client.generic(
                request.method, request.path, request.body, request.content_type, QUERY_STRING=request.query, **extra
            )
            if not response.streaming:
                text = response.content
            transaction.set_rollback(True)
    except Exception as error:  # outside of every handler, the server itself answers
        return f"{type(error).__name__}: {str(error)[:300]}\nwas raised by {request}"
    finally:
        client.cookies = kept
        logging.disable(logging.NOTSET)
    if response.status_code < 500:
        return "" if response.streaming or b"Traceback (most" not in text else f"A stack is shown by {request}"
    raised = response.exc_info[1] if response.exc_info else None
    return f"{response.status_code}, {type(raised).__name__}: {str(raised)[:300]}\nanswers {request}"
