"""What every gateway holds, over real HTTP: told late, twice, out of order and tampered, asked about, given back once.

What is said by one alone is in test_vnpay, test_telling, test_momo and test_zalopay.
"""

import datetime as dt
import uuid as uuids

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from bookings import tasks
from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.money import ledger
from bookings.domain.money.online import attempts
from bookings.domain.money.online.asking import ask_due
from bookings.domain.money.online.attempts import OTHER_SUM, NotHere
from bookings.domain.money.online.merchants import GATEWAYS, disconnect
from bookings.domain.money.online.refunding import LEASE, give_back, refund_due
from bookings.domain.money.owing import account_of
from bookings.enums import (
    BookingStatus,
    CancelledBy,
    LedgerState,
    OnlineProvider,
    OnlineRefundState,
    OnlineState,
    PaidBy,
)
from bookings.gateway_posts import over_http
from bookings.links import booking_token
from bookings.models import Booking, LedgerEntry, OnlineMove, OnlineNotice, OnlineRefund
from tests.bookings.money.test_transfer import ACCOUNT
from tests.bookings.online.conftest import book
from tests.bookings.online.stands import ANOTHER, STANDS, stand_of
from tests.factories import make_experience, make_host, make_slot, make_user
from tests.factories.online import make_attempt, make_merchant, make_paid
from tests.pages.guest import url
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
DUE = 210_000


def test_each_gateway_that_there_is_has_a_stand_here():
    assert set(STANDS) == set(GATEWAYS) == set(OnlineProvider)


@pytest.fixture(params=list(OnlineProvider), ids=str)
def stand(request, settings, monkeypatch):
    cache.clear()
    monkeypatch.setattr(tasks.ask_online_payment, "apply_async", lambda *_a, **_k: None)
    with stand_of(request.param, settings) as made:
        yield made


@pytest.fixture
def booking(stand):
    """Waits for 210.000 ₫, at a house that takes this gateway."""
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    make_merchant(experience.host, provider=stand.provider)
    return book(make_slot(experience, capacity=4, days=20))


@pytest.fixture
def begun(stand, booking):
    return begin(stand, booking)


@pytest.fixture
def tell(stand, begun, client):
    """Sends a notice to the house's address; how it is answered."""
    return lambda told: stand.send(client, address(begun.merchant), told)


def begin(stand, booking):
    payment = make_attempt(booking, now=timezone.now(), provider=stand.provider)
    stand.open(payment)
    return payment


def address(merchant) -> str:
    return reverse("online_told", args=[merchant.provider, merchant.address])


def state(payment) -> str:
    payment.refresh_from_db()
    return payment.state


def faults() -> list:
    found = audit(now=timezone.now())
    return [one for one in found if one.invariant.startswith(("online", "money")) and not one.open_decision]


def test_money_that_is_told_of_is_in_the_ledger_once_however_often(stand, begun, tell, booking):
    told = stand.paid(begun.reference)
    assert [tell(told) for _ in range(3)] == [stand.taken, stand.already, stand.already]
    booking.refresh_from_db()
    entry = LedgerEntry.objects.get()
    assert (state(begun), booking.status) == (OnlineState.RECEIVED, BookingStatus.CONFIRMED)
    assert (entry.method, entry.amount_vnd, entry.by_name) == (stand.provider, DUE, "")
    assert entry.note == f"{stand.provider.label} {begun.number}"
    assert (begun.entry, begun.number != "") == (entry, True)
    assert [model.objects.count() for model in (OnlineNotice, OnlineMove)] == [1, 1]
    assert account_of(booking).received == DUE
    assert faults() == []


def test_out_of_order_money_wins_and_stays(stand, begun, tell, booking):
    failed = stand.failed(begun.reference)
    if stand.tells_of_failure:
        assert tell(failed) == stand.taken
    else:
        ask_due(post=over_http, now=begun.created_at + 6 * MINUTE)
    assert (state(begun), LedgerEntry.objects.count()) == (OnlineState.FAILED, 0)
    paid = stand.paid(begun.reference)
    again = [paid, failed] if stand.tells_of_failure else [paid]
    assert [tell(told) for told in (paid, *again)] == [stand.taken, *[stand.already] * len(again)]
    assert (state(begun), account_of(booking).received) == (OnlineState.RECEIVED, DUE)
    assert list(OnlineMove.objects.order_by("pk").values_list("after", flat=True)) == ["failed", "received"]
    assert faults() == []


