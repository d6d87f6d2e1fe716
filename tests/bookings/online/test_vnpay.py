"""VNPay's texts and signatures, byte for byte, and what its answers mean."""

import datetime as dt
import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from bookings.domain.money.online import vnpay
from bookings.domain.money.online.gateway import (
    Back,
    GiveBack,
    Heard,
    Keys,
    NotProven,
    NoWord,
    Order,
    Outcome,
    Question,
    plain,
)
from bookings.online_words import REASONS
from common.words.text import nfc

DATA = json.loads(Path("tests/data/vnpay.json").read_text(encoding="utf-8"))
KEYS = Keys("TESTTMN1", DATA["secret"])
VN = dt.timezone(dt.timedelta(hours=7))
PARAMS = [vector for vector in DATA["vectors"] if "params" in vector]
IPN = next(vector for vector in PARAMS if vector["kind"] == "ipn")
BEGUN = dt.datetime(2026, 3, 1, 9, 30, tzinfo=VN)


def nobody(_url, _body):
    raise AssertionError("nobody is asked")


def lines(kind: str) -> dict:
    return next(vector for vector in DATA["vectors"] if vector["kind"] == kind)


def ipn(**changes) -> dict[str, str]:
    told = IPN["params"] | changes
    return told | {"vnp_SecureHash": vnpay.sign(KEYS.secret, vnpay.signed_text(told))}


@pytest.mark.parametrize("vector", PARAMS, ids=lambda vector: vector["kind"])
def test_what_is_signed_and_its_signature_are_those_of_the_vectors(vector):
    assert vnpay.signed_text(vector["params"]) == vector["query"]
    assert vnpay.sign(DATA["secret"], vector["query"]) == vector["hash"]


def test_the_address_to_pay_at_is_that_of_the_vector(settings):
    settings.VNPAY_PAY_URL = "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html"
    order = Order(
        reference="BK7F3A",
        amount_vnd=350_000,
        # By a clock elsewhere: what is sent is Việt Nam's.
        created_at=BEGUN.astimezone(dt.UTC),
        expires_at=BEGUN + dt.timedelta(minutes=15),
        info="Đặt chỗ PHULANG BK7F3A",
        language="vi",
        address="127.0.0.1",
        back_url="https://example.test/thanh-toan/vnpay/return/",
        told_url="https://example.test/told/",
    )
    vector = lines("pay")
    url = f"{settings.VNPAY_PAY_URL}?{vector['query']}&vnp_SecureHash={vector['hash']}"
    assert vnpay.start(KEYS, order, post=nobody) == url


def test_words_for_a_gateway_have_no_marks_and_no_signs():
    assert plain(nfc("Đặt chỗ gốm Phù Lãng #1 a*b~c")) == "Dat cho gom Phu Lang 1 abc"


def test_a_notice_says_what_was_paid_and_when():
    word = vnpay.read(
        KEYS, IPN["params"] | {"vnp_SecureHash": IPN["hash"].upper(), "vnp_SecureHashType": "x", "utm": "1"}
    )
    assert (word.reference, word.amount_vnd, word.outcome, word.number) == ("BK7F3A", 350_000, Outcome.PAID, "14226112")
    assert word.paid_at == dt.datetime(2026, 3, 1, 9, 32, 12, tzinfo=VN)


@pytest.mark.parametrize("name", sorted(IPN["params"]))
def test_what_was_changed_on_the_way_is_not_proven(name):
    told = IPN["params"] | {"vnp_SecureHash": IPN["hash"]}
    for spoilt in (told | {name: told[name] + "1"}, {one: told[one] for one in told if one != name}):
        with pytest.raises(NotProven):
            vnpay.read(KEYS, spoilt)
    with pytest.raises(NotProven):
        vnpay.read(Keys(KEYS.code, "ANOTHERSECRETANOTHERSECRET000000"), told)


@pytest.mark.parametrize(
    ("code", "status", "outcome", "said"),
    [
        ("00", "00", Outcome.PAID, ""),
        ("24", "02", Outcome.FAILED, "24"),
        ("00", "02", Outcome.FAILED, "02"),
        ("99", "00", Outcome.FAILED, "99"),
        ("07", "07", Outcome.FAILED, "07"),
        ("99", "04", Outcome.FAILED, "04"),
    ],
)
def test_it_is_paid_where_both_codes_say_so_alone(code, status, outcome, said):
    word = vnpay.read(KEYS, ipn(vnp_ResponseCode=code, vnp_TransactionStatus=status))
    assert (word.outcome, word.code) == (outcome, said)


@pytest.mark.parametrize(("amount", "read"), [("35000000", 350_000), ("35000050", 0), ("-100", 0), ("", 0), ("1e9", 0)])
def test_a_sum_is_whole_dong(amount, read):
    assert vnpay.read(KEYS, ipn(vnp_Amount=amount)).amount_vnd == read


def test_the_answers_have_vnpays_codes():
    codes = {heard: vnpay.answer(heard)[1]["RspCode"] for heard in Heard}
    assert codes == {
        Heard.TAKEN: "00",
        Heard.UNKNOWN: "01",
        Heard.ALREADY: "02",
        Heard.OTHER_SUM: "04",
        Heard.NOT_PROVEN: "97",
        Heard.BROKEN: "99",
    }


def test_each_code_of_vnpay_has_a_sentence_for_the_guest():
    assert set(DATA["response_codes"]) - {"00", "99"} <= set(REASONS)


def test_a_question_and_a_refund_are_signed_as_the_vectors_are(settings):
    settings.VNPAY_API_URL = "https://example.test/api"
    sent = []

    def post(url, body):
        sent.append((url, body))
        return b"{}"

    asked = dt.datetime(2026, 3, 1, 10, tzinfo=VN)
    with pytest.raises(NoWord):
        vnpay.query(KEYS, Question("REQ0001", "BK7F3A", BEGUN, asked, 350_000), post=post)
    back = GiveBack("REQ0002", "BK7F3A", BEGUN, asked + dt.timedelta(hours=22), 350_000, "14226112", whole=True)
    assert vnpay.refund(KEYS, back, post=post) == (Back.UNCLEAR, "")
    (url, question), (_url, refund) = sent
    assert url == settings.VNPAY_API_URL
    assert list(question.values()) == [*lines("querydr_request")["fields"], lines("querydr_request")["hash"]]
    # Who asks is our own word; the rest is the vector's.
    theirs = [{"operator1": vnpay.ASKED_BY}.get(value, value) for value in lines("refund_request")["fields"]]
    assert list(refund.values()) == [*theirs, vnpay.sign(KEYS.secret, "|".join(theirs))]
    assert vnpay.sign(KEYS.secret, lines("refund_request")["data"]) == lines("refund_request")["hash"]


def test_a_part_is_asked_for_as_a_part(settings):
    sent = []
    back = GiveBack("R", "BK7F3A", BEGUN, BEGUN, 50_000, "1", whole=False)
    vnpay.refund(KEYS, back, post=lambda _url, body: sent.append(body) or b"[1]")
    assert (sent[0]["vnp_TransactionType"], sent[0]["vnp_Amount"]) == ("03", "5000000")


def test_what_comes_back_with_the_guest_names_its_attempt():
    url = f"https://x.example/?{IPN['query']}"
    assert vnpay.reference_in(dict(parse_qsl(urlsplit(url).query))) == "BK7F3A"
