"""Names go soon after the visit, the rest with whoever asked, and what it cost stays."""

import uuid

import pytest
from django.conf import settings

from bookings.domain.audit.run import audit
from bookings.domain.groups import names
from bookings.domain.groups.answer import withdraw
from bookings.domain.groups.forget import NAMES_KEPT, forget_askers, forget_names, forget_requests
from bookings.domain.groups.names import ListClosed, ListFull, NoAgreement, Person, add_name
from bookings.domain.groups.states import mark_requests, state_at
from bookings.domain.personal.erasing import erase
from bookings.models import Booking, GroupAct, GroupPerson, GroupRequest, Quote
from outbox.models import OutboxMessage
from tests.factories.groups import DAY, group_slot, make_accepted, make_quote, make_request

pytestmark = pytest.mark.django_db


def write(request, now, name="Bé Na", key=None, agrees=True):
    person = Person(name, "child", ("nuts",))
    return add_name(key=key or uuid.uuid4(), request=request, person=person, agrees=agrees, now=now)


def test_names_are_taken_with_agreement_while_the_group_comes_and_not_without_end(
    request_of_school, slot, now, monkeypatch
):
    with pytest.raises(ListClosed):
        write(request_of_school, now)
    accepted = make_accepted(request_of_school, slot, now=now)
    with pytest.raises(NoAgreement):
        write(accepted, now, agrees=False)
    key = uuid.uuid4()
    assert write(accepted, now, key=key) == write(accepted, now, key=key)
    monkeypatch.setattr(names, "SPARE", 1 - 33)
    with pytest.raises(ListFull):
        write(accepted, now)
    with pytest.raises(ListClosed):
        write(accepted, accepted.ends_at)


def test_names_are_deleted_a_week_after_the_last_visit_and_not_before(request_of_school, slot, now):
    accepted = make_accepted(request_of_school, slot, now=now)
    write(accepted, now)
    assert forget_names(now=accepted.ends_at + NAMES_KEPT) == 0
    assert forget_names(now=accepted.ends_at + NAMES_KEPT + DAY) == 1


def test_names_of_a_group_that_does_not_come_are_deleted_the_next_night(request_of_school, slot, now):
    accepted = make_accepted(request_of_school, slot, now=now)
    write(accepted, now)
    withdraw(request=accepted, words="", now=now)
    assert forget_names(now=now) == 1


def test_time_settles_numbers_and_ends_the_visit_whether_or_not_a_worker_marks_it(request_of_school, slot, now):
    accepted = make_accepted(request_of_school, slot, now=now)
    quote = accepted.quotes.get()
    moments = [now, accepted.frozen_at, accepted.ends_at]
    assert [state_at(accepted, quote, now=moment) for moment in moments] == ["CONFIRMED", "FROZEN", "DONE"]
    assert [mark_requests(now=moment) for moment in moments] == [0, 1, 1]
    accepted.refresh_from_db()
    assert accepted.state == "DONE"


def nothing_left_of(request: GroupRequest) -> bool:
    request.refresh_from_db()
    said = [request.organisation, request.contact_name, str(request.contact_phone or ""), request.contact_email]
    said += [request.words, request.food_note, request.dietary]
    return set(said) <= {"", "—"} and request.erased_at is not None


def test_who_asked_and_did_not_come_is_forgotten_in_time(experience, now):
    request = make_request(experience.host, now=now, words="Con tôi dị ứng lạc", asked_from="here")
    late = now + DAY * settings.PERSONAL_DATA_DAYS
    assert forget_askers(now=now + 2 * DAY) == 1
    uuid_before = request.uuid
    assert forget_requests(now=late) == 0
    assert [forget_requests(now=late + DAY), forget_requests(now=late + DAY)] == [1, 0]
    assert nothing_left_of(request)
    assert request.uuid != uuid_before
    assert not OutboxMessage.objects.filter(audience="guest").exclude(to="").exists()


def test_erasing_the_guest_of_its_last_booking_erases_the_request(request_of_school, experience, slot, now):
    other = group_slot(experience, now=now, hour=14)
    make_quote(request_of_school, slot, now=now, words="Gửi cô Mai")
    accepted = make_accepted(request_of_school, slot, other, now=now, seen=1, words="Gửi cô Mai")
    write(accepted, now)
    GroupAct._base_manager.filter(request=accepted, act="accepted").update(by="guest", words="Cảm ơn nhà")
    later = other.ends_at + DAY
    first, second = Booking.objects.filter(consented_at__isnull=False).order_by("slot__starts_at")
    erase(booking=first, now=later)
    assert not GroupPerson.objects.exists()
    assert not nothing_left_of(accepted)
    erase(booking=second, now=later)
    assert nothing_left_of(accepted)
    assert not Quote.objects.exclude(words="").exists()
    assert not GroupAct.objects.exclude(words="").exists()
    assert [item for item in audit(now=later) if item.invariant.startswith("quote")] == []