def test_after_a_failure_another_attempt_is_paid(stand, begun, booking, client):
    failed = stand.failed(begun.reference)
    if stand.tells_of_failure:
        stand.send(client, address(begun.merchant), failed)
    ask_due(post=over_http, now=begun.created_at + 6 * MINUTE)
    again = begin(stand, booking)
    assert again.reference != begun.reference
    assert stand.send(client, address(begun.merchant), stand.paid(again.reference)) == stand.taken
    assert account_of(booking).received == DUE


def test_what_was_changed_on_the_way_is_refused_and_not_kept(stand, begun, tell):
    for spoilt in stand.tampered(stand.paid(begun.reference)):
        cache.clear()
        assert tell(spoilt) == stand.not_proven, spoilt
    assert tell(stand.paid(begun.reference, secret=ANOTHER)) == stand.not_proven
    assert tell({}) == stand.not_proven
    assert not OnlineNotice.objects.exists()
    assert state(begun) == OnlineState.STARTED


def test_what_a_contract_without_keys_is_told_proves_nothing(stand, begun, tell):
    told = stand.paid(begun.reference)
    type(begun.merchant).objects.update(secret="lost", second="lost")
    assert tell(told) == stand.not_proven
    assert state(begun) == OnlineState.STARTED


@pytest.mark.parametrize("amount", [1_000, DUE - 1, DUE + 1])
def test_another_sum_is_heard_and_written_nowhere(stand, begun, tell, amount):
    assert tell(stand.paid(begun.reference, amount=amount)) == stand.other_sum
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.STARTED, OTHER_SUM, 0)
    assert tell(stand.paid(begun.reference)) == stand.taken
    assert tell(stand.paid(begun.reference, amount=amount)) == stand.other_sum
    assert state(begun) == OnlineState.RECEIVED


def test_an_order_of_nobody_and_another_house_are_written_nowhere(stand, begun, tell, client):
    assert tell(stand.paid(begun.reference, order="NOBODYS")) == stand.unknown
    other = make_merchant(make_host(), provider=stand.provider)
    assert stand.send(client, address(other), stand.paid(begun.reference)) == stand.unknown
    assert (state(begun), LedgerEntry.objects.count()) == (OnlineState.STARTED, 0)


def test_what_is_no_notice_is_refused(stand, begun, client):
    method = client.post if GATEWAYS[stand.provider].TELLS_BY == "GET" else client.get
    assert method(address(begun.merchant)).status_code == 405
    assert client.get(address(begun.merchant).replace(stand.provider, "nobody")).status_code == 404


def test_too_many_wrong_ones_are_not_read(stand, begun, tell, client):
    said = [tell({}) for _ in range(22)]
    assert said[0] == stand.not_proven
    assert said[-1] in (stand.broken, 429)
    assert tell(stand.paid(begun.reference)) in (stand.broken, 429)
    assert state(begun) == OnlineState.STARTED


def test_late_money_takes_the_places_again_while_they_are_free(stand, begun, tell):
    expire_holds(now=timezone.now() + 2 * DAY)
    assert Booking.objects.get().status == BookingStatus.EXPIRED
    assert tell(stand.paid(begun.reference)) == stand.taken
    assert Booking.objects.get().status == BookingStatus.CONFIRMED
    assert faults() == []


def test_late_money_for_places_that_are_gone_is_to_be_given_back(stand, begun, tell, booking):
    expire_holds(now=timezone.now() + 2 * DAY)
    book(booking.slot, adults=4)
    assert tell(stand.paid(begun.reference)) == stand.taken
    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.status, account_of(booking).due) == (BookingStatus.EXPIRED, -DUE)
    assert faults() == []


def test_money_for_a_cancelled_booking_is_to_be_given_back(stand, begun, tell, booking):
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    assert tell(stand.paid(begun.reference)) == stand.taken
    assert account_of(booking).due == -DUE
    assert faults() == []


