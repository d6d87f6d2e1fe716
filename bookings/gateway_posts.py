"""Gateways, asked over HTTP at the addresses that the operator wrote."""

import json
from collections.abc import Mapping

from common.http.connector import post

# Seconds.
TIMEOUT = 15


def over_http(url: str, body: Mapping[str, str]) -> bytes:
    """A `Post` of bookings.domain.money.online. Raises NotNow or Rejected."""
    content = json.dumps(body, ensure_ascii=False).encode()
    return post(url, content, headers={"Content-Type": "application/json"}, timeout=TIMEOUT)
