"""VNPay 2.1.0: the address to pay at, notices (IPN), `querydr` and `refund`, as sandbox.vnpayment.vn/apis has them.

An address is signed by HMAC-SHA512 over its values, form-encoded in the order of their names; what is asked and
answered as JSON over its values in a given order, joined by a bar. Times are of UTC+7, sums in hundredths of a đồng.
"""

import datetime as dt
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from bookings.domain.money.online.gateway import (
    Back,
    GiveBack,
    Heard,
    Keys,
    NotProven,
    NoWord,
    Order,
    Outcome,
    Post,
    Question,
    Word,
    asks_no_refunds,
    parsed,
    plain,
    same,
)

TELLS_BY, OPENS, ASKS_REFUNDS = "GET", False, False
VERSION = "2.1.0"
# Of what is said of an attempt: the money is there.
DONE = "00"
# In a transaction's status: it is not at its end.
UNDER_WAY = "01"
# The bank took the money, and VNPay has doubts or not got it: neither paid nor not.
DOUBTED = ("04", "07")
UNKNOWN_ORDER = "91"
# A refund's status, where VNPay has accepted it: at work, sent to the bank.
REFUND_UNDER_WAY, REFUND_TURNED_DOWN = ("05", "06"), "09"
# Answers that say that nothing was given back: merchant, format, unknown, not paid, signature.
REFUND_REFUSED = ("02", "03", "91", "95", "97")
ANSWERS = {
    Heard.TAKEN: ("00", "Confirm Success"),
    Heard.UNKNOWN: ("01", "Order not found"),
    Heard.ALREADY: ("02", "Order already confirmed"),
    Heard.OTHER_SUM: ("04", "Invalid amount"),
    Heard.NOT_PROVEN: ("97", "Invalid signature"),
    Heard.BROKEN: ("99", "Unknown error"),
}
# VNPay wants an address of the web of whoever asks; a worker has none that means anything.
OUR_ADDRESS = "127.0.0.1"
ASKED_BY = "desk"
# What an answer's signature is over, in this order.
REFUND_ANSWERED = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
    "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus", "vnp_OrderInfo",
)  # fmt: skip
QUERY_ANSWERED = (*REFUND_ANSWERED, "vnp_PromotionCode", "vnp_PromotionAmount")
_STAMP = "%Y%m%d%H%M%S"


def is_on() -> bool:
    return bool(settings.VNPAY_PAY_URL and settings.VNPAY_API_URL)


def pay_address() -> str:
    return settings.VNPAY_PAY_URL


def takes(amount_vnd: int) -> bool:
    # Twelve figures, in hundredths of a đồng.
    return 0 < amount_vnd < 10**10


def start(keys: Keys, order: Order, *, post: Post) -> str:
    params = {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": keys.code,
        "vnp_Amount": str(order.amount_vnd * 100),
        "vnp_CreateDate": _stamp(order.created_at),
        "vnp_ExpireDate": _stamp(order.expires_at),
        "vnp_CurrCode": "VND",
        "vnp_IpAddr": order.address or OUR_ADDRESS,
        "vnp_Locale": "en" if order.language.startswith("en") else "vn",
        "vnp_OrderInfo": plain(order.info),
        "vnp_OrderType": "other",
        "vnp_ReturnUrl": order.back_url,
        "vnp_TxnRef": order.reference,
    }
    text = signed_text(params)
    return f"{settings.VNPAY_PAY_URL}?{text}&vnp_SecureHash={sign(keys.secret, text)}"


def read(keys: Keys, said: Mapping[str, str]) -> Word:
    if not same(sign(keys.secret, signed_text(said)), said.get("vnp_SecureHash", "")):
        raise NotProven
    code, status = said.get("vnp_ResponseCode", ""), said.get("vnp_TransactionStatus", "")
    paid = code == status == DONE
    return _word(said, Outcome.PAID if paid else Outcome.FAILED, "" if paid else _worse(code, status))


# Both are signed alike.
came_back = read


def reference_in(said: Mapping[str, str]) -> str:
    return said.get("vnp_TxnRef", "")


def answer(heard: Heard) -> tuple[int, dict[str, str | int]]:
    code, message = ANSWERS[heard]
    return 200, {"RspCode": code, "Message": message}