def test_a_contract_that_is_off_begins_nothing_and_is_still_heard(stand, begun, tell, booking):
    disconnect(host=begun.merchant.host, provider=stand.provider, now=timezone.now())
    with pytest.raises(NotHere):
        make_attempt(booking, now=timezone.now(), provider=stand.provider)
    assert tell(stand.paid(begun.reference)) == stand.taken


def test_where_the_site_has_no_address_of_it_nobody_is_offered_it(stand, booking, settings, client):
    button = f"button[value={stand.provider}]"
    assert soup(client.get(url("booking", booking))).select_one(button)
    for name in stand.settings:
        standing = getattr(settings, name)
        setattr(settings, name, "")
        with pytest.raises(NotHere):
            make_attempt(booking, now=timezone.now(), provider=stand.provider)
        page = client.get(url("booking", booking))
        assert not soup(page).select_one(button)
        assert stand.fake.url not in page["Content-Security-Policy"]
        setattr(settings, name, standing)


def test_a_house_that_is_not_verified_begins_nothing(stand, booking):
    host = booking.slot.experience.host
    host.verified_at = None
    host.save(update_fields=["verified_at"])
    with pytest.raises(NotHere):
        make_attempt(booking, now=timezone.now(), provider=stand.provider)


def test_what_nobody_told_of_is_found_by_a_question(stand, begun, booking):
    stand.paid(begun.reference)
    assert ask_due(post=over_http, now=begun.created_at + 4 * MINUTE) == 0
    assert ask_due(post=over_http, now=begun.created_at + 6 * MINUTE) == 1
    assert (state(begun), account_of(booking).received) == (OnlineState.RECEIVED, DUE)
    assert OnlineNotice.objects.get().payment == begun
    assert ask_due(post=over_http, now=begun.created_at + DAY) == 0
    assert LedgerEntry.objects.count() == 1
    assert faults() == []


def test_a_question_that_names_another_sum_is_for_a_person(stand, begun):
    stand.paid(begun.reference, amount=1_000)
    assert ask_due(post=over_http, now=begun.created_at + 6 * MINUTE) == 0
    assert (state(begun), begun.said, LedgerEntry.objects.count()) == (OnlineState.STARTED, OTHER_SUM, 0)


@pytest.mark.parametrize("mood", ["silent", "rubbish", "busy"])
def test_an_answer_that_says_nothing_decides_nothing_and_is_given_up_after_days(stand, begun, mood):
    stand.paid(begun.reference)
    stand.fake.mood = mood
    assert ask_due(post=over_http, now=begun.created_at + DAY) == 0
    assert state(begun) == OnlineState.STARTED
    assert ask_due(post=over_http, now=begun.created_at + 4 * DAY) == 1
    assert (state(begun), LedgerEntry.objects.count()) == (OnlineState.LAPSED, 0)


def test_what_nobody_paid_lapses_and_is_received_all_the_same_once_it_is_paid(stand, begun, tell):
    assert ask_due(post=over_http, now=begun.created_at + 30 * MINUTE) == 0
    assert ask_due(post=over_http, now=begun.created_at + 120 * MINUTE) == 1
    assert state(begun) == OnlineState.LAPSED
    assert tell(stand.paid(begun.reference)) == stand.taken
    assert state(begun) == OnlineState.RECEIVED


@pytest.mark.parametrize("is_paid", [True, False], ids=["paid", "cancelled"])
def test_coming_back_shows_and_decides_nothing(stand, begun, client, is_paid):
    back = stand.back(begun.reference, is_paid=is_paid)
    where = reverse("bookings:paid_online", args=[stand.provider])
    page = client.get(where, back)
    shown = plain(soup(page).select_one("main"))
    assert (f"Đang chờ {stand.provider.label} báo" if is_paid else "Bạn đã hủy") in shown
    assert begun.booking.reference in shown
    assert booking_token(begun.booking) not in page.content.decode()
    assert (state(begun), LedgerEntry.objects.count(), OnlineNotice.objects.count()) == (OnlineState.STARTED, 0, 0)
    tampered = plain(soup(client.get(where, stand.spoilt(back))).select_one("main"))
    assert begun.booking.reference not in tampered
    assert client.get(where).status_code == 200


def cancelled(stand, booking):
    """Paid by it, and cancelled by the house, so that all of it is to be given back."""
    payment = make_paid(booking, now=timezone.now(), provider=stand.provider)
    booking.refresh_from_db()
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    return payment


