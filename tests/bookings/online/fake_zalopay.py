"""A ZaloPay of the tests: its protocol over real HTTP, signed by itself, as late or as wrong as a test asks."""

import hmac
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.bookings.online.served import served

APP_ID, KEY_1, KEY_2 = "2553", "EXAMPLEONLYNOTAREALSECRET0000001", "EXAMPLEONLYACCESS1"
CREATE = "app_id app_trans_id app_user amount app_time embed_data item"
REFUND = "app_id zp_trans_id amount description timestamp"
BACK = "appid apptransid pmcid bankcode amount discountamount status"


def sha256(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), "sha256").hexdigest()


def barred(values: dict, names: str) -> str:
    return "|".join(str(values[name]) for name in names.split())


@dataclass
class FakeZalopay:
    """`orders` by what it calls them; `results` what its `query` says of each, `refunds` by their name. `mood` of its
    API: "well", "silent", "rubbish", "busy" (500), "elsewhere" (a page of somebody else's). `asked` is (path, body) of
    what it was sent; `refund_said` and `refund_ends` (return code, nearer code) what it says when it is asked for a
    refund and about one.
    """

    url: str = ""
    mood: str = "well"
    refund_said: tuple[int, int] = (3, 2)
    refund_ends: tuple[int, int] = (1, 1)
    orders: dict[str, dict] = field(default_factory=dict)
    results: dict[str, dict] = field(default_factory=dict)
    refunds: dict[str, dict] = field(default_factory=dict)
    asked: list[tuple[str, dict]] = field(default_factory=list)
    next_number: int = 261_201_000_000_389

    def named(self, reference: str) -> str:
        return next(name for name in self.orders if name.endswith(f"_{reference}"))

    def decide(self, reference: str, key: str = KEY_2, **changes) -> dict:
        """The guest paid there; returns what is told of it, signed."""
        order = self.orders[self.named(reference)]
        self.next_number += 1
        told = {name: order[name] for name in ("app_id", "app_trans_id", "app_time", "app_user", "amount")}
        told |= {"embed_data": order["embed_data"], "item": order["item"], "zp_trans_id": self.next_number}
        told |= {"server_time": order["app_time"] + 60_000, "channel": 38, "merchant_user_id": "7ZMSl3nEg5s"}
        told |= {"user_fee_amount": 0, "discount_amount": 0} | changes
        self.results[order["app_trans_id"]] = {"return_code": 1, "sub_return_code": 1} | told
        data = json.dumps(told)
        return {"data": data, "mac": sha256(key, data), "type": 1}

    def fail(self, reference: str, code: int, detail: int = 0) -> None:
        """Nothing was paid, of which it tells nobody."""
        self.results[self.named(reference)] = {"return_code": code, "sub_return_code": detail}

    def back(self, reference: str, status: int, key: str = KEY_2) -> dict[str, str]:
        """What the guest's browser brings back."""
        order = self.orders[self.named(reference)]
        told = {
            "appid": order["app_id"],
            "apptransid": order["app_trans_id"],
            "pmcid": 38,
            "bankcode": "",
            "status": status,
        }
        told |= {"amount": order["amount"], "discountamount": 0}
        return {name: str(value) for name, value in told.items()} | {"checksum": sha256(key, barred(told, BACK))}

    def tell(self, url: str, told: dict) -> int:
        """Send a notice; returns the return_code that came back."""
        headers = {"Content-Type": "application/json"}
        try:
            with urlopen(Request(url, json.dumps(told).encode(), headers, method="POST"), timeout=20) as answer:
                said = json.loads(answer.read())
        except HTTPError as error:
            with error:
                said = json.loads(error.read())
        assert set(said) == {"return_code", "return_message"}
        return said["return_code"]

    def answer(self, path: str, body: dict) -> dict:
        self.asked.append((path, body))
        assert str(body["app_id"]) == APP_ID
        assert body["mac"] == sha256(KEY_1, self._signed(path, body))
        told = {"return_code": 1, "return_message": "ok", "sub_return_code": 1, "sub_return_message": "ok"}
        if path == "/v2/create":
            if body["app_trans_id"] in self.orders:
                return told | {"return_code": 2, "sub_return_code": -68}
            self.orders[body["app_trans_id"]] = body
            site = "https://elsewhere.example" if self.mood == "elsewhere" else self.url
            return told | {"order_url": f"{site}/openinapp?order={body['app_trans_id']}"}
        if path == "/v2/refund":
            self.refunds[body["m_refund_id"]] = body
            code, detail = self.refund_said
            return told | {"return_code": code, "sub_return_code": detail, "refund_id": 261_201_000_000_001}
        if path == "/v2/query_refund":
            code, detail = self.refund_ends if body["m_refund_id"] in self.refunds else (2, -101)
            return told | {"return_code": code, "sub_return_code": detail}
        assert path == "/v2/query"
        if body["app_trans_id"] not in self.orders:
            return told | {"return_code": 2, "sub_return_code": -101}
        waits = {"return_code": 3, "sub_return_code": 0, "is_processing": False, "amount": 0, "zp_trans_id": 0}
        result = self.results.get(body["app_trans_id"], waits)
        kept = ("return_code", "sub_return_code", "amount", "zp_trans_id", "server_time", "is_processing")
        return told | {name: result[name] for name in kept if name in result}

    def _signed(self, path: str, body: dict) -> str:
        if path == "/v2/query":
            return f"{body['app_id']}|{body['app_trans_id']}|{KEY_1}"
        names = {"/v2/create": CREATE, "/v2/refund": REFUND, "/v2/query_refund": "app_id m_refund_id timestamp"}
        return barred(body, names[path])


def fake_zalopay() -> AbstractContextManager[FakeZalopay]:
    """Serves until it is left."""
    fake = FakeZalopay()
    return served(fake, fake.answer)
