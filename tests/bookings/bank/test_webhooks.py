"""SePay and payOS tell of money over real HTTP: signed, again and again, late, out of order, tampered with."""

import datetime as dt
import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from bookings.domain.money.bank.connecting import NoSecret, connect, disconnect
from bookings.domain.money.bank.services import payos_text
from bookings.domain.money.owing import account_of
from bookings.enums import BankProof, BankProvider, LookWhy, NoticeState
from bookings.models import BankConnection, BankNotice, LedgerEntry
from bookings.tasks import match_bank_notices
from tests.factories import make_booking, make_experience, make_host, make_slot, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "mot-chuoi-bi-mat-rat-dai"
DUE = 700_000


@dataclass
class Sender:
    """A service that signs with `secret`; `proof` as the house chose it. Sends over the network and answers the
    status.
    """

    url: str
    provider: BankProvider
    secret: str = SECRET
    proof: BankProof = BankProof.SIGNED
    answers: list[dict] = field(default_factory=list)

    def send(self, told: dict | bytes, *, stamp: float | None = None, tampered: bytes | None = None) -> int:
        body = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} | self.proofs(body, stamp)
        request = Request(self.url, data=tampered or body, headers=headers, method="POST")
        try:
            with urlopen(request, timeout=20) as answer:
                status, said = answer.status, answer.read()
        except HTTPError as error:
            status, said = error.code, error.read()
        self.answers.append(json.loads(said))
        return status

    def proofs(self, body: bytes, stamp: float | None) -> dict[str, str]:
        if self.provider == BankProvider.PAYOS:
            return {}
        if self.proof == BankProof.KEY:
            return {"Authorization": f"Apikey {self.secret}"}
        time = str(int(timezone.now().timestamp() if stamp is None else stamp))
        signed = body if self.proof == BankProof.SIGNED_BODY else f"{time}.".encode() + body
        return {"X-SePay-Timestamp": time, "X-SePay-Signature": f"sha256={sign(self.secret, signed)}"}


def sign(secret: str, text: bytes) -> str:
    return hmac.new(secret.encode(), text, sha256).hexdigest()


@pytest.fixture
def owner():
    cache.clear()
    return make_user()


@pytest.fixture
def booking(owner):
    host = make_host(owner=owner, bank_bin="970436", bank_account="0123499999")
    return make_booking(make_slot(make_experience(host=host)), adults=2)


@pytest.fixture
def sender(booking, owner, live_server):
    """Connects the house and answers who speaks for the service."""

    def make(provider=BankProvider.SEPAY, proof=BankProof.SIGNED) -> Sender:
        host = booking.slot.experience.host
        told = {"secret": SECRET, "proof": proof, "account": "", "by": owner, "now": timezone.now()}
        way = connect(host=host, provider=provider, **told)
        url = live_server.url + reverse("bank_told", args=[provider, way.address])
        return Sender(url, provider, proof=proof)

    return make


def sepay(booking, **changes) -> dict:
    return {
        "id": 92704,
        "gateway": "Vietcombank",
        "transactionDate": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
        "accountNumber": "0123499999",
        "code": None,
        "content": f"VELANG {booking.reference} chuyển tiền",
        "transferType": "in",
        "transferAmount": DUE,
        "accumulated": 19_077_000,
        "subAccount": None,
        "referenceCode": "MBVCB.3278907687",
    } | changes


def payos(booking, *, secret: str = SECRET, **changes) -> dict:
    data = {
        "orderCode": 123,
        "amount": DUE,
        "description": f"VELANG {booking.reference}",
        "accountNumber": "0123499999",
        "reference": "TF230204212323",
        "transactionDateTime": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
        "currency": "VND",
        "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
        "code": "00",
        "desc": "Thành công",
        "counterAccountBankId": None,
        "virtualAccountName": "",
    } | changes
    text = "&".join(f"{key}={'' if data[key] is None else data[key]}" for key in sorted(data))
    return {"code": "00", "desc": "success", "success": True, "data": data, "signature": sign(secret, text.encode())}


def matched() -> BankNotice:
    match_bank_notices()
    return BankNotice.objects.get()


@pytest.mark.parametrize("proof", BankProof)
def test_sepay_is_kept_answered_and_paid_once_however_often_it_comes(sender, booking, proof):
    sepay_says = sender(BankProvider.SEPAY, proof)
    told = sepay(booking)
    assert [sepay_says.send(told) for _ in range(7)] == [200] * 7
    assert sepay_says.answers == [{"success": True}] * 7
    notice = BankNotice.objects.get()
    assert (notice.state, notice.raw["gateway"]) == (NoticeState.NEW, "Vietcombank")
    assert matched().state == NoticeState.MATCHED
    assert sepay_says.send(told) == 200
    match_bank_notices()
    assert (account_of(booking).due, LedgerEntry.objects.count()) == (0, 1)
    assert BankConnection.objects.get().heard_at is not None


def test_payos_is_kept_answered_and_paid_once(sender, booking):
    payos_says = sender(BankProvider.PAYOS)
    assert [payos_says.send(payos(booking)) for _ in range(3)] == [200] * 3
    notice = matched()
    assert (notice.state, notice.bank_reference, notice.amount_vnd) == (NoticeState.MATCHED, "TF230204212323", DUE)
    assert account_of(booking).due == 0