def query(keys: Keys, question: Question, *, post: Post) -> tuple[Word, dict[str, str]]:
    body = _signed(
        keys,
        vnp_RequestId=question.request_id,
        vnp_Version=VERSION,
        vnp_Command="querydr",
        vnp_TmnCode=keys.code,
        vnp_TxnRef=question.reference,
        vnp_TransactionDate=_stamp(question.created_at),
        vnp_CreateDate=_stamp(question.asked_at),
        vnp_IpAddr=OUR_ADDRESS,
        vnp_OrderInfo=f"Truy van {question.reference}",
    )
    said = parsed(post(settings.VNPAY_API_URL, body))
    code = said.get("vnp_ResponseCode", "")
    if code == UNKNOWN_ORDER:
        return Word(question.reference, 0, Outcome.OPEN, code, "", None), said
    if code != DONE or said.get("vnp_TxnRef") != question.reference or not _is_answer(keys, said, QUERY_ANSWERED):
        raise NoWord(code)
    status = said.get("vnp_TransactionStatus", "")
    if status == DONE:
        outcome = Outcome.PAID
    else:
        outcome = Outcome.OPEN if status == UNDER_WAY else Outcome.FAILED
    return _word(said, outcome, "" if status == DONE else status), said


def refund(keys: Keys, back: GiveBack, *, post: Post) -> tuple[Back, str]:
    body = _signed(
        keys,
        vnp_RequestId=back.request_id,
        vnp_Version=VERSION,
        vnp_Command="refund",
        vnp_TmnCode=keys.code,
        vnp_TransactionType="02" if back.whole else "03",
        vnp_TxnRef=back.reference,
        vnp_Amount=str(back.amount_vnd * 100),
        vnp_TransactionNo=back.number,
        vnp_TransactionDate=_stamp(back.created_at),
        vnp_CreateBy=ASKED_BY,
        vnp_CreateDate=_stamp(back.asked_at),
        vnp_IpAddr=OUR_ADDRESS,
        vnp_OrderInfo=f"Hoan tien {back.reference}",
    )
    said = parsed(post(settings.VNPAY_API_URL, body))
    code, status = said.get("vnp_ResponseCode", ""), said.get("vnp_TransactionStatus", "")
    # A refusal makes the money owed again, so whoever says it must prove it too; else a person looks.
    if said.get("vnp_TxnRef") != back.reference or not _is_answer(keys, said, REFUND_ANSWERED):
        return Back.UNCLEAR, code
    if code in REFUND_REFUSED:
        return Back.REFUSED, code
    if code != DONE:
        return Back.UNCLEAR, code
    if status == REFUND_TURNED_DOWN:
        return Back.REFUSED, status
    return (Back.TAKEN, status) if status in REFUND_UNDER_WAY else (Back.DONE, status)


refunded = asks_no_refunds


def signed_text(params: Mapping[str, str]) -> str:
    """What is signed of an address: VNPay's own values that say something, in the order of their names."""
    names = sorted(name for name in params if name.startswith("vnp_") and not name.startswith("vnp_SecureHash"))
    return urlencode([(name, params[name]) for name in names if params[name] != ""])


def sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode("utf-8", "replace"), "sha512").hexdigest()


def _signed(keys: Keys, **body: str) -> dict[str, str]:
    """`body` with its signature, which is over the values as they stand."""
    return body | {"vnp_SecureHash": sign(keys.secret, "|".join(body.values()))}


def _is_answer(keys: Keys, said: Mapping[str, str], names: tuple[str, ...]) -> bool:
    text = "|".join(said.get(name, "") for name in names)
    return same(sign(keys.secret, text), said.get("vnp_SecureHash", ""))


def _word(said: Mapping[str, str], outcome: Outcome, code: str) -> Word:
    return Word(
        reference=said.get("vnp_TxnRef", ""),
        amount_vnd=_amount(said.get("vnp_Amount", "")),
        outcome=outcome,
        code=code[:20],
        number=said.get("vnp_TransactionNo", "")[:40],
        paid_at=_moment(said.get("vnp_PayDate", "")),
    )


def _worse(code: str, status: str) -> str:
    """Of two codes the one that says why nothing was paid."""
    return status if status in DOUBTED or code in ("", DONE) else code


def _amount(text: str) -> int:
    """In đồng; 0 for what is no whole sum."""
    return int(text) // 100 if re.fullmatch(r"[0-9]{3,14}", text) and text.endswith("00") else 0


def _moment(text: str) -> dt.datetime | None:
    try:
        return timezone.make_aware(dt.datetime.strptime(text, _STAMP))  # noqa: DTZ007, made aware
    except (ValueError, OverflowError):
        return None


def _stamp(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime(_STAMP)
