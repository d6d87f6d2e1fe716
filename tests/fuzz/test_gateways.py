"""Whatever a gateway says, signed by its own keys, it is answered and breaks nothing."""

import json
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest
from django.core.cache import cache
from django.utils import timezone

from bookings.domain.money.online import momo, vnpay, zalopay
from bookings.domain.money.online.gateway import Keys, text_of
from bookings.domain.money.online.hearing import hear, seen
from bookings.enums import OnlineProvider
from bookings.models import LedgerEntry
from tests.factories import make_booking, make_experience, make_host, make_slot
from tests.factories.online import CODE, CODES, SECOND, SECRET, make_attempt, make_merchant
from tests.fuzz.requests import HARD

pytestmark = pytest.mark.django_db
STRANGE = [*map(unquote_plus, HARD), "", "-1", "1e9", "9" * 40, "٣", "\ud800", {"a": 1}, [1], None, True, 1.5, 10**30]


def made_of(fields: dict) -> Iterator[dict]:
    """Without each, and with whatever nobody had in mind in its place."""
    for name in fields:
        yield {one: fields[one] for one in fields if one != name}
        for strange in STRANGE:
            yield fields | {name: strange}


def texts(told: dict) -> dict[str, str]:
    """As they are read of an answer or a notice."""
    return {name: text_of(value) for name, value in told.items()}


def of_vnpay(payment) -> Iterator[dict[str, str]]:
    fields = {"vnp_Amount": "70000000", "vnp_ResponseCode": "00", "vnp_TransactionStatus": "00", "vnp_TmnCode": CODE}
    fields |= {"vnp_TxnRef": payment.reference, "vnp_TransactionNo": "14226112", "vnp_PayDate": "20261201093212"}
    for told in map(texts, made_of(fields)):
        yield told | {"vnp_SecureHash": vnpay.sign(SECRET, vnpay.signed_text(told))}


def of_momo(payment) -> Iterator[dict[str, str]]:
    fields = dict.fromkeys(momo.TOLD, "x") | {"partnerCode": CODE, "orderId": payment.reference, "amount": "700000"}
    fields |= {"resultCode": "0", "transId": "4088878653", "responseTime": "1721720663942"}
    for told in map(texts, made_of(fields)):
        yield told | {"signature": momo.sign(Keys(CODE, SECRET, SECOND), told, momo.TOLD)}


def of_zalopay(payment) -> Iterator[dict[str, str]]:
    fields = {"app_id": 2553, "app_trans_id": f"261201_{payment.reference}", "amount": 700_000}
    fields |= {"zp_trans_id": 261_201_000_000_389, "server_time": 1_721_720_663_942}
    whole = [json.dumps(told) for told in made_of(fields)]
    for data in (*whole, *map(text_of, map(str, STRANGE)), "[" * 9_999):
        yield {"data": data, "mac": zalopay.sign(SECOND, {"data": data}, ("data",)), "type": "1"}
    back = dict.fromkeys(zalopay.CAME_BACK, "0") | {"appid": "2553", "apptransid": f"261201_{payment.reference}"}
    for told in map(texts, made_of(back)):
        yield told | {"checksum": zalopay.sign(SECOND, told, zalopay.CAME_BACK)}


SAID = {OnlineProvider.VNPAY: of_vnpay, OnlineProvider.MOMO: of_momo, OnlineProvider.ZALOPAY: of_zalopay}


@pytest.mark.parametrize("provider", list(OnlineProvider), ids=str)
def test_nothing_that_a_gateway_says_and_proves_breaks_anything(provider, settings):
    cache.clear()
    for name in ("VNPAY_PAY_URL", "VNPAY_API_URL", "MOMO_URL", "ZALOPAY_API_URL", "ZALOPAY_PAY_URL"):
        setattr(settings, name, "http://127.0.0.1:9")
    host = make_host()
    merchant = make_merchant(host, provider=provider)
    assert merchant.code == CODES.get(provider, CODE)
    booking = make_booking(make_slot(make_experience(host=host)), adults=2)
    payment = make_attempt(booking, now=timezone.now(), provider=provider)
    assert payment.amount_vnd == 700_000
    found = set()
    for told in SAID[provider](payment):
        seen(provider=provider, said=told)
        heard, _answer = hear(provider=provider, address=merchant.address, said=told, now=timezone.now())
        found.add(heard.value)
    assert "broken" not in found
    assert {"taken", "already", "other_sum", "unknown"} <= found
    assert LedgerEntry.objects.count() == 1
