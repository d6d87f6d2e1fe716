"""VNPay tells of money: at once, late, twice, out of order, tampered with; no đồng is lost or doubled.

The same over the network, as it is sent, is in test_over_http.py.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.money import ledger
from bookings.domain.money.online.attempts import OTHER_SUM, NotHere, NothingAsked
from bookings.domain.money.online.merchants import disconnect
from bookings.domain.money.owing import account_of
from bookings.enums import BookingStatus, CancelledBy, MessageKind, OnlineProvider, OnlineState, PaidBy
from bookings.models import Booking, LedgerEntry, OnlineMerchant, OnlineMove, OnlineNotice
from outbox.models import OutboxMessage
from tests.bookings.online.conftest import book, start
from tests.factories import make_host, make_user
from tests.factories.online import make_attempt, make_merchant

pytestmark = pytest.mark.django_db
DUE = 210_000
HOURS = dt.timedelta(hours=30)


@pytest.fixture
def tell(merchant, client):
    """Sends a notice to the house's address; answers the code."""
    url = reverse("online_told", args=["vnpay", merchant.address])
    return lambda told: client.get(url, told).json()["RspCode"]


def state(payment) -> str:
    payment.refresh_from_db()
    return payment.state


def faults() -> list:
    found = [item for item in audit(now=timezone.now()) if item.invariant.startswith(("online", "money"))]
    return [item for item in found if not item.open_decision]


def test_money_that_is_told_of_is_in_the_ledger_and_the_visit_is_booked(vnpay, begun, tell, booking):
    assert vnpay.orders[begun.reference]["vnp_Amount"] == str(DUE * 100)
    assert tell(vnpay.decide(begun.reference)) == "00"
    booking.refresh_from_db()
    entry = LedgerEntry.objects.get()
    assert (state(begun), booking.status) == (OnlineState.RECEIVED, BookingStatus.CONFIRMED)
    assert (entry.method, entry.amount_vnd, entry.by_name, entry.note) == ("vnpay", DUE, "", f"VNPay {begun.number}")
    assert begun.entry == entry
    assert OnlineNotice.objects.get().raw["vnp_BankCode"] == "NCB"
    assert faults() == []


def test_the_same_notice_again_is_02_and_writes_nothing(vnpay, begun, tell, booking):
    told = vnpay.decide(begun.reference)
    assert [tell(told) for _ in range(4)] == ["00", "02", "02", "02"]
    counts = [model.objects.count() for model in (LedgerEntry, OnlineNotice, OnlineMove)]
    assert counts == [1, 1, 1]
    assert account_of(booking).received == DUE


def test_a_payment_that_failed_says_why_and_can_be_tried_again(vnpay, begun, tell, booking):
    told = vnpay.decide(begun.reference, "51")
    assert [tell(told), tell(told)] == ["00", "02"]
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.FAILED, "51", 0)
    again = start(vnpay, booking)
    assert again.reference != begun.reference
    assert tell(vnpay.decide(again.reference)) == "00"
    assert account_of(booking).received == DUE


def test_out_of_order_money_wins_and_stays(vnpay, begun, tell, booking):
    failed = vnpay.decide(begun.reference, "24")
    paid = vnpay.decide(begun.reference)
    assert [tell(failed), tell(paid), tell(failed)] == ["00", "00", "02"]
    assert (state(begun), account_of(booking).received) == (OnlineState.RECEIVED, DUE)
    assert list(OnlineMove.objects.order_by("pk").values_list("after", flat=True)) == ["failed", "received"]
    assert faults() == []


def test_what_nobody_proves_is_97_and_not_kept(vnpay, begun, tell):
    told = vnpay.decide(begun.reference)
    assert tell(told | {"vnp_Amount": "100"}) == "97"
    assert tell({name: told[name] for name in told if name != "vnp_SecureHash"}) == "97"
    vnpay.secret = "ANOTHERSECRETANOTHERSECRET000000"
    assert tell(vnpay.decide(begun.reference)) == "97"
    assert not OnlineNotice.objects.exists()
    assert state(begun) == OnlineState.STARTED


def test_of_no_order_it_is_01_and_of_another_sum_04(vnpay, begun, tell, merchant):
    assert tell(vnpay.decide(begun.reference, vnp_TxnRef="NOBODYS")) == "01"
    # Checked before what became of it: a sum that is not ours is nothing that we can say was paid.
    assert tell(vnpay.decide(begun.reference, vnp_Amount="100000")) == "04"
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.STARTED, OTHER_SUM, 0)
    assert tell(vnpay.decide(begun.reference)) == "00"
    assert tell(vnpay.decide(begun.reference, vnp_Amount="100000")) == "04"
    assert state(begun) == OnlineState.RECEIVED


