"""The three gateways of the tests behind one manner: what each test asks of all of them is asked here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from bookings.enums import OnlineProvider
from bookings.models import OnlinePayment
from tests.bookings.online.fake_momo import SECRET as MOMO_SECRET
from tests.bookings.online.fake_momo import fake_momo
from tests.bookings.online.fake_vnpay import fake_vnpay
from tests.bookings.online.fake_zalopay import KEY_2, fake_zalopay
from tests.factories.online import page_of

ANOTHER = "ANOTHERSECRETANOTHERSECRET000000"


class Stand(Protocol):
    """`fake` serves. `taken`, `already`, … are how the site answers a notice, to be compared."""

    provider: OnlineProvider
    fake: Any
    settings: tuple[str, ...]
    taken: Any
    already: Any
    not_proven: Any
    other_sum: Any
    unknown: Any
    broken: Any
    # Whether it tells of a payment that failed at all.
    tells_of_failure: bool

    def open(self, payment: OnlinePayment) -> None:
        """The guest is at its page."""

    def paid(self, reference: str, *, secret: str = "", amount: int = 0, order: str = "") -> dict:
        """Its notice of money, with another key, sum (đồng) or order where one is given."""

    def failed(self, reference: str) -> dict:
        """Nothing was paid, as its guest cancelled or its time ran out; its notice, where it tells of it."""

    def back(self, reference: str, *, is_paid: bool) -> dict[str, str]:
        """What the guest's browser brings back."""

    def tampered(self, told: dict) -> Iterator[dict]:
        """`told` as somebody else would have it."""

    def spoilt(self, back: dict[str, str]) -> dict[str, str]:
        """`back` with another sum."""

    def send(self, client, url: str, told: dict) -> Any:
        """As it sends a notice, to a test client; how the site answers."""

    def over_http(self, url: str, told: dict) -> Any:
        """The same over the network."""

    def refunds(self) -> list[dict]:
        """What was sent to it to give money back."""


class Vnpay:
    provider = OnlineProvider.VNPAY
    settings = ("VNPAY_PAY_URL", "VNPAY_API_URL")
    taken, already, not_proven, other_sum, unknown, broken = "00", "02", "97", "04", "01", "99"
    tells_of_failure = True

    def __init__(self, fake) -> None:
        self.fake = fake

    def open(self, payment):
        assert self.fake.open(page_of(payment)) == payment.reference

    def paid(self, reference, *, secret="", amount=0, order=""):
        changes = {"vnp_Amount": str(amount * 100)} if amount else {}
        changes |= {"vnp_TxnRef": order} if order else {}
        standing, self.fake.secret = self.fake.secret, secret or self.fake.secret
        told = self.fake.decide(reference, **changes)
        self.fake.secret = standing
        return told

    def failed(self, reference):
        return self.fake.decide(reference, "24")

    def back(self, reference, *, is_paid):
        return self.paid(reference) if is_paid else self.failed(reference)

    def tampered(self, told):
        for name in told:
            yield told | {name: told[name] + "1"}
            yield {one: told[one] for one in told if one != name}

    def spoilt(self, back):
        return back | {"vnp_Amount": "100"}

    def send(self, client, url, told):
        return client.get(url, told).json()["RspCode"]

    def over_http(self, url, told):
        return self.fake.tell(url, told)

    def refunds(self):
        return [one for one in self.fake.asked if one["vnp_Command"] == "refund"]


class Momo:
    provider = OnlineProvider.MOMO
    settings = ("MOMO_URL",)
    taken = already = other_sum = unknown = 204
    not_proven, broken = 400, 500
    tells_of_failure = True

    def __init__(self, fake) -> None:
        self.fake = fake

    def open(self, payment):
        page_of(payment)

    def paid(self, reference, *, secret="", amount=0, order=""):
        changes = ({"amount": amount} if amount else {}) | ({"orderId": order} if order else {})
        return self.fake.decide(reference, secret=secret or MOMO_SECRET, **changes)

    def failed(self, reference):
        return self.fake.decide(reference, 1006)

    def back(self, reference, *, is_paid):
        return {name: str(value) for name, value in self.fake.decide(reference, 0 if is_paid else 1006).items()}

    def tampered(self, told):
        for name in ("amount", "orderId", "resultCode", "transId", "message", "partnerCode", "signature"):
            yield told | {name: "1"}
            yield {one: told[one] for one in told if one != name}

    def spoilt(self, back):
        return back | {"amount": "1000"}

    def send(self, client, url, told):
        return client.post(url, json.dumps(told), content_type="application/json").status_code

    def over_http(self, url, told):
        return self.fake.tell(url, told)

    def refunds(self):
        return [one for one in self.fake.asked if "transId" in one]


class Zalopay:
    provider = OnlineProvider.ZALOPAY
    settings = ("ZALOPAY_API_URL", "ZALOPAY_PAY_URL")
    taken, already, not_proven, other_sum, unknown, broken = 1, 1, -1, 2, 2, 0
    tells_of_failure = False

    def __init__(self, fake) -> None:
        self.fake = fake

    def open(self, payment):
        page_of(payment)

    def paid(self, reference, *, secret="", amount=0, order=""):
        changes = ({"amount": amount} if amount else {}) | ({"app_trans_id": f"261201_{order}"} if order else {})
        return self.fake.decide(reference, secret or KEY_2, **changes)

    def failed(self, reference):
        self.fake.fail(reference, 2, -54)
        return {}

    def back(self, reference, *, is_paid):
        return self.fake.back(reference, 1 if is_paid else -49)

    def tampered(self, told):
        for name in ("amount", "app_trans_id", "zp_trans_id", "app_id"):
            data = json.loads(told["data"])
            yield told | {"data": json.dumps(data | {name: 1})}
        for name in ("data", "mac"):
            yield told | {name: "1"}
            yield {one: told[one] for one in told if one != name}
        yield told | {"data": json.loads(told["data"])}
        yield told | {"data": told["data"] + " "}

    def spoilt(self, back):
        return back | {"amount": "1000"}

    def send(self, client, url, told):
        return client.post(url, json.dumps(told), content_type="application/json").json()["return_code"]

    def over_http(self, url, told):
        return self.fake.tell(url, told)

    def refunds(self):
        return [body for path, body in self.fake.asked if path == "/v2/refund"]


STANDS = {
    OnlineProvider.VNPAY: (Vnpay, fake_vnpay),
    OnlineProvider.MOMO: (Momo, fake_momo),
    OnlineProvider.ZALOPAY: (Zalopay, fake_zalopay),
}


@contextmanager
def stand_of(provider: OnlineProvider, settings) -> Iterator[Stand]:
    """That serves, at the addresses that the site has of it."""
    make, served = STANDS[provider]
    with served() as fake:
        for name in make.settings:
            setattr(settings, name, fake.url + {"VNPAY_PAY_URL": "/pay", "VNPAY_API_URL": "/api"}.get(name, ""))
        yield make(fake)
