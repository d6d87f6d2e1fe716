"""Of an extra there is never more promised than there is: neither at one time, nor of what visits share."""

import datetime as dt
import uuid

import pytest

from bookings.domain.booking.cancel import can_restore, cancel, restore
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.hold import hold
from bookings.domain.booking.move import move
from bookings.domain.booking.party_change import change_party
from bookings.domain.booking.party_choices import choices_of, party_digest
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.extras import ExtraGone
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import CancelledBy, UsePer
from bookings.models import BookingExtra, DayOff, ExtraUse, Slot
from experiences.models import Extra
from tests.factories import (
    ask,
    cancel_for_good,
    local_time,
    make_booking,
    make_contact,
    make_experience,
    make_host,
    make_resource,
    make_rota,
    make_slot,
    make_use,
    quantities,
)
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 30)


@shared
def host():
    return make_host()


def apron(experience, **fields):
    told = {"name": "Tạp dề", "name_en": "Apron", "price_vnd": 20_000, "per_slot": 3}
    return Extra.objects.create(experience=experience, **told | fields)


def interpreter(experience, resource, quantity=1):
    """An extra that takes `quantity` pieces of `resource`."""
    told = {"name": "Người phiên dịch tiếng Nhật", "price_vnd": 300_000, "spoken_language": "ja"}
    extra = Extra.objects.create(experience=experience, **told)
    ExtraUse.objects.create(extra=extra, resource=resource, quantity=quantity)
    return extra


def times(host, *hours):
    """A visit of two hours at each of these hours, each of another experience."""
    found = []
    for hour in hours:
        experience = make_experience(host, extras=(), duration_minutes=120, capacity=10)
        found.append(make_slot(experience, local_time(DAY, hour), capacity=10))
    return found


def test_what_one_time_has_is_not_promised_twice(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience)
    ask(slot, adults=1, extras={extra.pk: 2}, now=now)
    with pytest.raises(ExtraGone, match="Chỉ còn 1 “Tạp dề”"):
        ask(slot, adults=1, extras={extra.pk: 2}, now=now)
    assert ask(slot, adults=1, extras={extra.pk: 1}, now=now).extras.get().quantity == 1
    with pytest.raises(ExtraGone, match="“Tạp dề”"):
        ask(slot, adults=1, extras={extra.pk: 1}, now=now)


def test_a_refused_hold_leaves_its_seats_free(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience, per_slot=0)
    with pytest.raises(ExtraGone):
        ask(slot, adults=1, extras={extra.pk: 1}, now=now)
    assert Slot.objects.get(pk=slot.pk).taken == 0


def test_each_time_has_its_own(host, now):
    first = times(host, 9)[0]
    second = make_slot(first.experience, local_time(DAY, 14), capacity=10)
    extra = apron(first.experience)
    ask(first, adults=1, extras={extra.pk: 3}, now=now)
    ask(second, adults=1, extras={extra.pk: 3}, now=now)


def test_a_hold_that_ran_out_gives_it_back_with_no_worker(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience)
    late = ask(slot, adults=1, extras={extra.pk: 3}, now=now)
    now += dt.timedelta(minutes=16)
    ask(slot, adults=1, extras={extra.pk: 1}, now=now)
    with pytest.raises(ExtraGone, match="Chỉ còn 2"):
        confirm(booking=late, contact=make_contact(), consent=True, now=now)
    late.refresh_from_db()
    assert late.confirmed_at is None


def test_a_cancelled_party_gives_it_back_and_cannot_return_once_it_is_gone(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience)
    booking = make_booking(slot, extras={extra.pk: 3}, now=now)
    booking = cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    assert can_restore(booking, by=CancelledBy.GUEST, now=now)
    ask(slot, adults=1, extras={extra.pk: 1}, now=now)
    assert not can_restore(booking, by=CancelledBy.GUEST, now=now)
    with pytest.raises(ExtraGone):
        restore(booking=booking, by=CancelledBy.GUEST, now=now)


def test_a_party_that_wants_more_gets_what_is_left(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience)
    make_booking(slot, extras={extra.pk: 2}, now=now)
    booking = make_booking(slot, extras={extra.pk: 1}, now=now)

    def change(number):
        booking.refresh_from_db()
        choices = {choice.key: choice.quantity for choice in choices_of(booking, slot)}
        return change_party(
            booking=booking,
            quantities=choices | {f"x{extra.pk}": number},
            name="Trần Thị Hà",
            note="",
            seen=party_digest(booking),
            now=now,
        )

    with pytest.raises(ExtraGone):
        change(2)
    extra.per_slot = 1
    extra.save()
    assert change(0).extras.count() == 0


