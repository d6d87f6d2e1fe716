"""The connector that issues VAT invoices, asked over HTTP. The contract is in docs/operating.md."""

import json
from typing import Any

from django.conf import settings

from common.http.connector import NotNow, Rejected, ask
from common.words.text import single_line

LONGEST_NUMBER = 40
# Seconds.
TIMEOUT = 10


def over_http(body: dict[str, Any], *, once: str) -> str:
    """An `Issuer`. An answer without a number is one that is still at work."""
    try:
        answer = ask(settings.INVOICE_URL, body, key=settings.INVOICE_KEY, once=once, timeout=TIMEOUT)
    except Rejected as refused:
        raise Rejected(str(refused), _told(refused.answer, "message").encode()) from None
    number = _told(answer, "number")
    if not number or len(number) > LONGEST_NUMBER:
        raise NotNow("no number")
    return number


def _told(answer: bytes, name: str) -> str:
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    return single_line(str(told.get(name) or "")) if isinstance(told, dict) else ""
