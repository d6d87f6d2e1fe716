"""History, ledger and closings are written once: no way through the models changes or removes a row."""

import datetime as dt
import uuid as uuids

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.booking.attendance import check_in
from bookings.domain.history import acting
from bookings.domain.money import ledger
from bookings.domain.money.closing import close_till
from bookings.enums import ActBy, BookingStatus, LedgerState, PaidBy
from bookings.models import Booking, BookingAct, DayClosing, LedgerEntry, LedgerMove
from common.words.dates import local
from tests.factories import NOW, make_booking, make_slot, make_user
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
# A row of each, and a column of it.
COLUMNS = {
    BookingAct: ("after", {}),
    LedgerEntry: ("amount_vnd", 1),
    LedgerMove: ("after", LedgerState.BOUNCED),
    DayClosing: ("counted_vnd", 1),
}


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


@shared
def booking(owner):
    """Checked in; paid twice, once too much, and the refund has arrived; the day is closed."""
    booking = make_booking(make_slot(starts_at=NOW, closes_at=NOW), adults=2, now=NOW - HOUR)
    with acting(ActBy.HOST, owner):
        check_in(booking=booking, now=NOW)
    paid = {"method": PaidBy.TRANSFER, "by": owner, "now": NOW, "booking": booking}
    ledger.take_payment(key=uuids.uuid4(), amount_vnd=700_000, due_vnd=700_000, **paid)
    Booking.objects.filter(pk=booking.pk).update(total_vnd=500_000)
    refund = ledger.give_back(key=uuids.uuid4(), amount_vnd=200_000, **paid)
    ledger.refund_ends(entry=refund, state=LedgerState.ARRIVED, by=owner, now=NOW)
    host, day = booking.slot.experience.host, local(NOW).date()
    counted = {"counted_vnd": 0, "float_vnd": 0, "cash_vnd": 0, "seen": 0, "note": ""}
    close_till(key=uuids.uuid4(), host=host, day=day, by=owner, now=NOW, **counted)
    return booking


@pytest.mark.parametrize("model", COLUMNS)
def test_no_way_changes_a_row(booking, model):
    name, value = COLUMNS[model]
    row, before = model.objects.first(), list(model.objects.values())
    setattr(row, name, value)
    same_key = model(**{field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields})
    ways = [
        row.save,
        lambda: row.save(update_fields=[name]),
        lambda: model.objects.update(**{name: value}),
        lambda: model.objects.filter(pk=row.pk).update(**{name: value}),
        lambda: model.objects.bulk_update([row], [name]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults={name: value}),
        lambda: model.objects.bulk_create(
            [same_key], update_conflicts=True, update_fields=[name], unique_fields=["id"]
        ),
    ]
    for way in ways:
        with pytest.raises(TypeError, match="never"), transaction.atomic():
            way()
    with pytest.raises(IntegrityError), transaction.atomic():
        same_key.save()
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", COLUMNS)
def test_no_way_deletes_a_row(booking, model):
    row = model.objects.first()
    for way in (row.delete, model.objects.all().delete, model.objects.filter(pk=row.pk).delete):
        with pytest.raises(TypeError, match="never deleted"):
            way()
    assert model.objects.filter(pk=row.pk).exists()


def test_nor_does_a_way_that_leads_over_the_booking(booking):
    with pytest.raises(TypeError):
        booking.acts.update(user_name="")
    with pytest.raises(TypeError):
        booking.ledger.update(method=PaidBy.CASH)
    with pytest.raises(TypeError):
        booking.acts.all().delete()


def test_of_the_ledger_the_state_alone_moves(booking):
    entry = LedgerEntry.objects.get(amount_vnd=200_000)
    assert LedgerEntry.objects.filter(pk=entry.pk).update(state=LedgerState.SENT) == 1
    with pytest.raises(TypeError, match="note of LedgerEntry"):
        LedgerEntry.objects.filter(pk=entry.pk).update(state=LedgerState.ARRIVED, note="khác")


def test_an_account_that_goes_leaves_its_name(booking, owner):
    owner.delete()
    for row in (*BookingAct.objects.filter(by=ActBy.HOST), *LedgerEntry.objects.all(), *DayClosing.objects.all()):
        names = (getattr(row, "user_name", ""), getattr(row, "by_name", ""))
        assert "Bùi Thị Linh" in names
    assert not LedgerMove.objects.exclude(by=None).exists()


def test_a_booking_that_is_removed_takes_its_history_along():
    booking = make_booking(make_slot(), BookingStatus.CONFIRMED)
    with acting(ActBy.HOST):
        check_in(booking=booking, now=booking.slot.starts_at)
    Booking.objects.filter(pk=booking.pk).delete()
    assert not BookingAct.objects.exists()
