"""Taps as a phone sends them, read strictly: what cannot be read gets a sentence, and nothing is done."""

import datetime as dt
import json
import uuid as uuids
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from bookings.domain.taps.taps import Tap
from bookings.enums import BY_HAND, DeskTapKind, PaidBy
from common.cms.amounts import VndField
from common.data.refusal import Refused

MOST = 50
MOST_PEOPLE = 1_000
LARGEST = 2**63 - 1
# Any clock may be wrong by years; these a database can still keep in every time zone.
YEARS = range(1970, 9999)


class Unreadable(Refused):
    message = _("What this phone sent cannot be read. Load the page anew, look at the booking and tap again.")


class TooMany(Refused):
    message = _("That is too much to send at once. Load the page anew, then it is sent in parts.")


def read_all(body: bytes) -> list[Any]:
    """The taps of `{"taps": […]}`, each as it came. Raises Unreadable, TooMany."""
    try:
        taps = json.loads(body)["taps"]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise Unreadable from None
    if not isinstance(taps, list):
        raise Unreadable
    if len(taps) > MOST:
        raise TooMany
    return taps


def read(told: Any) -> Tap:
    """One tap: `{"key", "what", "booking", "value", "tapped_at"}`. Raises Unreadable."""
    try:
        what = DeskTapKind(told["what"])
        tap = Tap(
            key=uuids.UUID(_text(told["key"])),
            what=what,
            reference=_text(told["booking"]),
            value=VALUES.get(what, _nothing)(told.get("value")),
            tapped_at=_moment(_text(told["tapped_at"])),
        )
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise Unreadable from None
    return tap


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 64 or not value.isprintable():
        raise ValueError(value)
    return value


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(value)
    return value


def _moment(text: str) -> dt.datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise ValueError(text)
    return moment


def _nothing(_value: Any) -> dict[str, Any]:
    return {}


def _came(value: Any) -> dict[str, Any]:
    units = {str(int(_text(unit))): _number(number, 0, MOST_PEOPLE) for unit, number in value["units"].items()}
    return {"units": units, "charge_all": value.get("charge_all") is True}


def _pay(value: Any) -> dict[str, Any]:
    amount, method = _number(value["amount"], 1, VndField.MOST), PaidBy(value["method"])
    if method not in BY_HAND:
        raise ValueError(method)
    told = {"amount": amount, "method": method.value}
    return told | ({"due": _number(value["due"], amount, LARGEST)} if "due" in value else {})


def _pay_undo(value: Any) -> dict[str, Any]:
    if "entry" in value:
        return {"entry": _number(value["entry"], 1, LARGEST)}
    return {"key": str(uuids.UUID(_text(value["key"])))}


VALUES: Mapping[DeskTapKind, Callable[[Any], dict[str, Any]]] = {
    DeskTapKind.CAME: _came,
    DeskTapKind.PAY: _pay,
    DeskTapKind.PAY_UNDO: _pay_undo,
}
