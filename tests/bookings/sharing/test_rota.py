"""The rota on the database: who is put where when bookings, days off and the host's own choices come and go."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from bookings.domain.sharing import days_off, rota
from bookings.models import Assignment, DayOff, Slot
from tests.factories import NOW, make_experience, make_host, make_rota, make_slot, make_use
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db


@shared
def host():
    return make_host()


@shared
def experience(host):
    return make_experience(host, duration_minutes=120)


@shared
def guides(host, experience):
    resource = make_rota(host, people=2)
    make_use(experience, resource, per="slot", setup=30, clearing=30)
    return resource


def booked(experience, **fields) -> Slot:
    """A slot with guests, written directly: how they came there is no matter of the rota's."""
    slot = make_slot(experience, now=NOW, **fields)
    Slot.objects.filter(pk=slot.pk).update(taken=2)
    return slot


def plan(resource) -> list[rota.Short]:
    return rota.plan(resource=resource, now=NOW)


def turns(slot: Slot) -> list:
    return [row.artisan for row in slot.assignments.order_by("pk")]


def people(resource) -> list:
    return list(resource.artisans.order_by("pk"))


def choose(slot, resource, old, new):
    return rota.choose(
        slot_id=slot.pk, resource_id=resource.pk, old_artisan_id=old and old.pk, artisan_id=new.pk, now=NOW
    )


def test_each_visit_with_guests_gets_its_people_in_turn(experience, guides):
    slots = [booked(experience, days=day) for day in (1, 2, 3)]
    empty = make_slot(experience, now=NOW, days=4)

    assert plan(guides) == []

    first, second = people(guides)
    assert [turns(slot) for slot in slots] == [[first], [second], [first]]
    assert turns(empty) == []


def test_as_many_people_as_the_visit_takes(host, experience):
    pair = make_rota(host, people=3)
    make_use(experience, pair, per="slot", quantity=2)
    slot = booked(experience)

    plan(pair)

    assert len(set(turns(slot))) == 2


def test_planning_twice_writes_nothing_new(experience, guides):
    for day in (1, 1, 2, 3):
        booked(experience, days=day, hour=8 + day + Assignment.objects.count() + Slot.objects.count())
    plan(guides)
    before = list(Assignment.objects.values_list("pk", "slot", "artisan"))

    plan(guides)

    assert list(Assignment.objects.values_list("pk", "slot", "artisan")) == before


def test_nobody_twice_at_once_set_up_and_clearing_included(experience, guides):
    """The visits only touch: half an hour of clearing and of set-up makes them overlap."""
    one, other = booked(experience, days=1, hour=8), booked(experience, days=1, hour=10, minute=45)

    assert plan(guides) == []

    assert turns(one) != turns(other)


def test_nobody_in_two_rotas_at_once(host, experience, guides):
    singing = make_experience(host, duration_minutes=120)
    singers = make_rota(host, people=1)
    singers.artisans.set(people(guides)[:1])
    make_use(singing, singers, per="slot")
    booked(singing, days=1, hour=9)
    plan(singers)

    slot = booked(experience, days=1, hour=9)
    plan(guides)

    assert turns(slot) == people(guides)[1:]


def test_a_day_off_gives_the_turn_to_another_and_its_removal_leaves_it_there(experience, guides):
    slot = booked(experience, days=3)
    plan(guides)
    first, second = people(guides)
    assert turns(slot) == [first]
    day = slot.starts_at.date()

    day_off, short = days_off.add_day_off(artisan=first, first_day=day, last_day=day, now=NOW)
    assert (turns(slot), short) == ([second], [])

    days_off.remove_day_off(day_off=day_off, now=NOW)
    assert turns(slot) == [second]
    assert not DayOff.objects.exists()


def test_a_day_off_that_leaves_nobody_says_which_visit_is_short(experience, guides):
    slot = booked(experience, days=3)
    day = slot.starts_at.date()
    first, second = people(guides)
    days_off.add_day_off(artisan=first, first_day=day, last_day=day, now=NOW)

    _row, short = days_off.add_day_off(artisan=second, first_day=day, last_day=day, now=NOW)

    assert short == [rota.Short(slot, 1)]
    assert turns(slot) == []


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [(3, 2, days_off.OffBeforeItBegins), (3, 400, days_off.OffTooLong), (5, 6, days_off.OffAlready)],
)
def test_days_off_that_make_no_sense(guides, first, last, refusal):
    artisan = people(guides)[0]
    today = NOW.date()
    days_off.add_day_off(artisan=artisan, first_day=today + dt.timedelta(5), last_day=today + dt.timedelta(7), now=NOW)

    with pytest.raises(refusal):
        days_off.add_day_off(
            artisan=artisan, first_day=today + dt.timedelta(first), last_day=today + dt.timedelta(last), now=NOW
        )
    assert DayOff.objects.count() == 1


def test_a_visit_that_lost_its_guests_frees_its_people(experience, guides):
    slot = booked(experience)
    plan(guides)
    Slot.objects.filter(pk=slot.pk).update(taken=0)

    plan(guides)

    assert turns(slot) == []


