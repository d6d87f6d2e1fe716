"""The same words of VNPay's, sent over the network to a site that serves: again, out of order, tampered."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.money.online import attempts
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, OnlineState
from bookings.models import LedgerEntry, OnlineNotice
from tests.bookings.online.conftest import start

pytestmark = pytest.mark.django_db(transaction=True)
DUE = 210_000


@pytest.fixture
def tell(vnpay, merchant, live_server):
    url = live_server.url + reverse("online_told", args=["vnpay", merchant.address])
    return lambda told: vnpay.tell(url, told)


def test_tampered_failed_paid_again_and_late_in_one_life(vnpay, begun, tell, booking):
    failed, paid = vnpay.decide(begun.reference, "24"), vnpay.decide(begun.reference)
    sent = [paid | {"vnp_Amount": "100"}, failed, paid, paid, failed]
    assert [tell(told) for told in sent] == ["97", "00", "00", "02", "02"]
    begun.refresh_from_db()
    booking.refresh_from_db()
    assert (begun.state, booking.status, account_of(booking).received) == (OnlineState.RECEIVED, "CONFIRMED", DUE)
    late = start(vnpay, booking)
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    told = vnpay.decide(late.reference)
    assert [tell(told), tell(told)] == ["00", "02"]
    assert account_of(booking).due == -700_000


def test_what_cannot_be_written_is_99_kept_and_taken_the_next_time(vnpay, begun, tell, monkeypatch):
    def broken(**_told):
        raise OSError("no disk")

    told = vnpay.decide(begun.reference)
    with monkeypatch.context() as patch:
        patch.setattr(attempts, "receive", broken)
        assert tell(told) == "99"
    begun.refresh_from_db()
    assert (begun.state, OnlineNotice.objects.count(), LedgerEntry.objects.count()) == (OnlineState.STARTED, 1, 0)
    assert tell(told) == "00"
    begun.refresh_from_db()
    assert begun.state == OnlineState.RECEIVED
