"""Faults planted in quotes are found, each by its own invariant."""

import pytest
from django.db.models.query import QuerySet

from bookings.domain.booking.party_choices import party_digest
from bookings.domain.groups.answer import decline
from bookings.domain.groups.numbers import change_numbers
from bookings.models import Booking, BookingUnit, GroupRequest, Quote, QuotedBooking, QuoteLine
from tests.bookings.audit.audit_world import faults
from tests.factories import NOW, make_experience, make_host, make_user
from tests.factories.groups import group_slot, make_accepted, make_quote, make_request
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def request_of_school():
    experience = make_experience(make_host(owner=make_user()), capacity=40)
    return make_request(experience.host, experience, now=NOW)


def slot_for(request):
    return group_slot(request.experience, now=NOW)


def test_an_audit_finds_a_quote_that_was_accepted_without_its_booking(request_of_school):
    make_accepted(request_of_school, slot_for(request_of_school), now=NOW)
    assert not {"quote-accepted", "quote-lines", "quote-holds"} & faults()
    Booking.objects.filter(quoted__isnull=False).update(status="EXPIRED")
    assert "quote-accepted" in faults()


def test_an_audit_finds_a_group_that_comes_and_accepted_nothing(request_of_school):
    make_quote(request_of_school, slot_for(request_of_school), now=NOW)
    GroupRequest.objects.update(state="CONFIRMED")
    assert "quote-accepted" in faults()


def test_an_audit_finds_a_booking_that_is_not_what_was_quoted_but_where_its_numbers_were_changed(request_of_school):
    accepted = make_accepted(request_of_school, slot_for(request_of_school), now=NOW)
    booking = Booking.objects.get(quoted__isnull=False)
    child = booking.units.get(type="CHILD")
    numbers = {f"u{child.unit_id}": 25, f"u{booking.units.get(type='ADULT').unit_id}": 3}
    BookingUnit.objects.filter(pk=child.pk).update(quantity=25)
    Booking.objects.filter(pk=booking.pk).update(seats=28)
    assert "quote-lines" in faults()
    BookingUnit.objects.filter(pk=child.pk).update(quantity=30)
    Booking.objects.filter(pk=booking.pk).update(seats=33)
    assert "quote-lines" not in faults()
    booking.refresh_from_db()
    lunch = booking.extras.get()
    numbers[f"y{lunch.pk}"] = 28
    change_numbers(request=accepted, booking=booking, quantities=numbers, seen=party_digest(booking), now=NOW)
    assert "quote-lines" not in faults()


def test_an_audit_finds_bookings_that_together_cost_another_sum(request_of_school):
    make_accepted(request_of_school, slot_for(request_of_school), now=NOW)
    QuerySet(QuoteLine).filter(kind="other").update(quantity=5)
    assert "quote-lines" in faults()


def test_an_audit_finds_seats_that_are_kept_for_nobody(request_of_school):
    quote = make_quote(request_of_school, slot_for(request_of_school), now=NOW)
    assert "quote-holds" not in faults()
    decline(request=request_of_school, reason="Hôm đó nhà có giỗ", now=NOW)
    assert "quote-holds" not in faults()
    Booking.objects.filter(quoted__quote=quote).update(status="ON_HOLD")
    assert "quote-holds" in faults()


def test_an_audit_finds_a_promise_to_keep_seats_that_keeps_none(request_of_school):
    make_quote(request_of_school, slot_for(request_of_school), now=NOW)
    QuotedBooking.objects.all().delete()
    assert "quote-holds" in faults()
    QuerySet(Quote).update(keeps_seats=False)
    assert "quote-holds" not in faults()
