"""A VNPay of the tests: its protocol over real HTTP, signed by itself, as late or as wrong as a test asks."""

import hmac
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote_plus, urlsplit
from urllib.request import urlopen

from tests.bookings.online.served import served

SECRET = "EXAMPLEONLYNOTAREALSECRET0000001"
CODE = "TESTTMN1"
QUERY = "RequestId Version Command TmnCode TxnRef TransactionDate CreateDate IpAddr OrderInfo"
REFUND = (
    "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo TransactionDate CreateBy CreateDate"
    " IpAddr OrderInfo"
)
ANSWER = (
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo TransactionType"
    " TransactionStatus OrderInfo"
)


def sha512(text: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), text.encode(), "sha512").hexdigest()


def encoded(params: dict[str, str]) -> str:
    return "&".join(f"{quote_plus(name)}={quote_plus(params[name])}" for name in sorted(params) if params[name])


@dataclass
class FakeVnpay:
    """`orders` by their reference as they were opened; `results` what became of each. `mood` of its API: "well",
    "silent" (no answer), "rubbish", "unsigned", "busy" (500). `asked` is what the API was sent.
    """

    url: str = ""
    mood: str = "well"
    refund_code: str = "00"
    refund_status: str = ""
    orders: dict[str, dict] = field(default_factory=dict)
    results: dict[str, dict] = field(default_factory=dict)
    asked: list[dict] = field(default_factory=list)
    secret: str = SECRET
    next_number: int = 14226112

    def open(self, url: str) -> str:
        """The guest's browser follows `url`; returns the reference. Fails where the signature is not right."""
        assert url.startswith(f"{self.url}/pay?")
        params = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        assert sha512(encoded({name: params[name] for name in params if name != "vnp_SecureHash"})) == params.pop(
            "vnp_SecureHash"
        )
        assert len(params) == 13
        self.orders[params["vnp_TxnRef"]] = params
        return params["vnp_TxnRef"]

    def decide(self, reference: str, code: str = "00", status: str = "", **changes) -> dict[str, str]:
        """What the guest did there; returns what is told of it, signed."""
        order = self.orders[reference]
        paid = code == "00"
        self.next_number += 1
        told = {
            "vnp_Amount": order["vnp_Amount"],
            "vnp_BankCode": "NCB",
            "vnp_OrderInfo": order["vnp_OrderInfo"],
            "vnp_PayDate": order["vnp_CreateDate"],
            "vnp_ResponseCode": code,
            "vnp_TmnCode": CODE,
            "vnp_TransactionNo": str(self.next_number) if paid else "0",
            "vnp_TransactionStatus": status or ("00" if paid else "02"),
            "vnp_TxnRef": reference,
        } | changes
        self.results[reference] = told
        return self.signed(told)

    def signed(self, told: dict[str, str]) -> dict[str, str]:
        return told | {"vnp_SecureHash": sha512(encoded(told), self.secret)}

    def tell(self, ipn_url: str, told: dict[str, str]) -> str:
        """Send a notice; returns the RspCode that came back."""
        with urlopen(f"{ipn_url}?{encoded(told)}", timeout=20) as answer:
            said = json.loads(answer.read())
        assert set(said) == {"RspCode", "Message"}
        return said["RspCode"]

    def answer(self, body: dict[str, str]) -> dict[str, str]:
        self.asked.append(body)
        names = QUERY if body["vnp_Command"] == "querydr" else REFUND
        assert body["vnp_SecureHash"] == sha512("|".join(body[f"vnp_{name}"] for name in names.split()))
        told = {f"vnp_{name}": "" for name in ANSWER.split()}
        told |= {"vnp_ResponseId": "1", "vnp_Command": body["vnp_Command"], "vnp_TmnCode": CODE, "vnp_Message": "ok"}
        told |= {"vnp_TxnRef": body["vnp_TxnRef"], "vnp_OrderInfo": body["vnp_OrderInfo"]}
        if body["vnp_Command"] == "refund":
            told |= {"vnp_ResponseCode": self.refund_code, "vnp_TransactionStatus": self.refund_status}
        elif result := self.results.get(body["vnp_TxnRef"]):
            told |= {"vnp_ResponseCode": "00", "vnp_Message": "Giao dịch thành công"}
            kept = ("vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionStatus")
            told |= {name: result[name] for name in kept}
        else:
            told |= {"vnp_ResponseCode": "91", "vnp_Message": "not found"}
        text = "|".join(told.values()) + ("||" if body["vnp_Command"] == "querydr" else "")
        return told | {"vnp_SecureHash": "0" * 128 if self.mood == "unsigned" else sha512(text)}


def fake_vnpay() -> AbstractContextManager[FakeVnpay]:
    """Serves until it is left."""
    fake = FakeVnpay()
    return served(fake, lambda _path, body: fake.answer(body))
