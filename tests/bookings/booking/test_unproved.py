"""What waits for proof is told no news of a visit that stands, and loses nothing that its guest was promised."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.domain.booking import minimum
from bookings.domain.booking.cancel import can_restore, cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.place import tell_changed_places
from bookings.domain.booking.proof import prove, vouch
from bookings.domain.calendar.closures import close_day
from bookings.domain.seats.on_sale import SlotClosed
from bookings.enums import BookingStatus, CancelledBy, MessageKind
from bookings.models import Slot
from tests.factories import ask, make_booking, make_contact, make_experience, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def kinds(booking) -> list[tuple[str, str]]:
    return sorted(booking.messages.values_list("kind", "audience"))


@shared
def pending(now):
    slot = make_slot(make_experience(min_to_run=2, decide_hours=24), now=now, days=5, capacity=8)
    return make_booking(slot, BookingStatus.PENDING, now=now)


def test_a_place_that_changed_brings_the_link_again_and_no_calendar(pending, now):
    host = pending.slot.experience.host
    host.address = "Ngõ mới, Phù Lãng"
    host.save()
    assert tell_changed_places(now=now + MINUTE) == 1
    pending.refresh_from_db()
    told = pending.messages.filter(sequence=pending.sequence).values_list("kind", "audience")
    assert list(told) == [(MessageKind.PROOF, "guest")]
    assert tell_changed_places(now=now + MINUTE) == 0


def test_a_visit_that_is_settled_is_no_news_for_whoever_has_not_proved_it(pending, now):
    booked = make_booking(pending.slot, now=now)
    minimum.run_anyway(slot_id=pending.slot_id, now=now)
    assert MessageKind.RUNS in [kind for kind, _audience in kinds(booked)]
    assert MessageKind.RUNS not in [kind for kind, _audience in kinds(pending)]


def close(slot: Slot, now) -> None:
    close_day(host=slot.experience.host, day=timezone.localtime(slot.starts_at).date(), by=None, now=now)


@pytest.mark.parametrize("by", [prove, vouch])
@pytest.mark.parametrize("change", ["closed day", "not active", "not verified"])
def test_what_closes_later_takes_no_visit_that_was_promised(pending, now, by, change):
    slot, experience = pending.slot, pending.slot.experience
    if change == "closed day":
        close(slot, now)
    elif change == "not active":
        experience.active = False
        experience.save()
    else:
        type(experience.host).objects.filter(pk=experience.host_id).update(verified_at=None)
    assert by(booking=pending, now=now + MINUTE).status == BookingStatus.CONFIRMED


def test_after_its_deadline_a_closed_day_is_closed_to_it(pending, now):
    close(pending.slot, now)
    with pytest.raises(SlotClosed):
        prove(booking=pending, now=pending.hold_expires_at + MINUTE)


def needed(slot: Slot) -> int:
    return minimum.fewest(Slot.objects.select_related("experience").get(pk=slot.pk))


def raise_minimum(slot: Slot) -> None:
    type(slot.experience).objects.filter(pk=slot.experience_id).update(min_to_run=6)


def test_the_minimum_is_kept_from_the_first_that_was_told_it(pending, now):
    raise_minimum(pending.slot)
    prove(booking=pending, now=now + MINUTE)
    assert needed(pending.slot) == 2


@pytest.mark.parametrize("end", ["worker", "another guest"])
def test_the_minimum_follows_the_experience_again_when_the_proof_did_not_come(pending, now, end):
    raise_minimum(pending.slot)
    assert needed(pending.slot) == 2
    late = pending.hold_expires_at + MINUTE
    if end == "worker":
        expire_holds(now=late)
    else:
        # Who comes first marks what ran out, and is told the minimum of now.
        ask(Slot.objects.get(pk=pending.slot_id), adults=1, now=late)
        expire_holds(now=late)
    assert needed(pending.slot) == 6
    assert Slot.objects.get(pk=pending.slot_id).decide_at is None


def test_the_minimum_stays_where_another_was_told_it(pending, now):
    make_booking(pending.slot, now=now)
    raise_minimum(pending.slot)
    expire_holds(now=pending.hold_expires_at + MINUTE)
    assert needed(pending.slot) == 2


def test_undo_is_not_offered_where_the_ration_forbids_it(now, settings):
    settings.UNPROVED_SEATS_PER_CONTACT = 3
    experience = make_experience(capacity=8)
    contact = make_contact()
    slots = (make_slot(experience, now=now, days=days) for days in (3, 4))
    first, second = (make_booking(slot, contact=contact, now=now) for slot in slots)
    for booking in (first, second):
        type(booking).objects.filter(pk=booking.pk).update(asked_from="a")
    cancel(booking=first, by=CancelledBy.GUEST, now=now)
    first.refresh_from_db()
    assert not can_restore(first, by=CancelledBy.GUEST, now=now)
    cancel(booking=second, by=CancelledBy.GUEST, now=now)
    assert can_restore(first, by=CancelledBy.GUEST, now=now)