def test_payos_signs_the_values_in_the_order_of_their_names():
    data = {"b": None, "a": 1, "d": True, "c": "Thành công & hơn", "e": [{"y": 1, "x": "z"}], "f": "null"}
    assert payos_text(data) == 'a=1&b=&c=Thành công & hơn&d=true&e=[{"x":"z","y":1}]&f='


def test_what_was_changed_on_the_way_or_signed_by_another_is_refused_and_not_kept(sender, booking):
    says = sender()
    more = json.dumps(sepay(booking, transferAmount=DUE + 1)).encode()
    assert says.send(sepay(booking), tampered=more) == 401
    says.secret = "ai-do-khac-gui-thong-bao"
    assert says.send(sepay(booking)) == 401
    stranger = sender(BankProvider.PAYOS)
    assert stranger.send(payos(booking, secret="ai-do-khac-gui-thong-bao")) == 401
    spoilt = payos(booking)
    spoilt["data"]["amount"] = DUE * 2
    assert stranger.send(spoilt) == 401
    assert stranger.send(b"not json") == 401
    assert says.answers[0] == {"success": False}
    assert not BankNotice.objects.exists()


@pytest.mark.parametrize(("off", "status"), [(-299, 200), (299, 200), (-400, 401), (400, 401)])
def test_a_clock_more_than_five_minutes_off_is_refused(sender, booking, off, status):
    assert sender().send(sepay(booking), stamp=timezone.now().timestamp() + off) == status


def test_a_signed_notice_that_says_nothing_is_kept_for_a_person(sender, booking):
    says = sender()
    for told in (b'{"hello": "\\u0000 \\ud83d"}', b"[1, 2]", b"not json", b'{"id": 1, "transferAmount": NaN}'):
        assert says.send(told) == 200
    says.send(sepay(booking, id=5, transactionDate="hôm qua"))
    match_bank_notices()
    assert {(one.state, one.why) for one in BankNotice.objects.all()} == {(NoticeState.TO_LOOK_AT, LookWhy.UNREAD)}
    assert BankNotice.objects.count() == 5
    assert account_of(booking).due == DUE


def test_notices_that_come_late_and_out_of_order_each_find_their_booking(sender, booking):
    says, other = sender(), make_booking(booking.slot, adults=2)
    late = timezone.localtime() - dt.timedelta(days=2)
    assert says.send(sepay(other, id=8)) == 200
    assert says.send(sepay(booking, id=7, referenceCode="FT1", transactionDate=f"{late:%Y-%m-%d %H:%M:%S}")) == 200
    match_bank_notices()
    assert account_of(booking).due == account_of(other).due == 0
    assert timezone.localtime(booking.ledger.get().happened_at).date() == late.date()


def test_the_same_number_with_another_sum_is_shown_to_a_person(sender, booking):
    says = sender()
    says.send(sepay(booking))
    assert says.send(sepay(booking, transferAmount=DUE * 2)) == 200
    match_bank_notices()
    assert account_of(booking).due == 0
    assert BankNotice.objects.get(state=NoticeState.TO_LOOK_AT).why == LookWhy.OTHERWISE


def test_both_services_may_tell_of_one_transfer(sender, booking):
    sender().send(sepay(booking, referenceCode="TF230204212323"))
    sender(BankProvider.PAYOS).send(payos(booking))
    match_bank_notices()
    assert (account_of(booking).due, LedgerEntry.objects.count()) == (0, 1)
    assert {one.state for one in BankNotice.objects.all()} == {NoticeState.MATCHED, NoticeState.SET_ASIDE}


def test_too_large_too_often_by_get_and_at_no_address_it_is_refused(sender, booking, client):
    says = sender()
    assert says.send(sepay(booking, content="x" * 70_000)) == 413
    assert client.get(says.url).status_code == 405
    nowhere = Sender(says.url.replace("sepay", "payos"), BankProvider.PAYOS)
    assert nowhere.send(payos(booking)) == 404
    assert Sender(says.url.replace("sepay", "file"), BankProvider.SEPAY).send(sepay(booking)) == 404
    says.secret = "ai-do-khac-gui-thong-bao"
    assert {says.send(sepay(booking)) for _ in range(30)} == {401, 429}
    assert not BankNotice.objects.exists()


def test_while_the_queue_is_down_it_is_kept_and_answered(sender, booking, monkeypatch):
    def down(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr(match_bank_notices, "apply_async", down)
    assert sender().send(sepay(booking)) == 200
    assert matched().state == NoticeState.MATCHED


def test_the_secret_is_not_readable_stays_where_none_is_typed_and_goes_with_the_connection(sender, booking, owner):
    says, host = sender(), booking.slot.experience.host
    way = BankConnection.objects.get()
    assert SECRET not in str(BankConnection.objects.values().get())
    told = {"host": host, "provider": BankProvider.SEPAY, "account": "99", "by": owner, "now": timezone.now()}
    with pytest.raises(NoSecret):
        connect(secret="ngan", proof=BankProof.SIGNED, **told)
    changed = connect(secret="", proof=BankProof.KEY, **told)
    assert (changed.pk, changed.secret, changed.proof) == (way.pk, way.secret, BankProof.KEY)
    for _ in range(2):
        disconnect(host=host, provider=BankProvider.SEPAY)
    assert says.send(sepay(booking)) == 404
