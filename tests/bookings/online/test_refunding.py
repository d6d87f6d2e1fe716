"""Money that came by VNPay goes back by it, once: over real HTTP, refused, unanswered, interrupted in the middle."""

import datetime as dt
import uuid as uuids

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.domain.money.online import refunding
from bookings.domain.money.online.refunding import LEASE, NotSoMuch, give_back, refund_due
from bookings.domain.money.owing import account_of
from bookings.enums import CancelledBy, LedgerState, OnlineRefundState, PaidBy
from bookings.gateway_posts import over_http
from bookings.models import LedgerEntry, OnlineRefund
from tests.factories import make_user
from tests.factories.online import make_paid

pytestmark = pytest.mark.django_db
DUE = 210_000


@pytest.fixture
def paid(vnpay, booking):
    """Cancelled by the house, so that all of it is to be given back."""
    payment = make_paid(booking, now=timezone.now())
    booking.refresh_from_db()
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    return payment


@pytest.fixture
def owner():
    return make_user()


def back(booking, owner, amount=DUE, key=None, method=PaidBy.VNPAY) -> LedgerEntry:
    told = {"amount_vnd": amount, "method": method, "by": owner, "now": timezone.now()}
    return give_back(key=key or uuids.uuid4(), booking=booking, **told)


def run(after=dt.timedelta()) -> int:
    return refund_due(post=over_http, now=timezone.now() + after)


def ended() -> tuple[str, str, str]:
    refund = OnlineRefund.objects.select_related("entry").get()
    return refund.state, refund.entry.state, refund.said


def faults() -> list:
    found = audit(now=timezone.now())
    return [item for item in found if item.invariant.startswith(("online", "money")) and not item.open_decision]


def test_it_is_written_first_asked_for_once_and_arrives(vnpay, paid, booking, owner):
    key = uuids.uuid4()
    entry = back(booking, owner, key=key)
    assert back(booking, owner, key=key) == entry
    assert (entry.state, vnpay.asked, account_of(booking).due) == (LedgerState.SENT, [], 0)
    assert (run(), run(LEASE * 2)) == (1, 0)
    [asked] = vnpay.asked
    names = ("vnp_Command", "vnp_TransactionType", "vnp_Amount", "vnp_TransactionNo", "vnp_TxnRef")
    assert [asked[name] for name in names] == ["refund", "02", str(DUE * 100), paid.number, paid.reference]
    assert ended() == (OnlineRefundState.DONE, LedgerState.ARRIVED, "")
    assert faults() == []


def test_parts_go_back_as_parts_and_never_more_than_came(vnpay, paid, booking, owner):
    back(booking, owner, 150_000)
    back(booking, owner, 60_000)
    assert run() == 2
    assert [asked["vnp_TransactionType"] for asked in vnpay.asked] == ["03", "03"]
    with pytest.raises(ledger.NothingToReturn):
        back(booking, owner, 1_000)
    assert faults() == []


def test_what_came_in_cash_does_not_go_back_by_vnpay(vnpay, paid, booking, owner):
    back(booking, owner, 100_000, method=PaidBy.CASH)
    with pytest.raises(ledger.MoreThanDue):
        back(booking, owner)
    assert back(booking, owner, 110_000).state == LedgerState.SENT
    with pytest.raises(ledger.NothingToReturn):
        back(booking, owner, 1_000)


def test_more_than_one_payment_has_left_is_refused_and_writes_nothing(vnpay, booking, owner):
    first = make_paid(booking, now=timezone.now())
    booking.refresh_from_db()
    second = make_paid(booking, now=timezone.now())
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    assert (first.amount_vnd, second.amount_vnd) == (DUE, 490_000)
    with pytest.raises(NotSoMuch, match=r"490\.000"):
        back(booking, owner, 700_000)
    assert LedgerEntry.objects.filter(kind="refund").count() == 0
    back(booking, owner, 490_000)
    back(booking, owner, DUE)
    assert set(OnlineRefund.objects.values_list("payment", flat=True)) == {first.pk, second.pk}


@pytest.mark.parametrize("code", ["02", "03", "91", "95", "97"])
def test_refused_it_is_owed_again_and_may_go_another_way(vnpay, paid, booking, owner, code):
    vnpay.refund_code = code
    back(booking, owner)
    assert run() == 1
    assert ended() == (OnlineRefundState.REFUSED, LedgerState.BOUNCED, code)
    assert account_of(booking).due == -DUE
    back(booking, owner, method=PaidBy.CASH)
    assert faults() == []


@pytest.mark.parametrize(("status", "state"), [("05", "sent"), ("06", "sent"), ("09", "bounced"), ("00", "arrived")])
def test_what_vnpay_accepted_arrives_when_it_says_so(vnpay, paid, booking, owner, status, state):
    vnpay.refund_status = status
    back(booking, owner)
    run()
    assert ended()[1] == state
    assert faults() == []


@pytest.mark.parametrize(
    ("mood", "code"),
    [("silent", "00"), ("rubbish", "00"), ("unsigned", "00"), ("busy", "00"), ("well", "94"), ("well", "99")],
)
def test_without_a_clear_answer_it_is_never_asked_again_and_a_person_ends_it(vnpay, paid, booking, owner, mood, code):
    vnpay.mood, vnpay.refund_code = mood, code
    entry = back(booking, owner)
    with pytest.raises(ledger.StillAsking):
        ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=owner, now=timezone.now())
    run()
    run(LEASE * 3)
    assert len(vnpay.asked) == 1
    assert ended()[:2] == (OnlineRefundState.UNCLEAR, LedgerState.SENT)
    assert "online-given-back" in {item.invariant for item in audit(now=timezone.now()) if item.open_decision}
    ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=owner, now=timezone.now())
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_killed_in_the_middle_leaves_it_to_a_person(vnpay, paid, booking, owner):
    entry = back(booking, owner)

    def killed(_url, _body):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refund_due(post=killed, now=timezone.now())
    assert ended()[:2] == (OnlineRefundState.ASKED, LedgerState.SENT)
    assert (run(), ended()[0]) == (0, OnlineRefundState.ASKED)
    run(LEASE * 2)
    assert (vnpay.asked, ended()[0]) == ([], OnlineRefundState.UNCLEAR)
    ledger.refund_ends(entry=entry, state=LedgerState.BOUNCED, by=owner, now=timezone.now())
    assert account_of(booking).due == -DUE


def test_an_answer_after_it_was_left_to_a_person_changes_nothing(vnpay, paid, booking, owner):
    back(booking, owner)

    def slow(url, body):
        OnlineRefund.objects.update(state=OnlineRefundState.UNCLEAR)
        return over_http(url, body)

    assert refund_due(post=slow, now=timezone.now()) == 0
    assert ended()[:2] == (OnlineRefundState.UNCLEAR, LedgerState.SENT)
    assert refunding.given_of(paid) == DUE
