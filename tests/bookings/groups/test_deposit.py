"""A group's deposit: asked for once, known again by the bank's word, spread over its visits, confirmed by itself."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.groups.deposit import DepositMissing, confirm_paid, deposit_came
from bookings.domain.money.bank.deciding import undo
from bookings.domain.money.group_deposit import deposit_of, deposit_transfer
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.enums import Audience, CancelledBy, GroupNews, GroupState, LookWhy, NoticeState, PaidBy
from bookings.links import group_token
from bookings.mail.groups import letter_of_group
from bookings.models import Booking, GroupRequest
from bookings.tasks import match_bank_notices
from outbox.models import OutboxMessage
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import make_experience, make_host, make_user
from tests.factories.bank import make_matched, make_notice
from tests.factories.groups import group_slot, make_accepted, make_request
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DEPOSIT = 4_000_000


@pytest.fixture
def house():
    return make_experience(make_host(owner=make_user(), **ACCOUNT), capacity=40)


def accepted(house, *, now, days=(14,), **changes) -> GroupRequest:
    """A school that accepted visits of 3.000.000 ₫ each, the first with a lunch of 1.980.000 ₫ besides."""
    request = make_request(house.host, house, now=now)
    slots = [group_slot(house, now=now, days=day) for day in days]
    return make_accepted(request, *slots, now=now, **{"deposit_vnd": DEPOSIT} | changes)


def visits(request) -> list[Booking]:
    return list(Booking.objects.filter(quoted__quote__request=request).order_by("slot__starts_at"))


def state(request) -> str:
    request.refresh_from_db()
    return request.state


def faults(now) -> list:
    """At a moment when no mail went out since."""
    return [finding for finding in audit(now=now) if finding.invariant != "message-overdue"]


def test_the_bank_s_word_confirms_the_group_with_nobody_looking(house, now):
    request = accepted(house, now=now)
    [booking] = visits(request)
    transfer = deposit_transfer(request, now=now)
    assert (transfer.amount_vnd, transfer.note) == (DEPOSIT, f"VELANG {booking.reference}")
    assert make_matched(house.host, DEPOSIT, transfer.note, now=now).state == NoticeState.MATCHED
    assert [confirm_paid(now=now) for _time in range(2)] == [1, 0]
    assert state(request) == GroupState.CONFIRMED
    assert deposit_of(request, now=now) is None
    told = OutboxMessage.objects.filter(kind=GroupNews.DEPOSIT)
    assert told.filter(audience=Audience.GUEST).count() == told.filter(audience=Audience.HOST).count() == 1
    assert faults(now) == []


def test_one_transfer_pays_several_visits_and_none_more_than_it_costs(house, now):
    request = accepted(house, now=now, days=(14, 15, 16), deposit_vnd=9_000_000)
    first, second, third = visits(request)
    costs = [booking.total_vnd for booking in (first, second, third)]
    assert costs[0] < 9_000_000
    notice = make_matched(house.host, 9_000_000, f"VELANG {first.reference}", now=now)
    assert (notice.state, notice.rows.count()) == (NoticeState.MATCHED, 3)
    received = [account_of(booking).received for booking in (first, second, third)]
    assert received == [costs[0], costs[1], 9_000_000 - costs[0] - costs[1]]
    assert faults(now) == []
    undo(notice=notice, by=make_user(), now=now)
    assert [account_of(booking).received for booking in (first, second, third)] == [0, 0, 0]


def test_what_was_paid_by_hand_is_not_asked_for_again(house, now):
    request = accepted(house, now=now)
    [booking] = visits(request)
    due = account_of(booking).due
    money = {"method": PaidBy.CASH, "amount_vnd": 1_500_000, "due_vnd": due}
    take_payment(key=uuid.uuid4(), booking=booking, by=make_user(), now=now, **money)
    assert deposit_of(request, now=now).left_vnd == DEPOSIT - 1_500_000
    with pytest.raises(DepositMissing, match=r"2\.500\.000"):
        deposit_came(request=request, now=now)
    make_matched(house.host, DEPOSIT - 1_500_000, f"VELANG {booking.reference}", now=now)
    for _time in range(2):
        assert deposit_came(request=request, now=now).state == GroupState.CONFIRMED


@pytest.mark.parametrize("amount", [DEPOSIT - 1_000, DEPOSIT + 1_000])
def test_another_sum_ends_in_front_of_a_person(house, now, amount):
    request = accepted(house, now=now)
    [booking] = visits(request)
    notice = make_matched(house.host, amount, f"VELANG {booking.reference}", now=now)
    assert (notice.state, notice.why) == (NoticeState.TO_LOOK_AT, LookWhy.TOO_LITTLE)
    assert confirm_paid(now=now) == 0


def test_the_deposit_goes_by_the_first_visit_that_stands(house, now):
    request = accepted(house, now=now, days=(14, 15))
    first, second = visits(request)
    cancel(booking=first, by=CancelledBy.GUEST, now=now)
    assert deposit_of(request, now=now).asked_by == second
    cancel(booking=second, by=CancelledBy.GUEST, now=now)
    assert deposit_of(request, now=now) is None


def test_a_house_whose_account_nobody_has_verified_is_not_paid_so(now):
    house = make_experience(make_host(owner=make_user()), capacity=40)
    assert deposit_transfer(accepted(house, now=now), now=now) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_the_group_asks_with_a_code_until_it_is_paid(house, client, language):
    now = timezone.now()
    request = accepted(house, now=now)
    prefix = "" if language == "vi" else "/en"
    page_url, code_url = (
        prefix + reverse(f"bookings:{name}", args=[group_token(request)]) for name in ("group", "group_deposit_code")
    )
    page = soup(client.get(page_url))
    [booking] = visits(request)
    assert f"VELANG {booking.reference}" in plain(page.select_one(".transfer"))
    assert "4.000.000" in plain(page.select_one(".transfer__amount")).replace(",", ".")
    assert page.select_one(f"a[href='{code_url}']")
    assert client.get(code_url).content.startswith(b"\x89PNG")

    make_notice(house.host, DEPOSIT, f"VELANG {booking.reference}", now=now)
    match_bank_notices()
    assert state(request) == GroupState.CONFIRMED
    assert not soup(client.get(page_url)).select_one(".transfer")
    assert client.get(code_url)["Location"].endswith(page_url.removeprefix("/en"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_whoever_accepts_is_asked_for_the_deposit_and_told_when_it_came(house, now, language):
    request = accepted(house, now=now)
    GroupRequest.objects.update(language=language)
    OutboxMessage.objects.update(language=language)
    letters = OutboxMessage.objects.filter(audience=Audience.GUEST)
    asked = letter_of_group(letters.get(kind=GroupNews.ACCEPTED)).body
    assert "4.000.000" in asked.replace(",", ".")
    make_matched(house.host, DEPOSIT, deposit_transfer(request, now=now).note, now=now)
    confirm_paid(now=now)
    came = letter_of_group(letters.get(kind=GroupNews.DEPOSIT))
    assert house.host.name in came.subject or house.host.name in came.body


def test_without_a_deposit_nobody_is_asked_for_one(house, now):
    request = accepted(house, now=now, deposit_vnd=0)
    assert state(request) == GroupState.CONFIRMED
    assert not OutboxMessage.objects.filter(kind=GroupNews.ACCEPTED, audience=Audience.GUEST).exists()
