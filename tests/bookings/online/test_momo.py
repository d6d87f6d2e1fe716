"""MoMo over real HTTP: opened, told late, twice, out of order and tampered, asked about, given back once."""

import datetime as dt
import json
import uuid as uuids

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.money.online.asking import ask_due
from bookings.domain.money.online.attempts import NoPage, NotHere
from bookings.domain.money.online.merchants import NoSecond, connect, keys_of
from bookings.domain.money.online.refunding import give_back, refund_due
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, LedgerState, OnlineProvider, OnlineRefundState, OnlineState, PaidBy
from bookings.gateway_posts import over_http
from bookings.models import Booking, LedgerEntry, OnlineMerchant, OnlineNotice, OnlinePayment, OnlineRefund
from tests.bookings.money.test_transfer import ACCOUNT
from tests.bookings.online.conftest import book
from tests.bookings.online.fake_momo import ACCESS, CODE, SECRET, fake_momo
from tests.factories import make_experience, make_host, make_slot, make_user
from tests.factories.online import make_attempt, make_merchant, page_of

pytestmark = pytest.mark.django_db
MOMO = OnlineProvider.MOMO
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
DUE = 210_000


@pytest.fixture
def momo(settings):
    cache.clear()
    with fake_momo() as fake:
        settings.MOMO_URL = fake.url
        yield fake


@pytest.fixture
def booking(momo):
    """Waits for 210.000 ₫, at a house that takes MoMo."""
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    make_merchant(experience.host, provider=MOMO)
    return book(make_slot(experience, capacity=4, days=20))


@pytest.fixture
def begun(momo, booking):
    payment = make_attempt(booking, now=timezone.now(), provider=MOMO)
    page_of(payment)
    return payment


@pytest.fixture
def tell(begun, client):
    url = reverse("online_told", args=["momo", begun.merchant.address])
    return lambda told: client.post(url, json.dumps(told), content_type="application/json").status_code


def state(payment) -> str:
    payment.refresh_from_db()
    return payment.state


def faults() -> list:
    found = audit(now=timezone.now())
    return [one for one in found if one.invariant.startswith(("online", "money")) and not one.open_decision]


def test_a_page_is_opened_once_for_the_exact_sum_and_until_the_places_are_kept(momo, booking):
    payment = make_attempt(booking, now=timezone.now(), provider=MOMO)
    first = page_of(payment)
    payment.refresh_from_db()
    assert page_of(payment) == first == f"{momo.url}/pay?t={payment.reference}"
    assert len(momo.asked) == 1
    asked = momo.asked[0]
    assert (asked["amount"], asked["orderExpireTime"], asked["requestType"]) == (DUE, 15, "captureWallet")
    assert asked["lang"] == "vi"


@pytest.mark.parametrize("mood", ["silent", "rubbish", "busy", "elsewhere"])
def test_where_no_page_opens_nothing_is_paid_and_the_next_press_begins_anew(momo, booking, mood):
    momo.mood = mood
    payment = make_attempt(booking, now=timezone.now(), provider=MOMO)
    with pytest.raises(NoPage):
        page_of(payment)
    assert state(payment) == OnlineState.FAILED
    assert faults() == []


def test_a_press_beside_another_goes_to_the_page_that_the_other_one_got(momo, begun):
    begun.pay_url = ""
    assert page_of(begun) == f"{momo.url}/pay?t={begun.reference}"
    assert state(begun) == OnlineState.STARTED


def test_paid_told_again_and_out_of_order_is_one_row(momo, begun, tell, booking):
    failed, paid = momo.decide(begun.reference, 1006), momo.decide(begun.reference)
    assert [tell(told) for told in (failed, paid, paid, failed)] == [204] * 4
    booking.refresh_from_db()
    assert (state(begun), booking.status, account_of(booking).received) == ("received", "CONFIRMED", DUE)
    assert LedgerEntry.objects.get().method == PaidBy.MOMO
    assert begun.number == str(paid["transId"])
    assert OnlineNotice.objects.count() == 2
    assert faults() == []


def test_one_that_is_under_way_decides_nothing(momo, begun, tell):
    for code in (1000, 7000, 7002, 9000):
        assert tell(momo.decide(begun.reference, code)) == 204
    assert (state(begun), LedgerEntry.objects.count()) == (OnlineState.STARTED, 0)


@pytest.mark.parametrize("name", ["amount", "orderId", "resultCode", "transId", "message", "partnerCode", "signature"])
def test_what_was_changed_on_the_way_is_refused_and_not_kept(momo, begun, tell, name):
    told = momo.decide(begun.reference)
    assert tell(told | {name: "1"}) == 400
    assert tell({one: told[one] for one in told if one != name}) == 400
    assert tell(momo.decide(begun.reference, secret="ANOTHERSECRETANOTHERSECRET000000")) == 400
    assert not OnlineNotice.objects.exists()
    assert state(begun) == OnlineState.STARTED


