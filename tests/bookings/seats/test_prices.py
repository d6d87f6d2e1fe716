"""What a guest costs at one time: by hand, else by season, else as usual; less where many come; and why, for good."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from bookings.domain.audit.run import audit
from bookings.domain.booking.own_move import move_own, total_at
from bookings.domain.booking.party_change import change_party, choices_of, party_digest
from bookings.domain.personal.taking import everything_about
from bookings.domain.seats.prices import units_of
from bookings.models import Booking, Slot
from bookings.texts import money_lines
from experiences.enums import SeasonCalendar, UnitType
from experiences.models import Season, Tier
from tests.factories import make_booking, make_experience, make_slot
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TET = {"calendar": SeasonCalendar.LUNAR, "first_day": 25, "first_month": 12, "last_day": 5, "last_month": 1}


@shared
def experience():
    return make_experience(capacity=30, max_party=30, extras=())


@shared
def slot(experience, now):
    return make_slot(experience, now + 3 * DAY, 30)


def season(slot_: Slot, **fields) -> Season:
    """The day of `slot_` alone, unless told otherwise."""
    day = slot_.starts_at.date()
    of_day = {"first_day": day.day, "first_month": day.month, "last_day": day.day, "last_month": day.month}
    names = {"name": "mùa cúc", "name_en": "the season of daisies"}
    return Season.objects.create(experience=slot_.experience, **names | {"percent": 20} | of_day | fields)


def tier(experience_, from_people: int, percent: int) -> Tier:
    return Tier.objects.create(experience=experience_, from_people=from_people, percent=percent)


def adult(slot_: Slot):
    return next(unit for unit in units_of(Slot.objects.get(pk=slot_.pk)) if unit.type == UnitType.ADULT)


def lines(booking: Booking) -> list[str]:
    return [line["text"] for line in money_lines(booking, translation.get_language())]


def to(booking: Booking, now: dt.datetime, **numbers: int) -> Booking:
    slot_ = Slot.objects.with_rules().get(pk=booking.slot_id)
    keys = {choice.sold.type: choice.key for choice in choices_of(booking, slot_)}
    return change_party(
        booking=booking,
        quantities={keys[kind]: number for kind, number in numbers.items()},
        name=booking.contact_name,
        note=booking.note,
        seen=party_digest(booking),
        now=now,
    )


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2027-01-31", False), ("2027-02-02", True), ("2027-02-06", True), ("2027-02-10", True), ("2027-02-11", False)],
)
def test_a_lunar_season_runs_over_the_new_year(day, inside):
    """Tết of 2027 is 6 February; the 25th of the twelfth month before it is 1 February."""
    assert bool(Season(**TET).span_at(dt.date.fromisoformat(day))) is inside


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2026-12-19", False), ("2026-12-20", True), ("2027-01-03", True), ("2027-01-04", False)],
)
def test_a_solar_season_runs_over_the_new_year(day, inside):
    over = Season(first_day=20, first_month=12, last_day=3, last_month=1)
    assert bool(over.span_at(dt.date.fromisoformat(day))) is inside


def test_a_29_february_that_a_year_lacks_is_the_28th():
    leap = Season(first_day=29, first_month=2, last_day=1, last_month=3)
    assert leap.span_at(dt.date(2027, 2, 28)) == (dt.date(2027, 2, 28), dt.date(2027, 3, 1))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first_day": 31, "first_month": 4}, "first_day"),
        (TET | {"last_day": 31}, "last_day"),
        ({"percent": 0}, "percent"),
    ],
)
def test_a_season_that_cannot_be_is_refused_at_its_field(experience, fields, field):
    usual = {"first_day": 1, "first_month": 1, "last_day": 2, "last_month": 1, "percent": 10}
    with pytest.raises(ValidationError) as refused:
        Season(experience=experience, name="Tết", **usual | fields).full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_day_of_a_season_costs_its_percent_in_whole_thousands(slot):
    season(slot, percent=15)
    assert (adult(slot).price_vnd, adult(slot).why.season) == (402_000, "mùa cúc")


def test_of_two_seasons_the_shorter_is_meant_and_a_price_by_hand_before_both(slot):
    season(slot, name="cả mùa đông", percent=10, first_day=1, first_month=11, last_day=31, last_month=12)
    season(slot, percent=20)
    assert adult(slot).price_vnd == 420_000
    slot.prices = {str(adult(slot).pk): 500_000}
    slot.save()
    assert (adult(slot).price_vnd, adult(slot).why.by_hand) == (500_000, True)


def test_other_days_cost_what_they_always_did(slot, now):
    season(slot)
    assert adult(make_slot(slot.experience, now + 5 * DAY)).price_vnd == 350_000


def test_a_party_pays_the_step_it_is_on_and_whoever_sits_on_a_lap_makes_nothing_cheaper(slot, now):
    tier(slot.experience, 5, 10)
    tier(slot.experience, 10, 20)
    assert [
        make_booking(slot, adults=4, infants=1, now=now).total_vnd,
        make_booking(slot, adults=5, now=now).total_vnd,
        make_booking(slot, adults=10, now=now).total_vnd,
    ] == [4 * 350_000, 5 * 315_000, 10 * 280_000]
    assert list(audit(now=now)) == []


def test_a_tier_takes_off_the_price_of_the_day(slot, now):
    season(slot, percent=20)
    tier(slot.experience, 5, 10)
    assert make_booking(slot, adults=5, now=now).total_vnd == 5 * 378_000


def test_a_booking_says_why_it_costs_that_in_both_languages_and_in_what_the_guest_takes_away(slot, now):
    season(slot, percent=20)
    tier(slot.experience, 5, 10)
    booking = make_booking(slot, adults=5, now=now)
    assert lines(booking) == ["5 × Người lớn · giá mùa cúc, từ 5 khách"]
    with translation.override("en"):
        assert lines(booking) == ["5 × Adult · price for the season of daisies, from 5 guests"]
    assert everything_about(booking)["party"][0]["why"]["season"] == "mùa cúc"


def test_a_party_that_grows_or_shrinks_goes_by_the_steps_that_were_promised(slot, now):
    tier(slot.experience, 5, 10)
    booking = make_booking(slot, adults=4, now=now)
    Tier.objects.all().delete()
    assert to(booking, now, ADULT=5).total_vnd == 5 * 315_000
    assert lines(Booking.objects.get(pk=booking.pk)) == ["5 × Người lớn · từ 5 khách"]
    assert to(Booking.objects.get(pk=booking.pk), now, ADULT=3).total_vnd == 3 * 350_000
    assert lines(Booking.objects.get(pk=booking.pk)) == ["3 × Người lớn"]
    assert list(audit(now=now)) == []


def test_who_moves_into_a_season_pays_it_and_out_of_it_the_usual(slot, now):
    other = make_slot(slot.experience, now + 5 * DAY)
    season(slot, percent=20)
    booking = make_booking(other, adults=2, now=now)
    assert total_at(booking, slot) == 2 * 420_000
    moved = move_own(booking=booking, slot_id=slot.pk, total_vnd=2 * 420_000, now=now)
    assert lines(moved) == ["2 × Người lớn · giá mùa cúc"]
    back = move_own(booking=moved, slot_id=other.pk, total_vnd=2 * 350_000, now=now)
    assert lines(Booking.objects.get(pk=back.pk)) == ["2 × Người lớn"]
    assert list(audit(now=now)) == []


def test_what_was_promised_for_a_season_stays_when_the_house_asks_more(slot, now):
    wanted = season(slot, percent=20)
    booking = make_booking(slot, adults=2, now=now)
    wanted.percent = 50
    wanted.save()
    assert total_at(Booking.objects.get(pk=booking.pk), slot) == booking.total_vnd


def test_a_house_without_seasons_and_tiers_asks_once(slot, django_assert_num_queries):
    with django_assert_num_queries(1):
        units_of(slot)


def test_the_day_s_panel_says_why_and_from_how_many_it_is_less(client, page_tree):
    slot = make_slot(make_experience(capacity=30, max_party=30))
    season(slot, percent=20)
    tier(slot.experience, 5, 10)
    day = timezone.localtime(slot.starts_at).date()
    field = soup(client.get(url("choose", slot, "vi"), {"day": day.isoformat(), "slot": slot.pk})).select_one(
        f"[name=u{adult(slot).pk}]"
    )
    assert (field["data-price-vnd"], field["data-steps"]) == ("420000", "5:378000")
    assert "giá mùa cúc · từ 5 khách: 378.000" in plain(field.find_parent("div", class_="stepper"))
