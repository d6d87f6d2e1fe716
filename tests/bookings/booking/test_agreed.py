"""What was agreed with a guest stays so, whatever the host or an editor changes later."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone, translation

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.minimum import decide_due, decided_by, fewest
from bookings.domain.booking.move import move
from bookings.domain.booking.place import tell_changed_places
from bookings.domain.calendar.slots import make_slots
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import Audience, BookingStatus, CancelledBy, MessageKind, SlotDecision
from bookings.models import Booking, Slot
from bookings.texts import cancel_text
from experiences.models import Experience
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_contact, make_experience, make_experience_page, make_slot
from tests.plugins.shared_stage import shared
from villages.models import Host

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@shared
def slot(now) -> Slot:
    return make_slot(make_experience(free_cancel_hours=24, min_to_run=4, decide_hours=48), now=now, days=7)


def change(slot: Slot, **fields) -> None:
    Experience.objects.filter(pk=slot.experience_id).update(**fields)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def sweep(now: dt.datetime) -> None:
    """All that runs by itself and might touch a booking."""
    make_slots(now=now)
    offer_waiting(now=now)
    decide_due(now=now)
    tell_changed_places(now=now)


def test_terms_of_cancelling_stay_as_they_were_when_the_guest_chose(slot, now):
    held = make_booking(slot, BookingStatus.ON_HOLD, now=now)
    change(slot, free_cancel_hours=240)
    booking = confirm(booking=held, contact=make_contact(), consent=True, now=now + dt.timedelta(minutes=1))
    sweep(now)
    assert fresh(booking).free_cancel_until() == slot.starts_at - DAY
    assert fresh(make_booking(slot, adults=1, now=now)).free_cancel_until() == slot.starts_at - 10 * DAY


@pytest.mark.parametrize("later", [{"min_to_run": 0}, {"min_to_run": 8}, {"decide_hours": 160}])
def test_a_minimum_stays_as_the_first_guests_were_told(slot, now, later):
    make_booking(slot, adults=2, now=now)
    change(slot, **later)
    sweep(now)
    slot = fresh(slot)
    assert (fewest(slot), decided_by(slot), slot.decision) == (4, slot.starts_at - 2 * DAY, "")
    sweep(slot.starts_at - 2 * DAY)
    assert fresh(slot).decision == SlotDecision.CALLED_OFF


def test_a_minimum_that_grew_calls_nobody_off(slot, now):
    booking = make_booking(slot, adults=4, now=now)
    change(slot, min_to_run=8)
    sweep(slot.starts_at - DAY)
    assert (fresh(booking).status, fresh(slot).decision) == (BookingStatus.CONFIRMED, SlotDecision.RUNS)


def test_a_minimum_that_came_later_is_none_for_who_has_booked(now):
    slot = make_slot(make_experience(min_to_run=0), now=now, days=7)
    booking = make_booking(slot, adults=2, now=now)
    change(slot, min_to_run=6)
    sweep(slot.starts_at - HOUR)
    assert (fresh(booking).status, fresh(slot).decision) == (BookingStatus.CONFIRMED, "")


def test_a_slot_that_nobody_booked_follows_the_experience_and_one_that_was_given_back_again(slot, now):
    change(slot, min_to_run=2)
    assert fewest(fresh(slot)) == 2
    booking = make_booking(slot, adults=2, now=now)
    change(slot, min_to_run=6)
    assert fewest(fresh(slot)) == 2
    cancel(booking=booking, by=CancelledBy.GUEST, now=now)
    assert fewest(fresh(slot)) == 6
    restore(booking=booking, by=CancelledBy.GUEST, now=now)
    assert fewest(fresh(slot)) == 6


def test_a_cut_off_that_grew_touches_nobody_who_holds_or_has_booked(slot, now):
    held, booked = make_booking(slot, BookingStatus.ON_HOLD, now=now), make_booking(slot, now=now)
    change(slot, cutoff_minutes=60 * 24 * 30)
    sweep(now)
    assert fresh(slot).closes_at < now
    confirmed = confirm(booking=held, contact=make_contact(), consent=True, now=now + dt.timedelta(minutes=5))
    assert (confirmed.status, fresh(booked).status) == (BookingStatus.CONFIRMED, BookingStatus.CONFIRMED)
    cancel(booking=booked, by=CancelledBy.GUEST, now=now)
    assert restore(booking=booked, by=CancelledBy.GUEST, now=now).status == BookingStatus.CONFIRMED


def test_what_is_included_stays_as_it_was_in_the_guest_s_language(page_tree, slot, now):
    page = make_experience_page(page_tree, slot.experience, included="Đất sét\nCơm trưa")
    booking = make_booking(slot, now=now)
    english = make_booking(slot, now=now, language="en")
    page.included = "Đất sét"
    page.save()
    assert fresh(booking).included_lines() == ["Đất sét", "Cơm trưa"]
    # There is no story in English: nothing was said, so nothing was agreed.
    assert fresh(english).included_lines() == []


def test_who_was_moved_may_leave_free_of_charge_until_the_visit_begins(slot, now):
    booking = make_booking(slot, now=now)
    other = make_slot(slot.experience, now=now, days=1)
    moved = move(booking=booking, slot_id=other.pk, now=now)
    assert moved.free_cancel_until() == other.starts_at
    assert fewest(fresh(other)) == 4


def told(booking: Booking) -> list[OutboxMessage]:
    return list(booking.messages.filter(kind=MessageKind.PLACE_CHANGED))


def test_a_changed_address_reaches_who_has_booked_once_and_lets_them_leave(slot, now):
    booking = make_booking(slot, now=now)
    gone = make_booking(slot, BookingStatus.CANCELLED, now=now)
    make_booking(slot, BookingStatus.ON_HOLD, now=now)
    assert tell_changed_places(now=now) == 0
    Host.objects.filter(pk=slot.experience.host_id).update(address="Thôn Đoàn Kết, Phù Lãng")
    assert [tell_changed_places(now=now + HOUR) for _ in range(2)] == [1, 0]
    assert tell_changed_places(now=slot.starts_at) == 0
    readers = {message.audience: (message.sequence, message.to) for message in told(booking)}
    host = slot.experience.host
    assert readers == {Audience.GUEST: (2, booking.contact_email), Audience.HOST: (2, host.email)}
    booking = fresh(booking)
    assert booking.told_place == "Thôn Đoàn Kết, Phù Lãng"
    assert booking.free_cancel_until() == slot.starts_at
    assert (told(gone), fresh(gone).told_place) == ([], gone.told_place)
    assert list(audit(now=now + HOUR, only=["message-owed", "message-once"])) == []


def test_a_place_that_is_written_untidily_is_the_same_place_each_time(slot, now):
    """Trailing spaces, as a bulk load may leave them: what is kept is compared with what was kept."""
    Host.objects.filter(pk=slot.experience.host_id).update(address=f"Đoàn Kết,  {'x' * 10} ")
    make_booking(slot, now=now)
    assert [tell_changed_places(now=now + n * HOUR) for n in range(3)] == [0, 0, 0]


def test_nobody_is_told_of_a_place_that_was_put_right_at_once_or_of_a_visit_that_is_over(slot, now):
    booking = make_booking(slot, now=now)
    hosts = Host.objects.filter(pk=slot.experience.host_id)
    address = hosts.get().address
    hosts.update(address="Nhầm")
    hosts.update(address=address)
    assert tell_changed_places(now=now) == 0
    hosts.update(address="Nơi khác")
    assert tell_changed_places(now=slot.starts_at + HOUR) == 0
    assert told(booking) == []


def test_who_booked_before_places_were_kept_is_not_told_of_a_change_that_was_none(slot, now):
    booking = make_booking(slot, now=now)
    Booking.objects.filter(pk=booking.pk).update(told_place="")
    assert tell_changed_places(now=now) == 0
    assert fresh(booking).told_place == booking.told_place
    assert told(booking) == []


def test_looking_for_changed_places_costs_as_many_queries_for_many_parties(now, django_assert_num_queries):
    for _ in range(3):
        make_booking(make_slot(now=now), now=now)
    with django_assert_num_queries(2):
        tell_changed_places(now=now)


@pytest.mark.parametrize(
    ("language", "open_words", "over_words", "changed_words"),
    [
        ("vi", "thì không mất phí", "không còn hủy miễn phí được", "không mất phí cho đến lúc bắt đầu"),
        ("en", "Free of charge until", "can no longer be cancelled free", "free of charge until it begins"),
    ],
)
def test_no_text_names_a_deadline_that_has_passed(language, open_words, over_words, changed_words):
    now = timezone.now()
    far, near = make_slot(days=7), make_slot(starts_at=now + 5 * HOUR)
    with translation.override(language):
        assert open_words in cancel_text(make_booking(far))
        late = cancel_text(make_booking(near))
        assert over_words in late
        assert not any(letter.isdigit() for letter in late)
        moved = move(booking=make_booking(far), slot_id=make_slot(far.experience, starts_at=now + 9 * HOUR).pk, now=now)
        assert changed_words in cancel_text(moved)


def test_the_migration_freezes_it_for_who_had_booked_before():
    slot = make_slot(make_experience(min_to_run=4, decide_hours=48))
    booked, empty = make_booking(slot), make_slot(slot.experience, days=9)
    Booking.objects.update(free_cancel_hours=24)
    Slot.objects.update(min_to_run=None, decide_at=None)
    change(slot, free_cancel_hours=72)
    migration = import_module("bookings.migrations.0009_freeze_for_who_has_booked")
    for _ in range(2):
        migration.freeze(apps, None)
        change(slot, min_to_run=9)
    slot = fresh(slot)
    assert fresh(booked).free_cancel_hours == 72
    assert (slot.min_to_run, slot.decide_at) == (4, slot.starts_at - 2 * DAY)
    assert fresh(empty).min_to_run is None