def test_a_party_is_not_moved_to_where_its_extras_are_gone(host, now):
    [slot] = times(host, 9)
    other = make_slot(slot.experience, local_time(DAY, 14), capacity=10)
    extra = apron(slot.experience)
    booking = make_booking(slot, extras={extra.pk: 2}, now=now)
    taken = make_booking(other, extras={extra.pk: 2}, now=now)
    with pytest.raises(ExtraGone):
        move(booking=booking, slot_id=other.pk, now=now)
    assert Slot.objects.get(pk=other.pk).taken == taken.seats
    cancel_for_good(taken, now=now)
    assert move(booking=booking, slot_id=other.pk, now=now).slot_id == other.pk


def test_who_waits_is_offered_places_with_what_is_left(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience)
    full = make_booking(slot, adults=5, now=now)
    make_booking(slot, adults=5, extras={extra.pk: 2}, now=now)
    entry = wait(slot, adults=2, extras={extra.pk: 2}, now=now)
    cancel_for_good(full, now=now)
    offer_waiting(now=now + dt.timedelta(minutes=20))
    entry.refresh_from_db()
    assert entry.booking.extras.get().quantity == 1


def test_one_interpreter_goes_with_one_of_two_visits_at_a_time(host, now):
    pots, prints, later = times(host, 9, 10, 11)
    resource = make_resource(host, capacity=1)
    extras = {slot.pk: interpreter(slot.experience, resource) for slot in (pots, prints, later)}
    ask(pots, adults=1, extras={extras[pots.pk].pk: 1}, now=now)
    with pytest.raises(ExtraGone, match="“Người phiên dịch tiếng Nhật”"):
        ask(prints, adults=1, extras={extras[prints.pk].pk: 1}, now=now)
    ask(prints, adults=1, now=now)
    ask(later, adults=1, extras={extras[later.pk].pk: 1}, now=now)


def test_seats_that_take_a_resource_and_extras_that_do_share_it(host, now):
    pots, prints = times(host, 9, 10)
    wheels = make_resource(host, capacity=4)
    make_use(pots.experience, wheels, per=UsePer.SEAT)
    extra = interpreter(prints.experience, wheels, quantity=2)
    ask(prints, adults=1, extras={extra.pk: 1}, now=now)
    with pytest.raises(NotEnoughSeats, match="2 chỗ"):
        ask(pots, adults=3, now=now)
    ask(pots, adults=2, now=now)
    with pytest.raises(ExtraGone):
        ask(prints, adults=1, extras={extra.pk: 1}, now=now)


def test_a_partys_own_seats_count_beside_its_extras(host, now):
    [slot] = times(host, 9)
    wheels = make_resource(host, capacity=4)
    make_use(slot.experience, wheels, per=UsePer.SEAT)
    extra = interpreter(slot.experience, wheels)
    with pytest.raises(ExtraGone, match="Chỉ còn 1"):
        ask(slot, adults=3, extras={extra.pk: 2}, now=now)
    ask(slot, adults=3, extras={extra.pk: 1}, now=now)


def test_two_extras_of_one_party_are_counted_together(host, now):
    [slot] = times(host, 9)
    resource = make_resource(host, capacity=1)
    one, two = interpreter(slot.experience, resource), interpreter(slot.experience, resource)
    with pytest.raises(ExtraGone):
        ask(slot, adults=1, extras={one.pk: 1, two.pk: 1}, now=now)


def test_whoever_is_off_interprets_nothing(host, now):
    [slot] = times(host, 9)
    rota = make_rota(host, people=2)
    extra = interpreter(slot.experience, rota)
    DayOff.objects.create(artisan=rota.artisans.first(), first_day=DAY, last_day=DAY, created_at=now)
    ask(slot, adults=1, extras={extra.pk: 1}, now=now)
    with pytest.raises(ExtraGone):
        ask(slot, adults=1, extras={extra.pk: 1}, now=now)


def test_the_same_key_gives_the_same_hold_though_nothing_is_left(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience, per_slot=1)
    asked = {
        "key": uuid.uuid4(),
        "slot_id": slot.pk,
        "unit_quantities": quantities(slot.experience, adults=1),
        "extra_quantities": {extra.pk: 1},
        "language": "vi",
        "now": now,
    }
    assert hold(**asked) == hold(**asked)


def test_what_was_promised_keeps_how_many_there_were(host, now):
    [slot] = times(host, 9)
    extra = apron(slot.experience)
    booking = ask(slot, adults=1, extras={extra.pk: 1}, now=now)
    assert BookingExtra.objects.get(booking=booking).per_slot == 3