def back(stand, booking, amount=DUE, key=None) -> LedgerEntry:
    told = {"method": PaidBy(stand.provider), "amount_vnd": amount, "by": make_user(), "now": timezone.now()}
    return give_back(key=key or uuids.uuid4(), booking=booking, **told)


def run(after=dt.timedelta()) -> int:
    return refund_due(post=over_http, now=timezone.now() + after)


def ended() -> tuple[str, str]:
    refund = OnlineRefund.objects.select_related("entry").get()
    return refund.state, refund.entry.state


def test_a_refund_is_written_first_and_asked_for_once(stand, booking):
    cancelled(stand, booking)
    key = uuids.uuid4()
    entry = back(stand, booking, key=key)
    assert back(stand, booking, key=key) == entry
    assert (entry.state, stand.refunds(), account_of(booking).due) == (LedgerState.SENT, [], 0)
    assert (run(), run(LEASE * 2)) == (1, 0)
    assert len(stand.refunds()) == 1
    assert faults() == []


def test_parts_go_back_and_never_more_than_came(stand, booking):
    cancelled(stand, booking)
    back(stand, booking, 150_000)
    back(stand, booking, 60_000)
    assert run() == 2
    with pytest.raises(ledger.NothingToReturn):
        back(stand, booking, 1_000)
    assert len(stand.refunds()) == 2
    assert faults() == []


@pytest.mark.parametrize("mood", ["silent", "rubbish", "busy"])
def test_a_refund_without_an_answer_is_never_asked_for_again_and_a_person_ends_it(stand, booking, mood):
    cancelled(stand, booking)
    entry = back(stand, booking)
    with pytest.raises(ledger.StillAsking):
        ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=make_user(), now=timezone.now())
    stand.fake.mood = mood
    run()
    run(LEASE * 3)
    assert len(stand.refunds()) == 1
    assert ended() == (OnlineRefundState.UNCLEAR, LedgerState.SENT)
    assert "online-given-back" in {item.invariant for item in audit(now=timezone.now()) if item.open_decision}
    ledger.refund_ends(entry=entry, state=LedgerState.ARRIVED, by=make_user(), now=timezone.now())
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_killed_while_giving_back_leaves_it_to_a_person(stand, booking):
    cancelled(stand, booking)
    entry = back(stand, booking)

    def killed(_url, _body):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refund_due(post=killed, now=timezone.now())
    assert ended() == (OnlineRefundState.ASKED, LedgerState.SENT)
    assert (run(), ended()[0]) == (0, OnlineRefundState.ASKED)
    run(LEASE * 2)
    assert (stand.refunds(), ended()[0]) == ([], OnlineRefundState.UNCLEAR)
    ledger.refund_ends(entry=entry, state=LedgerState.BOUNCED, by=make_user(), now=timezone.now())
    assert account_of(booking).due == -DUE


def test_an_answer_after_it_was_left_to_a_person_changes_nothing(stand, booking):
    cancelled(stand, booking)
    back(stand, booking)

    def slow(url, body):
        OnlineRefund.objects.update(state=OnlineRefundState.UNCLEAR)
        return over_http(url, body)

    assert refund_due(post=slow, now=timezone.now()) == 0
    assert ended() == (OnlineRefundState.UNCLEAR, LedgerState.SENT)


@pytest.mark.django_db(transaction=True)
def test_over_the_network_tampered_paid_again_and_what_cannot_be_written(
    stand, begun, booking, live_server, monkeypatch
):
    where = live_server.url + address(begun.merchant)

    def broken(**_told):
        raise OSError("no disk")

    told = stand.paid(begun.reference)
    assert stand.over_http(where, next(stand.tampered(told))) == stand.not_proven
    with monkeypatch.context() as patch:
        patch.setattr(attempts, "receive", broken)
        assert stand.over_http(where, told) == stand.broken
    assert (state(begun), OnlineNotice.objects.count(), LedgerEntry.objects.count()) == (OnlineState.STARTED, 1, 0)
    assert [stand.over_http(where, told) for _ in range(2)] == [stand.taken, stand.already]
    assert (state(begun), account_of(booking).received) == (OnlineState.RECEIVED, DUE)
