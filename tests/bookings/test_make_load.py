"""A filled database is consistent to the seat and the đồng, and is never filled twice or by mistake."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.minimum import decide_due
from bookings.domain.calendar.availability import month
from bookings.domain.calendar.slots import make_slots
from bookings.domain.money.owing import with_account
from bookings.domain.seats.shared_capacity import free_seats
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import BookingStatus, CancelledBy, UsePer, WaitingStatus
from bookings.load import fill, hosts, visits
from bookings.load.progress import Progress
from bookings.models import (
    Booking,
    BookingAct,
    CancelledParty,
    DayClosing,
    LedgerEntry,
    PhoneCall,
    Resource,
    Slot,
    WaitingEntry,
)
from experiences.models import Experience
from outbox.enums import MessageState
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.bench.seats import wrong_slots
from tests.factories import NOW, make_host, make_user
from villages.models import Host

pytestmark = pytest.mark.django_db
SIZES = {"hosts": 6, "bookings": 360}
NO_REGISTER = {"products": 0, "dossiers": 0}


def load(**options) -> str:
    out = io.StringIO()
    call_command("make_load", stdout=out, stderr=io.StringIO(), **SIZES | NO_REGISTER | options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def near_horizon(settings):
    """Fewer slots, so that it is quick."""
    settings.SLOT_HORIZON_DAYS = 30


@pytest.fixture
def loaded(db) -> None:
    load()


def test_has_as_many_as_were_asked_for_all_marked_as_examples(loaded):
    assert Host.objects.count() == 6
    assert Booking.objects.count() == 360
    assert not Host.objects.exclude(is_example=True).exists()
    assert not Experience.objects.exclude(is_example=True).exists()


def test_what_is_taken_is_what_the_bookings_take(loaded):
    assert wrong_slots() == []
    assert Slot.objects.filter(taken__gt=0).exists()
    # Nor does the domain, counting again, find anything else.
    before = Booking.objects.filter(status=BookingStatus.ON_HOLD).count()
    assert expire_holds(now=timezone.now() + dt.timedelta(days=1)) == before
    assert wrong_slots() == []


def test_the_audit_finds_nothing_wrong(loaded):
    assert list(audit(now=timezone.now())) == []


def test_seats_and_totals_follow_from_the_lines(loaded):
    for booking in Booking.objects.prefetch_related("units", "extras"):
        lines = [*booking.units.all(), *booking.extras.all()]
        assert booking.total_vnd == sum(line.amount_vnd for line in lines)
        assert booking.seats == sum(line.quantity * line.seats for line in booking.units.all()) > 0


def test_bookings_are_over_and_to_come_in_every_state_that_a_desk_meets(loaded):
    now = timezone.now()
    over = Booking.objects.filter(slot__starts_at__lte=now)
    assert {"REDEEMED", "CONFIRMED", "CANCELLED"} <= set(over.values_list("status", flat=True))
    assert over.filter(no_show_at__isnull=False).exists()
    to_come = Booking.objects.filter(slot__starts_at__gt=now)
    assert {"CONFIRMED", "CANCELLED"} <= set(to_come.values_list("status", flat=True))
    assert not to_come.filter(status=BookingStatus.REDEEMED).exists()
    assert not Booking.objects.filter(created_at__gt=now).exists()
    assert not Booking.objects.filter(confirmed_at__gt=F("slot__starts_at")).exists()


def test_references_are_unique_and_longer_than_real_ones(loaded):
    references = set(Booking.objects.values_list("reference", flat=True))
    assert {len(reference) for reference in references} == {7}


def test_some_wait_for_full_slots_and_the_slot_knows_for_how_many_seats(loaded):
    waited = Slot.objects.filter(waiting__gt=0)
    assert waited.exists()
    for slot in waited:
        assert slot.taken == slot.capacity
        assert slot.waiting == slot.waiting_entries.waiting().aggregate(total=Sum("seats"))["total"]
    assert not WaitingEntry.objects.filter(slot__waiting=0).exists()


def test_wheels_and_boats_are_shared_and_never_overdrawn(loaded):
    assert set(Resource.objects.values_list("uses__per", flat=True)) == {UsePer.SEAT, UsePer.SLOT}
    now = timezone.now()
    slots = list(Slot.objects.filter(experience__uses__isnull=False, taken__gt=0).with_live(now))
    assert slots
    # What is taken fits beside what the others take: asked without it, at least so much is free.
    free = free_seats(slots, now=now, live={slot.pk: 0 for slot in slots})
    assert all(free[slot.pk] >= slot.live for slot in slots)


def test_nothing_waits_to_be_sent(loaded):
    assert OutboxMessage.objects.exists()
    assert send_due(now=timezone.now() + dt.timedelta(days=9), deliver=pytest.fail) == (0, 0)


def test_the_slots_are_those_that_the_rules_make(loaded):
    before = Slot.objects.count()
    assert make_slots(now=timezone.now()) == 0
    assert Slot.objects.filter(withdrawn_at__isnull=True).count() == before


def test_keys_go_on_where_they_stopped(loaded):
    last = Slot.objects.order_by("-pk").first()
    slot = Slot.objects.create(
        experience=last.experience,
        starts_at=NOW + dt.timedelta(days=2000),
        ends_at=NOW + dt.timedelta(days=2001),
        closes_at=NOW,
        capacity=1,
    )
    assert slot.pk > last.pk


def test_the_same_seed_makes_the_same_parties():
    now = timezone.now()
    offers = hosts.make_hosts([3], seed=5, first_day=now.date() - dt.timedelta(days=30), now=now)[3]
    today = timezone.localtime(now).date()
    starts = visits.moments(offers[0], today=today)
    first, second = (visits.spread(starts, 50, today=today, dice=fill.random.Random(1)) for _ in range(2))
    assert first == second
    assert sum(first) == 50


def test_a_month_of_it_can_be_asked_for(loaded):
    experience = Experience.objects.select_related("host").first()
    # On the last days of a month nothing may be left of it.
    in_a_fortnight = timezone.localdate() + dt.timedelta(days=14)
    days = month(experience, first=in_a_fortnight, now=timezone.now())
    assert any(day.bookable for day in days.values())


def test_refuses_a_second_time(loaded):
    with pytest.raises(CommandError, match="filled by make_load before: it has 6 of its hosts with 360 bookings"):
        load()
    assert Booking.objects.count() == 360


def test_refuses_to_go_on_with_other_sizes(loaded):
    with pytest.raises(CommandError, match="only with what the same sizes left unfinished"):
        load(hosts=12, bookings=1000)


def test_goes_on_where_it_was_stopped():
    fill.fill(numbers=[0, 1], seed=1, now=timezone.now(), tell=lambda count: None, **SIZES)
    assert load().startswith("4 hosts with 240 bookings")
    assert Booking.objects.count() == 360
    assert wrong_slots() == []


def test_refuses_a_database_in_earnest(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="--yes-fill-this-database"):
        load()
    assert not Host.objects.exists()
    load(yes_fill_this_database=True)
    assert Host.objects.exists()


def test_nobody_is_mailed_whatever_the_site_does_with_it_later():
    load()
    for days in (0, 1, 30, 300):
        now = timezone.now() + dt.timedelta(days=days)
        Slot.objects.filter(waiting__gt=0).update(capacity=100)
        offer_waiting(now=now)
        decide_due(now=now)
        expire_holds(now=now)
    for booking in Booking.objects.filter(status=BookingStatus.CONFIRMED)[:5]:
        cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    assert WaitingEntry.objects.exclude(status=WaitingStatus.WAITING).exists()
    send_due(now=timezone.now() + dt.timedelta(days=400), deliver=deliver)
    assert mail.outbox == []
    assert not OutboxMessage.objects.exclude(state=MessageState.SENT).exists()


def test_a_database_with_a_host_that_is_not_fictional_is_refused_in_the_demo_too():
    make_host(is_example=False)
    with pytest.raises(CommandError, match="--yes-fill-this-database"):
        load()


def test_gives_an_account_the_desk_of_the_first_host():
    user = make_user("thu@example.org")
    load(member="thu@example.org")
    assert Host.objects.for_member(user).get().slug == hosts.slug(0)


def test_an_account_that_is_not_there_is_said_before_anything_is_written():
    with pytest.raises(CommandError, match="no account"):
        load(member="khong@example.org")
    assert not User.objects.exists()
    assert not Host.objects.exists()


def test_every_share_is_whole_and_they_make_the_sum():
    parts = [fill.share(number, hosts=7, bookings=100) for number in range(7)]
    assert [serial for part in parts for serial in part] == list(range(100))


def test_the_bar_says_how_far_it_is_and_how_long_it_takes():
    moments = iter([0.0, 10.0])
    out = io.StringIO()
    progress = Progress(1000, "bookings", out, clock=lambda: next(moments))
    progress.add(250)
    assert out.getvalue() == (
        "[########......................]  25%  250 of 1,000 bookings, 25 a second, 0 min 30 s left\n"
    )


def test_histories_money_and_counted_days_are_there_in_shares_as_a_desk_has_them(loaded):
    known = Booking.objects.filter(confirmed_at__isnull=False)
    assert set(known.values_list("pk", flat=True)) == set(BookingAct.objects.values_list("booking_id", flat=True))
    here = Booking.objects.filter(status=BookingStatus.REDEEMED)
    paid = with_account(here).filter(due_vnd=0).count()
    assert 0.8 < paid / here.count() < 1
    assert with_account(here).filter(due_vnd__lt=0).count() == 0
    kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    assert {"payment", "refund"} <= kinds
    assert set(LedgerEntry.objects.values_list("method", flat=True)) >= {"cash", "transfer"}
    days = LedgerEntry.objects.filter(kind="payment", happened_at__lt=timezone.now() - dt.timedelta(days=1))
    assert 0 < DayClosing.objects.count() < days.count()


def test_a_time_that_was_cancelled_took_its_parties_along(monkeypatch):
    monkeypatch.setattr("bookings.load.fill.SHARE", 0.3)
    load()
    cancelled = Slot.objects.filter(cancelled_at__isnull=False)
    assert cancelled.exists()
    assert not cancelled.filter(taken__gt=0).exists()
    assert CancelledParty.objects.filter(booking__status=BookingStatus.CANCELLED).exists()
    assert PhoneCall.objects.exists()
    assert list(audit(now=timezone.now())) == []
