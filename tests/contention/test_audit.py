"""An audit reads one moment: it runs beside guests who book, sees nothing half done, and keeps nobody waiting."""

from functools import partial

import pytest
from django.db import connection, transaction

from bookings.domain.audit.run import audit
from bookings.domain.booking.confirm import confirm
from bookings.models import Slot
from tests.contention.crowd import all_at_once, booked, errors
from tests.factories import ask, make_contact, make_slot

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]


def hold_and_confirm(slot, now):
    held = ask(slot, adults=1, now=now)
    return confirm(booking=held, contact=make_contact(email=""), consent=True, now=now)


def test_an_audit_beside_guests_who_book_finds_nothing(experience, now):
    slot = make_slot(experience, capacity=40, now=now)
    guests = [partial(hold_and_confirm, slot, now) for _ in range(12)]
    audits = [lambda: list(audit(now=now)) for _ in range(3)]
    answers = all_at_once([*audits, *guests])
    assert errors(answers) == []
    assert answers[:3] == [[], [], []]
    assert len(booked(answers)) == 12


def test_a_guest_books_in_the_middle_of_an_audit(experience, now):
    """And the audit goes on with the moment at which it began, as the fault that was planted then shows."""
    slot = make_slot(experience, capacity=4, now=now)
    Slot.objects.filter(pk=slot.pk).update(taken=2, waiting=1)
    findings = audit(now=now)
    first = next(findings)
    assert first.invariant == "slot-taken"
    [answer] = all_at_once([partial(hold_and_confirm, slot, now)])
    assert answer.slot.taken == 1
    assert [item.invariant for item in findings] == ["slot-waiting"]
    assert not connection.in_atomic_block


def test_an_audit_cannot_write_where_the_database_can_forbid_it(experience, now):
    slot = make_slot(experience, capacity=4, now=now)
    Slot.objects.filter(pk=slot.pk).update(taken=2)
    findings = audit(now=now)
    next(findings)
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match="read-only"), transaction.atomic():
            Slot.objects.update(taken=0)
    findings.close()
    assert Slot.objects.get().taken == 2
