"""MoMo's gateway, version 2: a page to pay at (`create`), notices (IPN), `query` and `refund`, as developers.momo.vn
has them (decision 0073 says what was read where).

A text is signed by HMAC-SHA256 over given values, `name=value` in the order of their names, joined by `&`. Sums are
whole đồng. Answers to what is asked have no signature: that MoMo gives them is known by the address alone.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings

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
    asks_no_refunds,
    moment_of,
    numbered,
    parsed,
    plain,
    same,
    site_of,
    whole_dong,
)

TELLS_BY, OPENS, ASKS_REFUNDS = "POST", True, False
# In đồng, for one payment.
LEAST, MOST = 1_000, 50_000_000
DONE = "0"
# Authorised and not captured: neither paid nor not.
DOUBTED = ("9000",)
# The guest has not confirmed, or MoMo or the bank is at work.
UNDER_WAY = ("1000", "7000", "7002", "8000", *DOUBTED)
UNKNOWN_ORDER = "42"
# Final, and nothing was paid: no money, turned down, cancelled, limit, expired, account, promotion, identity, sign-in.
NOT_PAID = (
    "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1017", "1026", "4001", "4002", "4100",
)  # fmt: skip
# Of a refund, nothing was given back: access, version, signature, format, sum, unknown, failed, not to be refunded.
REFUND_REFUSED = ("11", "12", "13", "20", "21", "22", "42", "1080", "1088")
REFUND_UNDER_WAY = ("7000", "7002")
# What is signed, of a payment that is to begin and of a notice; `accessKey` comes before each.
ORDERED = (
    "amount", "extraData", "ipnUrl", "orderId", "orderInfo", "partnerCode", "redirectUrl", "requestId", "requestType",
)  # fmt: skip
TOLD = (
    "amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode", "payType", "requestId",
    "responseTime", "resultCode", "transId",
)  # fmt: skip
ASKED = ("orderId", "partnerCode", "requestId")
GIVEN_BACK = ("amount", "description", "orderId", "partnerCode", "requestId", "transId")
CREATE, QUERY, REFUND = "/v2/gateway/api/create", "/v2/gateway/api/query", "/v2/gateway/api/refund"


def is_on() -> bool:
    return bool(settings.MOMO_URL)


def pay_address() -> str:
    return settings.MOMO_URL


def takes(amount_vnd: int) -> bool:
    return LEAST <= amount_vnd <= MOST


def start(keys: Keys, order: Order, *, post: Post) -> str:
    body = _signed(
        keys,
        ORDERED,
        requestId=order.reference,
        orderId=order.reference,
        amount=order.amount_vnd,
        orderInfo=plain(order.info),
        redirectUrl=order.back_url,
        ipnUrl=order.told_url,
        requestType="captureWallet",
        extraData="",
        # In minutes.
        orderExpireTime=max(1, int((order.expires_at - order.created_at).total_seconds() // 60)),
        lang=_language(order.language),
    )
    said = parsed(post(_at(CREATE), body))
    url = said.get("payUrl", "")
    # A guest is sent to MoMo, and nowhere else.
    if said.get("resultCode") != DONE or site_of(url) != site_of(settings.MOMO_URL):
        raise NotOpened(said.get("resultCode", ""))
    return url


def read(keys: Keys, said: Mapping[str, str]) -> Word:
    if said.get("partnerCode") != keys.code or not same(sign(keys, said, TOLD), said.get("signature", "")):
        raise NotProven
    code = said.get("resultCode", "")
    if code in UNDER_WAY:
        return _word(said, Outcome.OPEN, code)
    return _word(said, Outcome.PAID, "") if code == DONE else _word(said, Outcome.FAILED, code)


# Both are signed alike.
came_back = read


def reference_in(said: Mapping[str, str]) -> str:
    return said.get("orderId", "")


def answer(heard: Heard) -> tuple[int, dict[str, str | int]]:
    """204 is all that MoMo asks for; what could not be proven or written is an error of HTTP's own."""
    return {Heard.NOT_PROVEN: 400, Heard.BROKEN: 500}.get(heard, 204), {}


def query(keys: Keys, question: Question, *, post: Post) -> tuple[Word, dict[str, str]]:
    body = _signed(keys, ASKED, requestId=question.request_id, orderId=question.reference, lang="vi")
    said = parsed(post(_at(QUERY), body))
    code = said.get("resultCode", "")
    if said.get("orderId") != question.reference or said.get("partnerCode") != keys.code:
        raise NoWord(code)
    if code in UNDER_WAY or code == UNKNOWN_ORDER:
        return _word(said, Outcome.OPEN, code), said
    if code in NOT_PAID:
        return _word(said, Outcome.FAILED, code), said
    if code != DONE or not numbered(said.get("transId", "")):
        raise NoWord(code)
    return _word(said, Outcome.PAID, ""), said


def refund(keys: Keys, back: GiveBack, *, post: Post) -> tuple[Back, str]:
    if not back.number.isdecimal():
        return Back.UNCLEAR, ""
    body = _signed(
        keys,
        GIVEN_BACK,
        requestId=back.request_id,
        # Another than that of the payment, as MoMo wants it.
        orderId=back.request_id,
        amount=back.amount_vnd,
        transId=int(back.number),
        description=f"Hoan tien {back.reference}",
        lang="vi",
    )
    said = parsed(post(_at(REFUND), body))
    code = said.get("resultCode", "")
    if said.get("orderId") != back.request_id or said.get("partnerCode") != keys.code:
        return Back.UNCLEAR, code
    if code == DONE:
        return (Back.DONE, "") if said.get("amount") == str(back.amount_vnd) else (Back.UNCLEAR, code)
    if code in REFUND_UNDER_WAY:
        return Back.TAKEN, code
    return (Back.REFUSED, code) if code in REFUND_REFUSED else (Back.UNCLEAR, code)


refunded = asks_no_refunds


def sign(keys: Keys, values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    text = "&".join([f"accessKey={keys.second}", *(f"{name}={values.get(name, '')}" for name in names)])
    return hmac.new(keys.secret.encode(), text.encode("utf-8", "replace"), "sha256").hexdigest()


def _signed(keys: Keys, names: tuple[str, ...], **values: Any) -> dict[str, Any]:
    body = {"partnerCode": keys.code} | values
    return body | {"signature": sign(keys, body, names)}


def _word(said: Mapping[str, str], outcome: Outcome, code: str) -> Word:
    return Word(
        reference=said.get("orderId", ""),
        amount_vnd=whole_dong(said.get("amount", "")),
        outcome=outcome,
        code=code[:20],
        number=numbered(said.get("transId", "")),
        paid_at=moment_of(said.get("responseTime", "")) if outcome == Outcome.PAID else None,
    )


def _at(path: str) -> str:
    return settings.MOMO_URL.rstrip("/") + path


def _language(language: str) -> str:
    return "en" if language.startswith("en") else "vi"