def test_an_address_of_another_house_knows_no_order_of_this_one(vnpay, begun, client):
    other = make_merchant(make_host())
    url = reverse("online_told", args=["vnpay", other.address])
    assert client.get(url, vnpay.decide(begun.reference)).json()["RspCode"] == "01"
    assert state(begun) == OnlineState.STARTED


def test_late_money_takes_the_places_again_while_they_are_free(vnpay, begun, tell, booking):
    expire_holds(now=timezone.now() + HOURS)
    assert Booking.objects.get().status == BookingStatus.EXPIRED
    assert tell(vnpay.decide(begun.reference)) == "00"
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
    assert faults() == []


def test_late_money_for_places_that_are_gone_is_to_be_given_back(vnpay, begun, tell, booking, slot):
    expire_holds(now=timezone.now() + HOURS)
    book(slot, adults=4)
    assert tell(vnpay.decide(begun.reference)) == "00"
    booking.refresh_from_db()
    assert (booking.status, account_of(booking).due) == (BookingStatus.EXPIRED, -DUE)
    assert OutboxMessage.objects.filter(subject_id=booking.pk, kind=MessageKind.PAID_LATE).exists()
    assert faults() == []


def test_money_for_a_cancelled_booking_is_to_be_given_back(vnpay, begun, tell, booking):
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    assert tell(vnpay.decide(begun.reference)) == "00"
    assert account_of(booking).due == -DUE
    assert faults() == []


def test_what_was_paid_by_transfer_meanwhile_is_to_be_given_back_once_all_is_paid(vnpay, begun, tell, booking):
    told = {"method": PaidBy.TRANSFER, "amount_vnd": 700_000, "due_vnd": 700_000}
    ledger.take_payment(key=begun.merchant.address, booking=booking, by=make_user(), now=timezone.now(), **told)
    assert tell(vnpay.decide(begun.reference)) == "00"
    assert account_of(booking).due == -DUE


def test_a_contract_that_is_off_begins_nothing_and_is_still_heard(vnpay, begun, tell, booking, merchant):
    for _ in range(2):
        disconnect(host=merchant.host, provider=OnlineProvider.VNPAY, now=timezone.now())
    with pytest.raises(NotHere):
        make_attempt(booking, now=timezone.now())
    assert tell(vnpay.decide(begun.reference)) == "00"
    assert OnlineMerchant.objects.get().heard_at


def test_nothing_is_begun_where_nothing_is_asked_or_the_house_is_not_verified(vnpay, booking, settings):
    host = booking.slot.experience.host
    payment = make_attempt(booking, now=timezone.now())
    assert payment.amount_vnd == DUE
    type(host).objects.filter(pk=host.pk).update(verified_at=None)
    host.verified_at = None
    with pytest.raises(NotHere):
        make_attempt(booking, now=timezone.now())
    type(host).objects.filter(pk=host.pk).update(verified_at=timezone.now())
    host.verified_at = timezone.now()
    settings.VNPAY_API_URL = ""
    with pytest.raises(NotHere):
        make_attempt(booking, now=timezone.now())
    settings.VNPAY_API_URL = vnpay.url
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    booking.refresh_from_db()
    with pytest.raises(NothingAsked):
        make_attempt(booking, now=timezone.now())


def test_the_gateway_takes_money_no_longer_than_the_places_are_kept_but_for_five_minutes(vnpay, booking):
    minutes = dt.timedelta(minutes=1)
    for left, lasts in ((60, 15), (9, 9), (2, 5)):
        now = booking.hold_expires_at - left * minutes
        assert make_attempt(booking, now=now).expires_at == now + lasts * minutes


def test_rows_that_a_gateway_wrote_are_taken_back_by_nobody(vnpay, begun, tell):
    tell(vnpay.decide(begun.reference))
    with pytest.raises(ledger.OfTheGateway):
        ledger.reverse(entry=LedgerEntry.objects.get(), by=make_user(), now=timezone.now())


def test_money_of_a_clock_that_runs_ahead_is_noted_now(vnpay, begun, tell):
    assert tell(vnpay.decide(begun.reference, vnp_PayDate="20990101000000")) == "00"
    assert LedgerEntry.objects.get().happened_at <= timezone.now()


def test_wrong_ones_are_counted_and_a_post_is_refused(vnpay, begun, merchant, client):
    url = reverse("online_told", args=["vnpay", merchant.address])
    assert client.post(url).status_code == 405
    assert client.get(url.replace("vnpay", "nobody")).status_code == 404
    assert {client.get(url).status_code for _ in range(22)} == {200, 429}
    assert client.get(url).json()["RspCode"] == "99"
