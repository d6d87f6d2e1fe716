"""Each invariant finds the fault planted for it, and no other invariant mistakes it for its own.

Rows are written past the domain, as a defect of it would write them.
"""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from bookings.domain.audit.run import INVARIANTS
from bookings.domain.booking.proof import prove, vouch
from bookings.enums import Audience, BookingStatus, MessageKind, SlotDecision, WaitingStatus
from bookings.models import Booking, BookingUnit, Slot, WaitingEntry
from outbox.enums import MessageState
from outbox.models import OutboxMessage
from tests.bookings.audit.audit_world import BOOKED, DAY, faults, found, make_world, open_decisions, without_check
from tests.factories import NOW, make_booking
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def world():
    return make_world()


def change(row, **fields) -> None:
    """Write past all rules."""
    assert type(row).objects.filter(pk=row.pk).update(**fields) == 1


def messages_of(booking: Booking):
    return OutboxMessage.objects.filter(booking=booking)


def test_nothing_is_wrong_in_a_world_that_went_through_the_domain(world):
    assert found() == []
    # The world has what the invariants speak of.
    assert set(Booking.objects.values_list("status", flat=True)) >= {"ON_HOLD", "CONFIRMED", "CANCELLED", "EXPIRED"}
    assert (world.offered.status, world.waits.status) == (WaitingStatus.OFFERED, WaitingStatus.WAITING)
    assert world.decided.slot.decision == SlotDecision.RUNS
    assert Slot.objects.filter(closure=world.closed).count() == 2
    assert world.guides.assignments.count() == 4


def test_nothing_is_wrong_before_anybody_came():
    assert found() == []


def test_every_invariant_has_a_promise_of_its_own():
    promises = [item.promise for item in INVARIANTS.values()]
    assert all(text.endswith(".") for text in promises)
    assert len(set(promises)) == len(INVARIANTS)


def test_a_slot_that_counts_more_seats_than_its_parties_take(world):
    change(world.alone.slot, taken=F("taken") + 1)
    assert faults() == {"slot-taken"}
    assert str(world.alone.slot_id) in found()[0].subject


def test_a_hold_that_was_marked_but_not_given_back(world):
    Booking.objects.filter(status=BookingStatus.ON_HOLD, slot=world.alone.slot).update(status=BookingStatus.EXPIRED)
    assert faults() == {"slot-taken"}


def test_a_hold_that_ran_out_and_waits_to_be_marked_is_no_fault(world):
    assert found(NOW + HOUR) == []


def test_more_seats_sold_than_there_are(world):
    with without_check("bookings_slot", "slot_never_oversold"):
        change(world.full, capacity=7)
        assert faults() == {"slot-capacity"}


def test_a_booking_that_takes_other_seats_than_its_guests(world):
    BookingUnit.objects.filter(booking=world.party, seats=0).update(seats=1)
    assert faults() == {"booking-seats"}


@pytest.mark.parametrize("lines", ["units", "extras"])
def test_a_booking_that_costs_something_else_than_its_lines(world, lines):
    getattr(world.party, lines).all().update(price_vnd=F("price_vnd") + 1000)
    assert faults() == {"booking-total"}


def test_a_booking_without_consent(world):
    with without_check("bookings_booking", "booking_confirmed_has_consent"):
        change(world.alone, consented_at=None)
        assert faults() == {"booking-consent"}


@pytest.mark.parametrize("name", ["party", "waits"])
def test_one_key_that_made_two(world, name):
    """SQLite's own unique index cannot be taken away, so there the database holds this one."""
    first, second = getattr(world, name), {"party": world.alone, "waits": world.offered}[name]
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError), transaction.atomic():
            change(second, uuid=first.uuid)
        return
    table = first._meta.db_table
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
    unique = next(key for key, item in constraints.items() if item["unique"] and item["columns"] == ["uuid"])
    with without_check(table, unique):
        change(second, uuid=first.uuid)
        assert faults() == {"one-per-key"}


