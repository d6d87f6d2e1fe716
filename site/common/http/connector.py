"""Asking somebody else's service to do a thing once, over HTTP: at addresses that the operator wrote."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

# What a service may answer today and not tomorrow: it took too long, it is too early, too many, broken.
PASSING = {408, 425, 429}
# In bytes; more is no answer to anything that is asked here.
LONGEST = 100_000


class NotNow(Exception):
    """The service could not be asked, or does not take it now: worth another try."""


class Rejected(Exception):
    """The service will not take it, however often it is asked. `answer` is what it said."""

    def __init__(self, message: str, answer: bytes = b"") -> None:
        super().__init__(message)
        self.answer = answer


class _NoRedirects(HTTPRedirectHandler):
    """The key goes to the address that the operator wrote, and nowhere else."""

    def redirect_request(self, *_asked: object) -> None:
        return None


_opener = build_opener(_NoRedirects)


def ask(url: str, body: Mapping[str, Any], *, key: str, once: str, timeout: float) -> bytes:
    """POST `body` as JSON with the bearer `key`; of one `once` the service does it once, however often it is asked.

    Raises NotNow or Rejected; `timeout` in seconds.
    """
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}", "Idempotency-Key": once}
    return post(url, json.dumps(body, ensure_ascii=False).encode(), headers=headers, timeout=timeout)


def post(url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> bytes:
    """POST `body` to a service that has a manner of its own. Raises NotNow or Rejected; `timeout` in seconds."""
    request = Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310, the operator's own address
    try:
        with _opener.open(request, timeout=timeout) as answer:
            return answer.read(LONGEST)
    except HTTPError as error:
        with error:
            if error.code in PASSING or error.code >= 500:
                raise NotNow(f"answered {error.code}") from None
            raise Rejected(f"answered {error.code}", error.read(LONGEST)) from None
    except (OSError, HTTPException) as error:
        raise NotNow(type(error).__name__) from error