def test_whoever_left_the_rota_has_no_turn_ahead_but_keeps_those_behind(experience, guides):
    past, coming = booked(experience, days=-3), booked(experience, days=3)
    first, second = people(guides)
    Assignment.objects.create(slot=past, resource=guides, artisan=second)
    plan(guides)
    assert turns(coming) == [first]
    first.active = False
    first.save()

    plan(guides)

    assert turns(coming) == [second]
    assert turns(past) == [second]


def test_a_resource_without_people_is_no_rota(experience, guides):
    slot = booked(experience)
    plan(guides)
    guides.artisans.clear()

    assert plan(guides) == []
    assert turns(slot) == []


def test_the_work_of_the_last_ninety_days_counts_and_older_work_does_not(experience, guides):
    first, second = people(guides)
    Assignment.objects.create(slot=booked(experience, days=-89), resource=guides, artisan=first)
    for day in (-92, -93):
        Assignment.objects.create(slot=booked(experience, days=day), resource=guides, artisan=second)
    slot = booked(experience, days=1)

    plan(guides)

    assert turns(slot) == [second]


def test_a_choice_by_hand_is_kept(experience, guides):
    slot = booked(experience, days=1)
    plan(guides)
    first, second = people(guides)

    choose(slot, guides, first, second)
    booked(experience, days=2)
    plan(guides)

    assert turns(slot) == [second]
    assert slot.assignments.get().by_hand


def test_the_rota_may_decide_again(experience, guides):
    slot = booked(experience, days=1)
    plan(guides)
    choose(slot, guides, *people(guides))

    rota.release(slot_id=slot.pk, resource=guides, now=NOW)

    assert not slot.assignments.get().by_hand


def test_an_open_turn_is_filled_by_hand(host, experience, guides):
    slot = booked(experience, days=1)
    first, _second = people(guides)

    choose(slot, guides, None, first)

    assert turns(slot) == [first]


def test_choices_that_are_refused_say_why(host, experience, guides):
    slot, beside = booked(experience, days=1), booked(experience, days=1, hour=9)
    plan(guides)
    first, second = people(guides)
    stranger = make_rota(host, people=1).artisans.get()

    with pytest.raises(rota.ArtisanBusy) as busy:
        choose(slot, guides, first, second)
    assert second.name in str(busy.value)
    assert "09:30" in str(busy.value)
    with pytest.raises(rota.NotInRota):
        choose(slot, guides, first, stranger)
    with pytest.raises(rota.TurnChanged):
        choose(slot, guides, second, first)
    with pytest.raises(rota.TurnChanged):
        choose(slot, guides, None, second)
    assert (turns(slot), turns(beside)) == ([first], [second])


def test_somebody_who_is_off_cannot_be_chosen(experience, guides):
    slot = booked(experience, days=1)
    plan(guides)
    first, second = people(guides)
    day = slot.starts_at.date()
    days_off.add_day_off(artisan=second, first_day=day, last_day=day, now=NOW)

    with pytest.raises(rota.ArtisanOff):
        choose(slot, guides, first, second)


def test_a_visit_that_has_begun_keeps_its_turns(experience, guides):
    slot = booked(experience, days=1)
    plan(guides)
    first, second = people(guides)

    with pytest.raises(rota.VisitBegun):
        rota.choose(
            slot_id=slot.pk,
            resource_id=guides.pk,
            old_artisan_id=first.pk,
            artisan_id=second.pk,
            now=slot.starts_at,
        )
    Slot.objects.update(taken=0)
    rota.plan(resource=guides, now=slot.starts_at)
    assert turns(slot) == [first]


def test_shares_show_turns_and_minutes_beside_an_equal_part(experience, guides):
    for day in (1, 2, 3):
        booked(experience, days=day)
    plan(guides)

    first, second = rota.shares(guides, now=NOW)

    # Two hours, with half an hour before and after.
    assert (first.turns, first.minutes, first.expected_minutes) == (2, 360, 270)
    assert (second.turns, second.minutes) == (1, 180)


def test_two_hundred_visits_are_shared_to_within_one_visit(experience, guides):
    slots = [make_slot(experience, now=NOW, days=1 + n // 4, hour=6 + 4 * (n % 4)) for n in range(200)]
    Slot.objects.update(taken=F("capacity"))

    assert plan(guides) == []

    minutes = [share.minutes for share in rota.shares(guides, now=NOW)]
    assert sum(minutes) == 200 * 180
    assert max(minutes) - min(minutes) <= 180
    assert Assignment.objects.count() == len(slots)


def test_planning_costs_the_same_queries_for_one_visit_and_for_three(experience, guides):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            plan(guides)
        return len(queries)

    booked(experience, days=1)
    plan(guides)
    booked(experience, days=2)
    one = cost()
    for day in (3, 4, 5):
        booked(experience, days=day)
    assert cost() == one


def test_all_rotas_are_planned(experience, guides):
    slot = booked(experience)

    assert rota.plan_all(now=NOW) == 0

    assert len(turns(slot)) == 1