@pytest.mark.parametrize("reader", Audience.values)
def test_a_reader_who_was_not_told(world, reader):
    messages_of(world.alone).filter(audience=reader).delete()
    assert faults() == {"message-owed"}
    assert found()[0].subject == f"booking {world.alone.reference}"


def test_a_version_that_nobody_was_told_of(world):
    change(world.alone, sequence=2)
    assert faults() == {"message-owed"}


@pytest.mark.parametrize("by", [prove, vouch])
def test_whoever_was_confirmed_late_is_told_of_what_came_since_and_no_more(world, by):
    pending = make_booking(world.alone.slot, BookingStatus.PENDING, adults=1, now=BOOKED)
    booking = by(booking=pending, now=BOOKED)
    assert faults() == set()
    messages_of(booking).filter(kind=MessageKind.CONFIRMED).delete()
    assert faults() == {"message-owed"}


def test_a_confirmation_that_counts_no_version(world):
    messages_of(world.alone).delete()
    change(world.alone, sequence=0)
    assert faults() == {"message-owed"}


def test_a_message_about_a_version_that_never_was(world):
    row = messages_of(world.alone).first()
    OutboxMessage.objects.filter(pk=row.pk).update(sequence=7)
    assert "message-owed" in faults()
    row.pk, row.key = None, "another"
    row.save()
    assert faults() == {"message-owed"}


def test_a_reader_without_an_address_is_owed_nothing(world):
    messages_of(world.alone).delete()
    change(world.alone, contact_email="")
    world.alone.slot.experience.host.__class__.objects.update(email="")
    assert faults() == set()


def test_a_host_whose_address_came_later_is_owed_no_old_news(world):
    messages_of(world.alone).filter(audience=Audience.HOST).delete()
    OutboxMessage.objects.filter(audience=Audience.HOST).update(created_at=NOW)
    assert faults() == set()


def test_one_piece_of_news_that_went_out_twice(world):
    for row in (messages_of(world.alone).first(), OutboxMessage.objects.filter(waiting_entry=world.waits).first()):
        row.pk, row.key = None, f"{row.key}:again"
        row.save()
    assert faults() == {"message-once"}
    assert len(found()) == 2


def test_a_guest_who_was_not_told_that_the_visit_takes_place(world):
    messages_of(world.decided).filter(kind=MessageKind.RUNS, audience=Audience.GUEST).delete()
    assert faults() == {"decision-told"}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": MessageState.SENDING, "leased_until": NOW - HOUR}, "message-stuck"),
        ({"state": MessageState.SENDING, "leased_until": None}, "message-stuck"),
        ({"state": MessageState.PENDING, "due_at": NOW - 2 * DAY}, "message-overdue"),
        ({"state": MessageState.FAILED}, "message-failed"),
    ],
)
def test_a_message_that_nobody_sends(world, fields, name):
    change(messages_of(world.alone).first(), **fields)
    change(OutboxMessage.objects.filter(waiting_entry=world.waits).first(), **fields)
    assert faults() == {name}
    assert len(found()) == 2


def test_messages_on_their_way_are_no_fault(world):
    first, second = messages_of(world.alone)
    change(first, state=MessageState.SENDING, leased_until=NOW - dt.timedelta(minutes=5))
    change(second, state=MessageState.PENDING, due_at=NOW - 2 * HOUR)
    assert found() == []


def test_a_message_given_up_about_a_visit_that_is_over_is_history(world):
    change(messages_of(world.alone).first(), state=MessageState.FAILED)
    assert "message-failed" not in faults(world.alone.slot.ends_at + HOUR)


def test_a_slot_that_counts_more_waiting_than_its_list(world):
    change(world.full, waiting=F("waiting") + 1)
    assert faults() == {"slot-waiting"}


def test_an_offer_that_holds_nothing(world):
    change(world.offered, booking=None)
    assert faults() == {"offer-booked"}


def test_an_offer_that_was_forgotten_with_its_hold_is_no_fault(world):
    held = world.offered.booking
    held.delete()
    Slot.objects.filter(pk=world.full.pk).update(taken=F("taken") - held.seats)
    WaitingEntry.objects.filter(pk=world.offered.pk).update(offered_at=NOW - 8 * DAY)
    assert found() == []


