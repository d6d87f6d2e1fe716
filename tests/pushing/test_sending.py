"""One push to a service over HTTP: what the phone reads, what the service is told, what each answer means."""

import base64
import datetime as dt
import json

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from pushing import keys, sending
from pushing.sending import Gone, NotNow, Push, Rejected, hand_over
from tests.pushing.phone import ORIGIN, make_phone

pytestmark = pytest.mark.database_free
NOW = dt.datetime(2026, 11, 28, 2, 0, tzinfo=dt.UTC)
TOLD = {"title": "Đơn mới: 3 khách, T7 12/12 09:00", "url": "/desk/gom/don/ABC234/"}


def push_to(phone, **fields) -> Push:
    fields = {"told": TOLD, "topic": "booking-1", "keep_for": dt.timedelta(days=1)} | fields
    return Push(endpoint=phone.endpoint, p256dh=phone.p256dh, auth=phone.auth, **fields)


def sent(service, phone, **fields) -> tuple[dict[str, str], bytes]:
    hand_over(push_to(phone, **fields), now=NOW)
    [(path, headers, body)] = service.calls
    assert phone.endpoint.endswith(path)
    return headers, body


def test_the_phone_reads_what_it_was_told_and_nobody_on_the_way_does(service):
    phone = make_phone()
    _headers, body = sent(service, phone)
    assert phone.read(body) == TOLD
    assert b"khach" not in body
    assert TOLD["url"].encode() not in body
    with pytest.raises(http_ece.ECEException):
        make_phone().read(body)


def test_the_phone_s_part_reads_the_example_of_the_specification():
    """RFC 8291, 5 and appendix A: so what the tests above read is what phones read."""
    private = int.from_bytes(b64urldecode(b"q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big")
    body = b64urldecode(
        b"DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        b"yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    told = http_ece.decrypt(
        body,
        private_key=ec.derive_private_key(private, ec.SECP256R1()),
        auth_secret=b64urldecode(b"BTBZMqHH6r4Tts7J_aSIgg"),
    )
    assert told == b"When I grow up, I want to be a watermelon"


def test_the_service_knows_who_sends_for_half_a_day_and_for_itself_alone(service, settings):
    headers, _body = sent(service, make_phone())
    assert Vapid02.verify(headers["Authorization"])
    token, key = headers["Authorization"].removeprefix("vapid t=").split(",k=")
    assert key == keys.public_key()
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["aud"] == ORIGIN
    assert claims["exp"] == int((NOW + dt.timedelta(hours=12)).timestamp())
    assert claims["sub"] == "mailto:ve-lang@example.org"


@pytest.mark.parametrize(("urgent", "urgency"), [(True, "high"), (False, "normal")])
def test_the_service_is_told_how_long_it_is_worth_something_and_what_it_replaces(service, urgent, urgency):
    headers, _body = sent(service, make_phone(), urgent=urgent)
    found = {name: headers[name] for name in ("Ttl", "Topic", "Urgency", "Content-Encoding", "Content-Type")}
    assert found == {
        "Ttl": "86400",
        "Topic": "booking-1",
        "Urgency": urgency,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_took_its_address_back_is_gone(service, status):
    service.answers = [(status, {})]
    with pytest.raises(Gone):
        hand_over(push_to(make_phone()), now=NOW)


@pytest.mark.parametrize(
    ("told", "after"),
    [("120", 120), ("Sat, 28 Nov 2026 02:05:00 GMT", 300), ("Sat, 28 Nov 2026 01:00:00 GMT", 0), ("soon", 0), ("", 0)],
)
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_says_for_how_long(service, status, told, after):
    service.answers = [(status, {"Retry-After": told})]
    with pytest.raises(NotNow) as raised:
        hand_over(push_to(make_phone()), now=NOW)
    assert raised.value.after == dt.timedelta(seconds=after)


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_a_service_does_not_take_is_a_fault_of_ours(service, status):
    service.answers = [(status, {})]
    with pytest.raises(Rejected, match=str(status)):
        hand_over(push_to(make_phone()), now=NOW)


def test_no_service_leads_us_elsewhere(service):
    service.answers = [(307, {"Location": f"http://127.0.0.1:{service.port}/private"})]
    with pytest.raises(Rejected):
        hand_over(push_to(make_phone()), now=NOW)
    assert len(service.calls) == 1


def test_a_service_out_of_reach_is_left_alone_for_a_while(service, monkeypatch):
    phone = make_phone()

    def silent(*_asked, **_more):
        service.calls.append(("", {}, b""))
        raise TimeoutError

    monkeypatch.setattr(sending._opener, "open", silent)
    for _time in range(3):
        with pytest.raises(NotNow):
            hand_over(push_to(phone), now=NOW)
    assert len(service.calls) == 1


def test_an_address_of_ours_is_asked_for_nothing(service):
    with pytest.raises(Gone):
        hand_over(push_to(make_phone(origin=f"http://127.0.0.1:{service.port}")), now=NOW)
    assert not service.calls
