"""ZaloPay's gateway, version 2: a page to pay at (`create`), notices, `query`, `refund` and `query_refund`, as
docs.zalopay.vn has them (decision 0076 says what was read where).

What is asked is signed by HMAC-SHA256 with the first key over given values, joined by a bar; a notice by the second
key over its text as it came, the guest's return by the second over values of its own. Sums are whole đồng. Answers have
no signature and name no order: that they are ZaloPay's, and about what was asked, is known by the address alone.
"""

import datetime as dt
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from bookings.domain.money.online.gateway import (
    Back,
    GiveBack,
    Heard,
    Keys,
    NotOpened,
    NotProven,
    NoWord,
    Order,
    Outcome,
    Post,
    Question,
    Word,
    moment_of,
    numbered,
    parsed,
    plain,
    same,
    site_of,
    whole_dong,
)

TELLS_BY, OPENS, ASKS_REFUNDS = "POST", True, True
DONE, FAILED, UNDER_WAY = "1", "2", "3"
# Of an order that failed: its time is over. Nothing else is final, as its guest may pay it another way until then.
EXPIRED = "-54"
# What the guest brings back who cancelled at its page.
CANCELLED = "-49"
# Of the guest's day or month, instead of a code of three: they have not paid.
LIMITS = tuple(f"-{code}" for code in (1330, 1331, 1332, 1333, 1340, 1341, 1342, 1343))
# Of a refund, nothing was given back: failed, too late, sum, not to be refunded.
REFUND_FAILED = ("0", "-13", "-14", "-32")
# Of one that was only just asked for: nothing was begun. Late, sum, not to be refunded, unknown money; and instead of a
# code of three: format, signature, too often.
REFUND_REFUSED, REQUEST_REFUSED = ("-13", "-14", "-32", "-101"), ("-401", "-402", "-429")
# What a notice is about: an order, and no agreement.
OF_AN_ORDER = "1"
ANSWERS = {
    Heard.TAKEN: (1, "success"),
    Heard.ALREADY: (1, "success"),
    Heard.UNKNOWN: (2, "order not found"),
    Heard.OTHER_SUM: (2, "invalid amount"),
    Heard.NOT_PROVEN: (-1, "mac not equal"),
    Heard.BROKEN: (0, "try again"),
}
CREATE, QUERY, REFUND, QUERY_REFUND = "/v2/create", "/v2/query", "/v2/refund", "/v2/query_refund"
# Of the guest ZaloPay is told nothing; it wants a word that is not empty.
GUEST, NOTHING = "khach", "[]"
# What is signed, in this order.
ORDERED = ("app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item")
GIVEN_BACK = ("app_id", "zp_trans_id", "amount", "description", "timestamp")
ASKED_BACK = ("app_id", "m_refund_id", "timestamp")
CAME_BACK = ("appid", "apptransid", "pmcid", "bankcode", "amount", "discountamount", "status")
# A refund's name has 45 letters at most, with day and code before ours.
REQUEST_LETTERS = 24


def is_on() -> bool:
    return bool(settings.ZALOPAY_API_URL and settings.ZALOPAY_PAY_URL)


def pay_address() -> str:
    return settings.ZALOPAY_PAY_URL


def takes(amount_vnd: int) -> bool:
    # Limits are nowhere written where we could read them: what is above or below opens no page.
    return amount_vnd > 0


def start(keys: Keys, order: Order, *, post: Post) -> str:
    body = {
        "app_id": int(keys.code),
        "app_user": GUEST,
        "app_trans_id": _named(order.created_at, order.reference),
        "app_time": _milliseconds(order.created_at),
        "expire_duration_seconds": int((order.expires_at - order.created_at).total_seconds()),
        "amount": order.amount_vnd,
        "description": plain(order.info),
        "callback_url": order.told_url,
        "item": NOTHING,
        "embed_data": json.dumps({"redirecturl": order.back_url}),
        # Whichever way ZaloPay offers.
        "bank_code": "",
    }
    said = parsed(post(_at(CREATE), body | {"mac": sign(keys.secret, body, ORDERED)}))
    url = said.get("order_url", "")
    # A guest is sent to ZaloPay, and nowhere else.
    if said.get("return_code") != DONE or site_of(url) != site_of(settings.ZALOPAY_PAY_URL):
        raise NotOpened(_code(said))
    return url


def read(keys: Keys, said: Mapping[str, str]) -> Word:
    """A notice comes of money alone; of whom it is for is in its text, which is what is signed."""
    text = said.get("data", "")
    proven = bool(keys.second) and same(_hmac(keys.second, text), said.get("mac", ""))
    told = parsed(text.encode("utf-8", "replace")) if proven else {}
    if told.get("app_id") != keys.code or said.get("type", OF_AN_ORDER) != OF_AN_ORDER:
        raise NotProven
    paid = Outcome.PAID if numbered(told.get("zp_trans_id", "")) else Outcome.OPEN
    return _word(told, _reference(told.get("app_trans_id", "")), paid, "")


