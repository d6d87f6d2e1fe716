"""How SePay and payOS prove and write what they tell: their webhooks, as they came.

SePay signs `{X-SePay-Timestamp}.{body}` by HMAC-SHA256 (`X-SePay-Signature: sha256=…`; some of its clients the body
alone), or sends `Authorization: Apikey …`. payOS signs the values of `data` in order of their names.
"""

import datetime as dt
import hmac
import json
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.utils import timezone

from bookings.domain.money.bank.keeping import Told
from bookings.enums import BankFlow, BankProof, BankProvider

# A signature of which the time says otherwise was kept by somebody, and is sent again.
CLOCK_OFF = dt.timedelta(minutes=5)
# In đồng; no bank moves more for a house.
MOST = 10**12
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
# payOS writes nothing for these.
_NOTHING = ("", "null", "undefined")


def is_proven(
    provider: BankProvider, proof: BankProof, secret: str, headers: Mapping[str, str], body: bytes, now: dt.datetime
) -> bool:
    """Whether who sent `body` knows `secret`. `headers` are asked by their usual names, in any case."""
    if provider == BankProvider.PAYOS:
        raw = parse(body)
        data, said = raw.get("data"), str(raw.get("signature", ""))
        return isinstance(data, dict) and _same(_signature(secret, payos_text(data).encode()), said)
    if proof == BankProof.KEY:
        return _same(f"Apikey {secret}", headers.get("Authorization", "").strip())
    stamp, said = headers.get("X-SePay-Timestamp", ""), headers.get("X-SePay-Signature", "").strip()
    signed = body if proof == BankProof.SIGNED_BODY else f"{stamp}.".encode() + body
    # Where the body alone is signed the time proves nothing, and is looked at all the same where it is said.
    timely = _is_now(stamp, now) or (proof == BankProof.SIGNED_BODY and not stamp)
    return _same(f"sha256={_signature(secret, signed)}", said) and timely


def parse(body: bytes) -> dict[str, Any]:
    """`body` as it can be kept: what is no JSON, or none of an object, is `{"text": …}`."""
    try:
        read = json.loads(body, parse_float=str, parse_constant=str)
        return _storable(read) if isinstance(read, dict) else {"text": _storable(body.decode(errors="replace"))}
    except (ValueError, RecursionError):
        return {"text": _storable(body.decode(errors="replace"))}


def read(provider: BankProvider, raw: Mapping[str, Any], *, now: dt.datetime) -> Told:
    """What is told. Where sum or time cannot be read, the sum is 0 and a person looks."""
    return READERS[provider](raw, now)


def payos_text(data: Mapping[str, Any]) -> str:
    """What payOS signs: `key=value` in the order of the keys, joined by `&`; nothing for what is empty."""
    return "&".join(f"{key}={_payos_value(data[key])}" for key in sorted(data))


def _payos_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "" if value is None or str(value) in _NOTHING else str(value)


def _sepay(raw: Mapping[str, Any], now: dt.datetime) -> Told:
    flow = {"in": BankFlow.IN, "out": BankFlow.OUT}.get(_text(raw, "transferType").lower())
    return _told(
        number=_text(raw, "id"),
        flow=flow,
        amount=raw.get("transferAmount"),
        time=_text(raw, "transactionDate"),
        account=_text(raw, "accountNumber"),
        note=_text(raw, "content"),
        bank_reference=_text(raw, "referenceCode"),
        raw=raw,
        now=now,
    )


def _payos(raw: Mapping[str, Any], now: dt.datetime) -> Told:
    """It tells of money that came in alone; `success` is false, or `code` other than 00, where none did."""
    data = raw.get("data")
    data = data if isinstance(data, dict) else {}
    # By what is signed alone: the signature covers `data`.
    done = _text(data, "code") in ("", "00")
    number = ":".join(filter(None, [_text(data, "paymentLinkId"), _text(data, "reference")]))
    return _told(
        number=number or _text(data, "orderCode"),
        flow=BankFlow.IN if done else None,
        amount=data.get("amount"),
        time=_text(data, "transactionDateTime"),
        account=_text(data, "accountNumber"),
        note=_text(data, "description"),
        bank_reference=_text(data, "reference"),
        raw=raw,
        now=now,
    )


READERS: dict[BankProvider, Callable[[Mapping[str, Any], dt.datetime], Told]] = {
    BankProvider.SEPAY: _sepay,
    BankProvider.PAYOS: _payos,
}


def _told(
    *, number: str, flow: BankFlow | None, amount: Any, time: str, raw: Any, now: dt.datetime, **texts: str
) -> Told:
    happened_at, amount_vnd = _moment(time), _amount(amount)
    whole = flow is not None and happened_at is not None and number
    # Without a number of its own it is known by all that it says.
    number = number or sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest()
    return Told(
        number=number,
        flow=flow or BankFlow.IN,
        amount_vnd=amount_vnd if whole else 0,
        happened_at=happened_at or now,
        **texts,
    )


def _amount(value: Any) -> int:
    """In đồng; 0 for what is no whole sum above 0."""
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,15}(\.0+)?", str(value)):
        return 0
    amount = int(str(value).partition(".")[0])
    return amount if amount <= MOST else 0


def _moment(text: str) -> dt.datetime | None:
    """By the clock of Việt Nam, unless it says another."""
    for form in _TIMES:
        try:
            return timezone.make_aware(dt.datetime.strptime(text, form))  # noqa: DTZ007, made aware
        except (ValueError, OverflowError):
            continue
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return "" if value is None or isinstance(value, list | dict) else str(value).strip()


def _storable(value: Any) -> Any:
    """Without what no database takes: NUL, and half of a pair of UTF-16."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value


def _is_now(stamp: str, now: dt.datetime) -> bool:
    """Unix seconds; some clients send thousandths."""
    if not re.fullmatch(r"\d{9,13}", stamp):
        return False
    seconds = int(stamp) / (1000 if len(stamp) > 11 else 1)
    return abs(seconds - now.timestamp()) <= CLOCK_OFF.total_seconds()


def _signature(secret: str, text: bytes) -> str:
    return hmac.new(secret.encode(), text, sha256).hexdigest()


def _same(ours: str, said: str) -> bool:
    return hmac.compare_digest(ours.encode(), said.encode("utf-8", "replace"))
