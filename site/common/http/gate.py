"""The gate: what no browser sends for a person is refused in words, before anything of ours reads it."""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

Answer = Callable[[HttpRequest], HttpResponse]
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

CHARSETS = ("utf-8", "ascii")
UNREADABLE = "ve_lang.unreadable"
# No file system knows a longer name, in bytes.
LONGEST_NAME = 255
# What a database can count to has 19 digits.
TOO_LARGE = re.compile(r"(?:^|/)\d{19,}(?:/|$)")


def readable(application: Application) -> Application:
    """`application` behind the first of the gates: Django itself breaks on some charsets, before any middleware."""

    def serve(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        take_charset(environ)
        return application(environ, start_response)

    return serve


def take_charset(environ: Environ) -> None:
    """Take a charset that is not UTF-8 away from the request, and mark one whose body it speaks of as unreadable.

    Every page here is UTF-8, and so is what its forms send. Python knows charsets that are none ("hex"), and some that
    carry half characters, which no database takes ("utf-7").
    """
    kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    if "charset" not in parameters or _is_ours(parameters["charset"]):
        return
    boundary = parameters.get("boundary")
    environ["CONTENT_TYPE"] = f"{kind}; boundary={boundary}" if boundary else kind
    environ[UNREADABLE] = environ["REQUEST_METHOD"] not in ("GET", "HEAD")


def _is_ours(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in CHARSETS
    except (LookupError, ValueError):
        return False


class ReadableRequests:
    """Among the first: what `take_charset` marked gets the page for what cannot be read (400).

    A cookie with control characters is none of ours and is left out.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get(UNREADABLE):
            raise BadRequest("charset")
        for name, value in list(request.COOKIES.items()):
            if not value.isprintable():
                del request.COOKIES[name]
        return self.get_response(request)


class PossiblePaths:
    """Among the last, so that its 404 is the page of all missing pages.

    A part of a path that is longer than a file's name may be, a number beyond all counting, or the sign that no
    database keeps, leads nowhere. A token is judged by its signature, and whoever has a spoilt one is told so.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Answer, arguments: list[Any], named: dict[str, Any]) -> None:
        path = request.path_info.replace(named.get("token", ""), "") if "token" in named else request.path_info
        if (
            "\x00" in path
            or TOO_LARGE.search(path)
            or any(len(part.encode()) > LONGEST_NAME for part in path.split("/"))
        ):
            raise Http404