def came_back(keys: Keys, said: Mapping[str, str]) -> Word:
    """Signed otherwise than a notice, so that what a guest's browser brings is never taken for one."""
    right = bool(keys.second) and same(sign(keys.second, said, CAME_BACK), said.get("checksum", ""))
    if not right or said.get("appid") != keys.code:
        raise NotProven
    status = said["status"] if re.fullmatch(r"-?[0-9]{1,6}", said.get("status", "")) else ""
    if status == DONE:
        outcome = Outcome.PAID
    else:
        outcome = Outcome.FAILED if status.startswith("-") else Outcome.OPEN
    return _word(said, reference_in(said), outcome, "" if status == DONE else status)


def reference_in(said: Mapping[str, str]) -> str:
    return _reference(said.get("apptransid", ""))


def answer(heard: Heard) -> tuple[int, dict[str, str | int]]:
    code, message = ANSWERS[heard]
    return 200, {"return_code": code, "return_message": message}


def query(keys: Keys, question: Question, *, post: Post) -> tuple[Word, dict[str, str]]:
    named = _named(question.created_at, question.reference)
    mac = _hmac(keys.secret, f"{keys.code}|{named}|{keys.secret}")
    said = parsed(post(_at(QUERY), {"app_id": int(keys.code), "app_trans_id": named, "mac": mac}))
    code, detail = said.get("return_code", ""), said.get("sub_return_code", "")
    if code == UNDER_WAY or code in LIMITS:
        return _word(said, question.reference, Outcome.OPEN, code), said
    if code == FAILED:
        outcome = Outcome.FAILED if detail == EXPIRED else Outcome.OPEN
        # What failed names no sum: that it failed is said of the one that was asked for.
        return Word(question.reference, question.amount_vnd, outcome, _code(said), "", None), said
    if code != DONE or not numbered(said.get("zp_trans_id", "")):
        raise NoWord(_code(said))
    return _word(said, question.reference, Outcome.PAID, ""), said


def refund(keys: Keys, back: GiveBack, *, post: Post) -> tuple[Back, str]:
    body = {
        "app_id": int(keys.code),
        "m_refund_id": _refund_named(keys, back),
        "zp_trans_id": back.number,
        "amount": back.amount_vnd,
        "timestamp": _milliseconds(back.asked_at),
        "description": f"Hoan tien {back.reference}",
    }
    said = parsed(post(_at(REFUND), body | {"mac": sign(keys.secret, body, GIVEN_BACK)}))
    code, detail = said.get("return_code", ""), said.get("sub_return_code", "")
    # Also where it says that it is done: its end is what it says when it is asked about.
    if code in (DONE, UNDER_WAY):
        return Back.TAKEN, "" if code == DONE else code
    refused = code in REQUEST_REFUSED or (code == FAILED and detail in REFUND_REFUSED)
    return Back.REFUSED if refused else Back.UNCLEAR, _code(said)


def refunded(keys: Keys, back: GiveBack, *, now: dt.datetime, post: Post) -> tuple[Back, str]:
    body = {
        "app_id": int(keys.code),
        "m_refund_id": _refund_named(keys, back),
        "timestamp": _milliseconds(now),
    }
    said = parsed(post(_at(QUERY_REFUND), body | {"mac": sign(keys.secret, body, ASKED_BACK)}))
    code, detail = said.get("return_code", ""), said.get("sub_return_code", "")
    if code == DONE:
        return Back.DONE, ""
    if code == UNDER_WAY:
        return Back.TAKEN, _code(said)
    if code == FAILED and detail in REFUND_FAILED:
        return Back.REFUSED, _code(said)
    # Also where it has never heard of it: what was asked may still be under way.
    raise NoWord(_code(said))


def sign(key: str, values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return _hmac(key, "|".join(str(values.get(name, "")) for name in names))


def _hmac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), "sha256").hexdigest()


def _code(said: Mapping[str, str]) -> str:
    """The nearer one of its two codes."""
    code, detail = said.get("return_code", ""), said.get("sub_return_code", "")
    return (detail if code in (FAILED, UNDER_WAY) and detail not in ("", "0") else code)[:20]


def _word(said: Mapping[str, str], reference: str, outcome: Outcome, code: str) -> Word:
    return Word(
        reference=reference,
        amount_vnd=whole_dong(said.get("amount", "")),
        outcome=outcome,
        code=code[:20],
        number=numbered(said.get("zp_trans_id", "")),
        paid_at=moment_of(said.get("server_time", "")) if outcome == Outcome.PAID else None,
    )


def _day(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%y%m%d}"


def _named(created_at: dt.datetime, reference: str) -> str:
    """What ZaloPay calls an order: it wants the day of Việt Nam first."""
    return f"{_day(created_at)}_{reference}"


def _reference(named: str) -> str:
    return named[7:] if re.match(r"[0-9]{6}_", named) else ""


def _refund_named(keys: Keys, back: GiveBack) -> str:
    return f"{_day(back.asked_at)}_{keys.code}_{back.request_id[:REQUEST_LETTERS]}"


def _milliseconds(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def _at(path: str) -> str:
    return settings.ZALOPAY_API_URL.rstrip("/") + path
