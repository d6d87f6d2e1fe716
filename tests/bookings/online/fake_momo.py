"""A MoMo of the tests: its protocol over real HTTP, signed by itself, as late or as wrong as a test asks."""

import hmac
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.bookings.online.served import served

SECRET, ACCESS, CODE = "EXAMPLEONLYNOTAREALSECRET0000001", "EXAMPLEONLYACCESS1", "TESTTMN1"
CREATE = "amount extraData ipnUrl orderId orderInfo partnerCode redirectUrl requestId requestType"
QUERY = "orderId partnerCode requestId"
REFUND = "amount description orderId partnerCode requestId transId"
TOLD = (
    "amount extraData message orderId orderInfo orderType partnerCode payType requestId responseTime resultCode transId"
)


def sha256(values: dict, names: str, secret: str = SECRET) -> str:
    text = f"accessKey={ACCESS}" + "".join(f"&{name}={values[name]}" for name in names.split())
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


@dataclass
class FakeMomo:
    """`orders` by their reference; `results` what became of each. `mood` of its API: "well", "silent", "rubbish",
    "busy" (500), "elsewhere" (a page of somebody else's). `asked` is what the API was sent.
    """

    url: str = ""
    mood: str = "well"
    refund_code: int = 0
    orders: dict[str, dict] = field(default_factory=dict)
    results: dict[str, dict] = field(default_factory=dict)
    asked: list[dict] = field(default_factory=list)
    next_number: int = 4_088_878_653

    def decide(self, reference: str, code: int = 0, secret: str = SECRET, **changes) -> dict:
        """What the guest did there; returns what is told of it, signed."""
        order = self.orders[reference]
        self.next_number += 1
        told = {name: order[name] for name in ("partnerCode", "orderId", "requestId", "amount", "orderInfo")}
        told |= {"orderType": "momo_wallet", "message": "Giao dịch", "payType": "qr", "extraData": ""}
        told |= {"responseTime": 1_721_720_663_942, "resultCode": code, "transId": self.next_number if code == 0 else 0}
        told |= changes
        self.results[reference] = told
        return told | {"signature": sha256(told, TOLD, secret)}

    def tell(self, url: str, told: dict) -> int:
        """Send a notice; returns the status that came back."""
        headers = {"Content-Type": "application/json"}
        try:
            with urlopen(Request(url, json.dumps(told).encode(), headers, method="POST"), timeout=20) as answer:
                assert answer.read() == b""
                return answer.status
        except HTTPError as error:
            with error:
                return error.code

    def answer(self, path: str, body: dict) -> dict:
        self.asked.append(body)
        what = path.removeprefix("/v2/gateway/api/")
        names = {"create": CREATE, "query": QUERY, "refund": REFUND}[what]
        assert body["signature"] == sha256(body, names)
        told = {name: body[name] for name in ("partnerCode", "orderId", "requestId")} | {"message": "ok"}
        if what == "create":
            known = body["orderId"] in self.orders
            self.orders.setdefault(body["orderId"], body)
            site = "https://elsewhere.example" if self.mood == "elsewhere" else self.url
            return told | {"resultCode": 41 if known else 0, "payUrl": f"{site}/pay?t={body['orderId']}"}
        if what == "refund":
            return told | {"amount": body["amount"], "transId": body["transId"], "resultCode": self.refund_code}
        result = self.results.get(body["orderId"]) or {"resultCode": 1000, "amount": 0, "transId": 0}
        if body["orderId"] not in self.orders:
            result = result | {"resultCode": 42}
        return told | {name: result[name] for name in ("resultCode", "amount", "transId")}


def fake_momo() -> AbstractContextManager[FakeMomo]:
    """Serves until it is left."""
    fake = FakeMomo()
    return served(fake, fake.answer)
