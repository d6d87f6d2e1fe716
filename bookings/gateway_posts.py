"""Gateways, asked over HTTP at the addresses that the operator wrote."""

import json
from collections.abc import Mapping
from typing import Any

from common.http.connector import post

# Seconds: MoMo asks for thirty; a guest who waits for a page to pay at is not kept so long.
TIMEOUT, GUESTS_TIMEOUT = 30, 10


def over_http(url: str, body: Mapping[str, Any]) -> bytes:
    """A `Post` of bookings.domain.money.online. Raises NotNow or Rejected."""
    return _post(url, body, TIMEOUT)


def while_a_guest_waits(url: str, body: Mapping[str, Any]) -> bytes:
    """The same, for a page that a guest is sent to."""
    return _post(url, body, GUESTS_TIMEOUT)


def _post(url: str, body: Mapping[str, Any], timeout: float) -> bytes:
    content = json.dumps(body, ensure_ascii=False).encode()
    return post(url, content, headers={"Content-Type": "application/json; charset=UTF-8"}, timeout=timeout)
