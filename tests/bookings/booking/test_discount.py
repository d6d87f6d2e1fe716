"""A discount code: who may use it, how often, and what the booking costs with it from then on."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in_some
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.discount import DiscountRefused, as_code, find_code, use_code, uses_of
from bookings.domain.booking.own_move import move_own, total_at
from bookings.domain.booking.own_party import change_own_party
from bookings.domain.booking.party_choices import choices_of, party_digest
from bookings.domain.money.discount_codes import CodeTaken, Terms, TooManyCodes, end_code, use_again, write_code
from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.enums import BookingStatus, CancelledBy, PaidBy
from bookings.models import Booking, DiscountCode
from experiences.enums import PaymentTerms, UnitType
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import (
    ask,
    make_booking,
    make_contact,
    make_discount,
    make_experience,
    make_host,
    make_slot,
    make_user,
)
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def slot(now):
    return make_slot(make_experience(free_cancel_hours=24), now + 3 * DAY, 12)


def use(booking, code, now) -> Booking:
    use_code(booking=booking, typed=str(code), now=now)
    return Booking.objects.get(pk=booking.pk)


def booked(slot, code, now, **party) -> Booking:
    """Confirmed with the code."""
    held = use(ask(slot, now=now, **party), code, now)
    return confirm(booking=held, contact=make_contact(), consent=True, now=now)


@pytest.mark.parametrize(
    ("terms", "price", "off"),
    [
        ({"percent": 10}, 480_000, 48_000),
        ({"percent": 15}, 250_000, 37_000),
        ({"percent": 100}, 250_500, 250_500),
        ({"amount_vnd": 50_000}, 480_000, 50_000),
        ({"amount_vnd": 500_000}, 480_000, 480_000),
        ({"percent": 10, "from_vnd": 500_000}, 499_999, 0),
        ({"percent": 10, "from_vnd": 500_000}, 500_000, 50_000),
    ],
)
def test_a_code_takes_off_what_it_says(slot, now, terms, price, off):
    assert make_discount(slot.experience.host, **terms).off_vnd(price) == off


@pytest.mark.parametrize("typed", ["TET2027", " tet 2027 ", "Tết-2027", "tết2027"])
def test_it_is_found_however_it_is_typed(slot, typed):
    code = make_discount(slot.experience.host, code="TET2027")
    assert find_code(slot.experience.host, typed) == code


def test_what_can_be_no_code_is_none():
    assert [as_code("春節"), as_code("A" * 21), as_code("  ")] == ["", "", ""]


def test_a_hold_costs_less_and_is_booked_so(slot, now):
    code = make_discount(slot.experience.host, percent=10)
    held = ask(slot, adults=2, now=now)
    price = held.total_vnd
    after = use(held, code, now)
    assert (after.total_vnd, after.discount_vnd, after.price_vnd) == (price * 9 // 10, price // 10, price)
    stands = confirm(booking=after, contact=make_contact(), consent=True, now=now)
    assert account_of(stands, now=now).due == price * 9 // 10
    assert list(audit(now=now)) == []


def test_the_same_code_again_changes_nothing_and_none_takes_it_away(slot, now):
    code = make_discount(slot.experience.host, amount_vnd=50_000)
    held = ask(slot, adults=2, now=now)
    price = held.total_vnd
    assert use_code(booking=held, typed="TET2027", now=now)
    assert not use_code(booking=held, typed="tết 2027", now=now)
    assert uses_of(code, now=now) == 1
    assert use_code(booking=held, typed="", now=now)
    assert (Booking.objects.get(pk=held.pk).total_vnd, uses_of(code, now=now)) == (price, 0)


def test_what_is_paid_ahead_is_of_the_lower_price(now):
    experience = make_experience(make_host(**ACCOUNT), payment_terms=PaymentTerms.IN_ADVANCE)
    held = ask(make_slot(experience, now + 3 * DAY), adults=2, now=now)
    assert held.prepay_vnd == held.total_vnd
    after = use(held, make_discount(experience.host, percent=50), now)
    assert after.prepay_vnd == after.total_vnd == held.total_vnd // 2


def test_a_code_for_the_whole_price_that_is_left_out_again_leaves_the_whole_to_be_paid_ahead(now):
    experience = make_experience(make_host(**ACCOUNT), payment_terms=PaymentTerms.IN_ADVANCE)
    held = ask(make_slot(experience, now + 3 * DAY), adults=2, now=now)
    free = use(held, make_discount(experience.host, percent=100), now)
    assert (free.total_vnd, free.prepay_vnd) == (0, 0)
    assert use(free, "", now).prepay_vnd == held.total_vnd


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"last_day": dt.date(2026, 1, 1)}, "could be used until|chỉ dùng được đến"),
        ({"from_vnd": 90_000_000}, "từ 90"),
        ({"most_uses": 1, "used": True}, "hết lượt"),
        ({"ended": True}, "không còn dùng"),
        ({"elsewhere": True}, "chỉ dùng cho"),
    ],
)
def test_a_code_that_does_not_hold_says_why_and_changes_nothing(slot, now, terms, says):
    elsewhere = make_experience(slot.experience.host) if terms.pop("elsewhere", False) else None
    used, ended = terms.pop("used", False), terms.pop("ended", False)
    code = make_discount(slot.experience.host, experience=elsewhere, **terms)
    if used:
        booked(slot, code, now, adults=1)
    if ended:
        end_code(code, now=now)
    held = ask(slot, adults=1, now=now)
    with pytest.raises(DiscountRefused, match=says):
        use(held, code, now)
    assert Booking.objects.get(pk=held.pk).total_vnd == held.total_vnd


def test_a_code_of_another_house_is_none_of_this(slot, now):
    make_discount(make_experience().host, code="KHAC2027")
    with pytest.raises(DiscountRefused, match="không có mã"):
        use(ask(slot, adults=1, now=now), "KHAC2027", now)


def test_who_cancels_gives_the_use_back(slot, now):
    code = make_discount(slot.experience.host, most_uses=1)
    first = booked(slot, code, now, adults=1)
    cancel(booking=first, by=CancelledBy.GUEST, now=now)
    assert booked(slot, code, now, adults=1).discount_vnd


def test_a_hold_that_ran_out_does_not_keep_the_last_use(slot, now):
    code = make_discount(slot.experience.host, most_uses=1)
    late = use(ask(slot, adults=1, now=now), code, now)
    later = late.hold_expires_at + dt.timedelta(minutes=1)
    booked(slot, code, later, adults=1)
    with pytest.raises(DiscountRefused):
        confirm(booking=late, contact=make_contact(), consent=True, now=later)
    assert Booking.objects.get(pk=late.pk).status != BookingStatus.CONFIRMED


def test_a_code_that_ends_leaves_who_has_it_its_price(slot, now):
    code = make_discount(slot.experience.host)
    held = use(ask(slot, adults=2, now=now), code, now)
    end_code(code, now=now)
    assert confirm(booking=held, contact=make_contact(), consent=True, now=now).discount_vnd == held.discount_vnd > 0


def test_a_party_that_shrinks_below_the_price_loses_it_and_gets_it_back_when_it_grows(slot, now):
    adult = slot.experience.units.get(type=UnitType.ADULT).price_vnd
    code = make_discount(slot.experience.host, percent=10, from_vnd=4 * adult)
    booking = booked(slot, code, now, adults=4)
    assert booking.discount_vnd == 4 * adult // 10

    def become(booking, adults, total):
        (unit,) = [c for c in choices_of(booking, slot) if getattr(c.sold, "type", "") == UnitType.ADULT]
        seen = party_digest(booking)
        return change_own_party(booking=booking, quantities={unit.key: adults}, total_vnd=total, seen=seen, now=now)

    fewer = become(booking, 3, 3 * adult)
    assert (fewer.total_vnd, fewer.discount_vnd) == (3 * adult, 0)
    again = become(fewer, 4, 4 * adult * 9 // 10)
    assert again.total_vnd == 4 * adult * 9 // 10
    assert list(audit(now=now)) == []


def test_a_move_to_a_dearer_time_keeps_the_percent(slot, now):
    booking = booked(slot, make_discount(slot.experience.host, percent=10), now, adults=2)
    adult = slot.experience.units.get(type=UnitType.ADULT)
    dearer = make_slot(slot.experience, now + 5 * DAY, 6, prices={str(adult.pk): 400_000})
    assert total_at(booking, dearer) == 720_000
    moved = move_own(booking=booking, slot_id=dearer.pk, total_vnd=720_000, now=now)
    assert (moved.total_vnd, moved.discount_vnd) == (720_000, 80_000)
    assert list(audit(now=now)) == []


def test_a_cheaper_time_asks_for_no_more_ahead_than_it_costs(now):
    experience = make_experience(make_host(**ACCOUNT), payment_terms=PaymentTerms.IN_ADVANCE, free_cancel_hours=24)
    booking = make_booking(make_slot(experience, now + 3 * DAY, 6), "PENDING", adults=2, now=now)
    give = {"key": uuid.uuid4(), "method": PaidBy.CASH, "amount_vnd": booking.prepay_vnd, "by": make_user()}
    take_payment(booking=booking, due_vnd=booking.prepay_vnd, now=now, **give)
    booking.refresh_from_db()
    adult = experience.units.get(type=UnitType.ADULT)
    cheap = make_slot(experience, now + 5 * DAY, 6, prices={str(adult.pk): 100_000})
    moved = move_own(booking=booking, slot_id=cheap.pk, total_vnd=200_000, now=now)
    assert moved.prepay_vnd == 200_000
    assert list(audit(now=now)) == []


def test_who_did_not_come_is_left_out_at_the_lower_price(slot, now):
    booking = booked(slot, make_discount(slot.experience.host, percent=10), now, adults=4)
    line, there = booking.units.get(), slot.starts_at
    some = check_in_some(booking=booking, came={line.pk: 1}, charge_all=False, now=there)
    assert some.total_vnd - some.missing_vnd == line.price_vnd * 9 // 10
    assert [found for found in audit(now=there) if found.invariant != "message-overdue"] == []


def test_a_sum_off_never_makes_who_came_cost_less_than_nothing(slot, now):
    booking = booked(slot, make_discount(slot.experience.host, amount_vnd=300_000), now, adults=4)
    line, there = booking.units.get(), slot.starts_at
    some = check_in_some(booking=booking, came={line.pk: 1}, charge_all=False, now=there)
    assert some.total_vnd - some.missing_vnd == max(line.price_vnd - 300_000, 0)
    assert account_of(some, now=there).charged >= 0


def terms(**other) -> Terms:
    usual = {"purpose": "", "percent": 10, "amount_vnd": None, "from_vnd": 0, "most_uses": None, "last_day": None}
    return Terms(**({"code": "HOICHO27", "experience": None} | usual | other))


def test_the_same_code_written_twice_is_one_and_other_terms_need_another(slot, now):
    host = slot.experience.host
    first = write_code(host=host, terms=terms(), now=now)
    assert write_code(host=host, terms=terms(), now=now) == first
    with pytest.raises(CodeTaken):
        write_code(host=host, terms=terms(percent=20), now=now)


def test_a_code_out_of_use_comes_back_as_it_was(slot, now):
    code = write_code(host=slot.experience.host, terms=terms(), now=now)
    end_code(code, now=now)
    with pytest.raises(CodeTaken):
        write_code(host=slot.experience.host, terms=terms(), now=now)
    use_again(code)
    assert use(ask(slot, adults=1, now=now), code, now).discount_vnd


def test_a_host_has_a_list_that_can_be_read(slot, now, monkeypatch):
    monkeypatch.setattr("bookings.domain.money.discount_codes.MOST_CODES", 1)
    write_code(host=slot.experience.host, terms=terms(), now=now)
    with pytest.raises(TooManyCodes):
        write_code(host=slot.experience.host, terms=terms(code="KHAC27"), now=now)


def test_a_code_goes_no_further_than_its_last_day(slot):
    today = timezone.localdate()
    code = make_discount(slot.experience.host, last_day=today)
    assert code in DiscountCode.objects.open(timezone.now())
    assert code not in DiscountCode.objects.open(timezone.now() + DAY)