def test_another_sum_and_an_order_of_nobody_are_heard_and_written_nowhere(momo, begun, tell):
    assert tell(momo.decide(begun.reference, amount=1_000)) == 204
    assert tell(momo.decide(begun.reference, orderId="NOBODYS")) == 204
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.STARTED, "sum", 0)


def test_what_is_no_notice_is_refused(begun, tell, client):
    url = reverse("online_told", args=["momo", begun.merchant.address])
    assert client.get(url).status_code == 405
    assert [tell(told) for told in ([], {}, {"signature": {"a": 1}}, {"amount": "x" * 999})] == [400] * 4


def test_late_money_for_places_that_are_gone_is_to_be_given_back(momo, begun, tell, booking):
    expire_holds(now=timezone.now() + 2 * DAY)
    book(booking.slot, adults=4)
    assert tell(momo.decide(begun.reference)) == 204
    assert account_of(Booking.objects.get(pk=booking.pk)).due == -DUE
    assert faults() == []


@pytest.mark.parametrize(("code", "after"), [(0, "received"), (1005, "failed"), (7002, "started"), (99, "started")])
def test_what_nobody_told_of_is_found_by_a_question(momo, begun, code, after):
    momo.decide(begun.reference, code)
    ask_due(post=over_http, now=begun.created_at + 6 * MINUTE)
    assert state(begun) == after
    assert LedgerEntry.objects.count() == (code == 0)
    assert faults() == []


@pytest.mark.parametrize("mood", ["silent", "rubbish", "busy"])
def test_an_answer_that_says_nothing_decides_nothing(momo, begun, mood):
    momo.decide(begun.reference)
    momo.mood = mood
    ask_due(post=over_http, now=begun.created_at + DAY)
    assert state(begun) == OnlineState.STARTED


def test_a_page_nobody_opened_lapses(momo, begun):
    assert ask_due(post=over_http, now=begun.created_at + 120 * MINUTE) == 1
    assert state(begun) == OnlineState.LAPSED


@pytest.mark.parametrize(
    ("code", "refund", "entry"),
    [(0, "done", "arrived"), (7002, "taken", "sent"), (1088, "refused", "bounced"), (1081, "unclear", "sent")],
)
def test_money_goes_back_by_momo_once(momo, begun, tell, booking, code, refund, entry):
    tell(momo.decide(begun.reference))
    booking.refresh_from_db()
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = {"method": PaidBy.MOMO, "amount_vnd": DUE, "by": make_user(), "now": timezone.now()}
    give_back(key=uuids.uuid4(), booking=booking, **told)
    momo.refund_code = code
    for _ in range(2):
        refund_due(post=over_http, now=timezone.now())
    asked = [one for one in momo.asked if "transId" in one]
    assert len(asked) == 1
    assert (asked[0]["amount"], asked[0]["transId"]) == (DUE, momo.next_number)
    assert asked[0]["orderId"] != begun.reference
    row = OnlineRefund.objects.select_related("entry").get()
    assert (row.state, row.entry.state) == (refund, entry)
    assert faults() == []


@pytest.mark.parametrize("mood", ["silent", "rubbish", "busy"])
def test_a_refund_without_an_answer_is_for_a_person(momo, begun, tell, booking, mood):
    tell(momo.decide(begun.reference))
    booking.refresh_from_db()
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = {"method": PaidBy.MOMO, "amount_vnd": DUE, "by": make_user(), "now": timezone.now()}
    give_back(key=uuids.uuid4(), booking=booking, **told)
    momo.mood = mood
    for _ in range(2):
        refund_due(post=over_http, now=timezone.now())
    row = OnlineRefund.objects.select_related("entry").get()
    assert (row.state, row.entry.state) == (OnlineRefundState.UNCLEAR, LedgerState.SENT)


def test_both_keys_are_sealed_and_asked_for(momo):
    host, told = make_host(), {"provider": MOMO, "code": CODE, "by": make_user(), "now": timezone.now()}
    with pytest.raises(NoSecond):
        connect(host=host, secret=SECRET, **told)
    made = connect(host=host, secret=SECRET, second=ACCESS, **told)
    assert connect(host=host, secret="", **told) == made
    row = OnlineMerchant.objects.values().get()
    assert SECRET not in str(row)
    assert ACCESS not in str(row)
    assert (keys_of(made).secret, keys_of(made).second) == (SECRET, ACCESS)


def test_a_sum_above_what_momo_takes_is_not_begun(momo, booking, monkeypatch):
    monkeypatch.setattr("bookings.domain.money.online.momo.MOST", DUE - 1)
    with pytest.raises(NotHere):
        make_attempt(booking, now=timezone.now(), provider=MOMO)
    assert not OnlinePayment.objects.exists()
