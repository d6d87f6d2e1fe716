"""Quotes and guests at once never get the same seats; without the lock they would."""

import uuid
from contextlib import nullcontext
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from bookings.domain.audit.run import audit
from bookings.domain.groups.accept import PlacesGone, QuoteOver, accept
from bookings.domain.groups.answer import decline
from bookings.domain.groups.quote import send_quote
from bookings.domain.groups.states import ChangedMeanwhile, NotAskedAnyMore
from bookings.domain.seats import counting, lock
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.models import Booking, GroupRequest, Quote
from common.data import db
from tests.contention.crowd import all_at_once, errors, seats_of, taken_of
from tests.contention.test_control import read_without_a_lock
from tests.factories import ask, make_user
from tests.factories.groups import group_slot, make_quote, make_request, offer_of

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
GROUPS = 5
REFUSALS = {ChangedMeanwhile, NotAskedAnyMore, QuoteOver, NotEnoughSeats}


@pytest.fixture
def slot(experience, now):
    return group_slot(experience, now=now, capacity=25)


@pytest.fixture
def by():
    return make_user()


def quoting(request, slot, by, now):
    offer = offer_of(slot, now=now, adults=2, children=8)
    return lambda: send_quote(key=uuid.uuid4(), request=request, offer=offer, by=by, now=now)


def asked(experience, now, number=GROUPS):
    return [make_request(experience.host, now=now) for _ in range(number)]


def test_quotes_that_keep_seats_and_guests_fill_a_time_and_no_more(experience, slot, by, now):
    guests = [lambda: ask(slot, adults=2, now=now) for _ in range(4)]
    jobs = [*(quoting(request, slot, by, now) for request in asked(experience, now)), *guests]
    answers = all_at_once(jobs)
    assert {type(error) for error in errors(answers)} <= {NotEnoughSeats}
    assert seats_of(slot) == taken_of(slot) <= 25
    assert Quote.objects.count() == Booking.objects.filter(quoted__isnull=False).count()


def test_of_quotes_that_keep_nothing_only_those_that_fit_are_accepted(experience, slot, by, now):
    requests = asked(experience, now)
    for request in requests:
        make_quote(request, slot, now=now, by=by, adults=2, children=8, keeps_seats=False)
    answers = all_at_once([lambda r=request: accept(request=r, version=1, now=now) for request in requests])
    assert {type(error) for error in errors(answers)} == {PlacesGone}
    assert sum(isinstance(answer, GroupRequest) for answer in answers) == 2
    assert seats_of(slot) == taken_of(slot) == 20
    assert [item for item in audit(now=now) if item.invariant.startswith(("slot", "quote"))] == []


def test_one_quote_accepted_from_many_phones_is_booked_once(experience, slot, by, now):
    (request,) = asked(experience, now, 1)
    make_quote(request, slot, now=now, by=by, adults=2, children=8, keeps_seats=False)
    answers = all_at_once([lambda: accept(request=request, version=1, now=now) for _ in range(6)])
    assert errors(answers) == []
    assert seats_of(slot) == taken_of(slot) == 10


def test_declined_accepted_and_quoted_anew_at_once_is_one_of_them(experience, slot, by, now):
    for _ in range(3):
        (request,) = asked(experience, now, 1)
        make_quote(request, slot, now=now, by=by, adults=2, children=6)
        answers = all_at_once(
            [
                lambda r=request: accept(request=r, version=1, now=now),
                lambda r=request: decline(request=r, reason="Nhà có giỗ", now=now),
                quoting(request, slot, by, now),
            ]
        )
        assert {type(error) for error in errors(answers)} <= REFUSALS
    assert seats_of(slot) == taken_of(slot)
    assert [item for item in audit(now=now) if item.invariant.startswith(("slot", "quote"))] == []


def test_without_the_lock_the_same_crowd_is_promised_more_seats_than_there_are(
    experience, slot, by, now, monkeypatch, isolation
):
    """The positive control: every thread counts before any of them writes."""
    requests, gate = asked(experience, now), Barrier(GROUPS)
    count = counting.count

    def gated(*args, **kwargs):
        counted = count(*args, **kwargs)
        gate.wait(30)
        return counted

    monkeypatch.setattr(lock, "lock_slots", lambda ids: {pk: read_without_a_lock(pk) for pk in set(ids)})
    monkeypatch.setattr(counting, "count", gated)
    monkeypatch.setattr(counting, "write_taken", lambda slot, **known: None)
    if connection.vendor == "sqlite":
        # BEGIN IMMEDIATE lets one writer in at a time, so there the whole transaction has to go.
        monkeypatch.setattr(db, "transaction", SimpleNamespace(atomic=nullcontext))
    answers = all_at_once([quoting(request, slot, by, now) for request in requests])
    assert errors(answers) == []
    assert seats_of(slot) == 50 > slot.capacity