def test_an_offer_in_another_slot(world):
    change(world.offered, slot=world.alone.slot)
    assert faults() == {"offer-booked"}


def test_somebody_who_waits_and_was_offered(world):
    change(world.offered, status=WaitingStatus.WAITING)
    Slot.objects.filter(pk=world.full.pk).update(waiting=F("waiting") + world.offered.seats)
    assert faults() == {"offer-booked"}


def test_somebody_who_waits_for_a_list_that_is_over(world):
    change(world.full, closes_at=NOW - HOUR)
    assert faults() == {"list-over"}


def test_guests_of_a_visit_that_was_called_off(world):
    change(world.decided.slot, decision=SlotDecision.CALLED_OFF)
    assert faults() == {"called-off-empty"}


def run(*arguments: str) -> tuple[int, list[str]]:
    """The exit code and the lines of the command, now being NOW."""
    out, code = StringIO(), 0
    try:
        call_command("audit_bookings", *arguments, stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().splitlines()


@pytest.fixture
def at_now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.usefixtures("at_now")
class TestCommand:
    def test_it_ends_well_where_nothing_is_wrong(self, world):
        assert run() == (0, [f"{len(INVARIANTS)} invariants checked: nothing wrong, 0 open decisions of hosts."])

    def test_it_fails_with_a_line_for_each_fault(self, world):
        change(world.alone.slot, taken=F("taken") + 1)
        change(world.party, total_vnd=F("total_vnd") + 1)
        code, lines = run()
        assert code == 1
        assert lines[0].startswith(f"FAULT slot-taken: slot {world.alone.slot_id} (")
        assert lines[0].endswith("4 seats are written as taken, its bookings take 3")
        assert lines[1].startswith(f"FAULT booking-total: booking {world.party.reference} costs ")
        assert lines[2] == f"{len(INVARIANTS)} invariants checked: 2 faults, 0 open decisions of hosts."

    def test_what_a_host_has_to_decide_is_listed_and_no_failure(self, world):
        change(world.wheels, capacity=3, changed_at=NOW)
        assert open_decisions() == {"resource-capacity"}
        code, lines = run()
        assert code == 0
        assert {line.split(":")[0] for line in lines[:-1]} == {"OPEN  resource-capacity"}
        assert lines[-1].endswith("nothing wrong, 2 open decisions of hosts.")

    def test_json_is_one_finding_a_line(self, world):
        change(world.alone.slot, taken=F("taken") + 1)
        code, lines = run("--json")
        assert code == 1
        assert [json.loads(line)["invariant"] for line in lines] == ["slot-taken"]

    def test_only_checks_what_it_is_asked(self, world):
        change(world.alone.slot, taken=F("taken") + 1)
        assert run("--only", "booking-total", "slot-waiting")[0] == 0
        assert run("--only", "slot-taken")[0] == 1
        with pytest.raises(CommandError, match="slot-takken"):
            run("--only", "slot-takken")

    def test_it_shows_some_of_many_and_counts_all(self, world):
        Booking.objects.update(total_vnd=F("total_vnd") + 1)
        code, lines = run("--most", "2")
        number = Booking.objects.count()
        assert (code, len(lines)) == (1, 4)
        assert lines[2] == f"booking-total: {number - 2} more faults"

    def test_the_list_names_every_invariant(self):
        assert [line.split()[0] for line in run("--list")[1]] == list(INVARIANTS)


def test_it_asks_the_database_as_often_for_two_worlds_as_for_one(world, django_assert_num_queries):
    with connection.execute_wrapper(counter := Counter()):
        found()
    make_world()
    with django_assert_num_queries(counter.queries):
        assert found() == []


class Counter:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


def test_every_invariant_is_named_in_a_test(request):
    """By the fault planted for it, here or in a file beside this one."""
    text = "".join(path.read_text() for path in request.path.parent.glob("test_audit*.py"))
    assert [name for name in INVARIANTS if f'"{name}"' not in text] == []
    assert BOOKED < NOW
