"""Every way in which a hold is refused: the exception, a sentence in both languages, and nothing written."""

import datetime as dt
import uuid as uuids

import pytest
from django.utils import translation

from bookings.domain.booking.hold import hold
from bookings.domain.booking.once import KeyReused
from bookings.domain.calendar.closures import close_day
from bookings.domain.seats.counting import NotEnoughSeats
from bookings.domain.seats.lock import SlotGone
from bookings.domain.seats.on_sale import SlotClosed
from bookings.domain.seats.party import PartyRefused
from bookings.models import Booking, Slot
from common.data.refusal import Refused
from tests.factories import ask, make_booking, make_experience, make_host, make_slot, make_user, quantities
from tests.plugins.shared_stage import shared
from villages.domain.verification import withdraw

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]


def refused(expected: type[Refused], slot_id: int, units: dict, extras: dict, now, key=None) -> Refused:
    """The refusal with its English `sentence`, after a look at both sentences and at what it left behind."""
    before = (Booking.objects.count(), list(Slot.objects.order_by("pk").values_list("taken", flat=True)))
    caught = {}
    for language in LANGUAGES:
        with translation.override(language), pytest.raises(Refused) as info:
            hold(
                key=key or uuids.uuid4(),
                slot_id=slot_id,
                unit_quantities=units,
                extra_quantities=extras,
                language=language,
                now=now,
            )
        with translation.override(language):
            sentence = str(info.value.message)
        assert sentence.strip().endswith("."), f"{language}: {sentence!r} is no sentence"
        assert "%(" not in sentence
        info.value.sentence = sentence
        caught[language] = info.value
    assert type(caught["vi"]) is type(caught["en"]) is expected
    assert caught["vi"].sentence != caught["en"].sentence
    after = (Booking.objects.count(), list(Slot.objects.order_by("pk").values_list("taken", flat=True)))
    assert after == before
    return caught["en"]


@shared
def slot(now):
    return make_slot(now=now)


def party(slot, **guests) -> dict[int, int]:
    return quantities(slot.experience, **guests)


def test_a_slot_that_does_not_exist(slot, now):
    refused(SlotGone, slot.pk + 1, party(slot, adults=1), {}, now)


@pytest.mark.parametrize("late", [dt.timedelta(0), dt.timedelta(minutes=1), dt.timedelta(days=400)])
def test_a_slot_that_began(slot, late):
    refusal = refused(SlotClosed, slot.pk, party(slot, adults=1), {}, slot.starts_at + late)
    assert "over" in refusal.sentence


def test_after_the_cut_off_the_host_s_phone_is_named(slot):
    closes = slot.starts_at - dt.timedelta(minutes=60)
    refusal = refused(SlotClosed, slot.pk, party(slot, adults=1), {}, closes)
    assert slot.experience.host.phone.as_national in refusal.sentence
    assert ask(slot, adults=1, now=closes - dt.timedelta(microseconds=1))


def test_each_experience_has_its_own_cut_off(now):
    slot = make_slot(make_experience(cutoff_minutes=24 * 60), now=now, days=1)
    refused(SlotClosed, slot.pk, party(slot, adults=1), {}, now)
    spontaneous = make_slot(make_experience(cutoff_minutes=0), now + dt.timedelta(minutes=1))
    assert ask(spontaneous, adults=1, now=now)


def test_a_closed_day(slot, now):
    close_day(host=slot.experience.host, day=slot.starts_at.date(), by=make_user(), now=now)
    refused(SlotClosed, slot.pk, party(slot, adults=1), {}, now)


def test_a_host_whose_papers_nobody_has_seen(now):
    slot = make_slot(make_experience(make_host(verified=False)), now=now)
    refused(SlotClosed, slot.pk, party(slot, adults=1), {}, now)


def test_a_host_whose_verification_was_withdrawn(slot, now):
    withdraw(host=slot.experience.host)
    refused(SlotClosed, slot.pk, party(slot, adults=1), {}, now)


def test_an_experience_that_is_switched_off(now):
    slot = make_slot(make_experience(active=False), now=now)
    refused(SlotClosed, slot.pk, party(slot, adults=1), {}, now)


@pytest.mark.parametrize("units", [{}, {"adults": 0}, {"adults": 0, "children": 0, "infants": 0}])
def test_a_party_of_nobody(slot, now, units):
    refused(PartyRefused, slot.pk, party(slot, **units), {}, now)


def test_a_party_of_five_hundred_is_sent_to_the_host_s_phone(slot, now):
    refusal = refused(PartyRefused, slot.pk, party(slot, adults=500), {}, now)
    assert "20" in refusal.sentence
    assert slot.experience.host.name in refusal.sentence
    assert slot.experience.host.phone.as_national in refusal.sentence


def test_the_largest_party_counts_everyone_and_is_itself_welcome(now):
    slot = make_slot(make_experience(max_party=6), now=now)
    refused(PartyRefused, slot.pk, party(slot, adults=2, children=2, infants=3), {}, now)
    assert ask(slot, adults=2, children=2, infants=2, now=now).seats == 4


def test_a_number_beyond_every_integer_column(slot, now):
    refused(PartyRefused, slot.pk, party(slot, adults=10**18), {}, now)


def test_children_alone(slot, now):
    refused(PartyRefused, slot.pk, party(slot, children=2), {}, now)
    assert ask(slot, adults=1, children=2, now=now)


def test_infants_alone(slot, now):
    refused(PartyRefused, slot.pk, party(slot, infants=1), {}, now)


def test_a_party_that_takes_no_seat(now):
    slot = make_slot(make_experience(units={"INFANT": {"price_vnd": 0, "seats": 0}}), now=now)
    refused(PartyRefused, slot.pk, party(slot, infants=1), {}, now)


def test_a_grandparent_may_bring_a_child(now):
    units = {"SENIOR": 250_000, "CHILD": {"price_vnd": 200_000, "needs_adult": True}}
    slot = make_slot(make_experience(units=units), now=now)
    booking = hold(
        key=uuids.uuid4(),
        slot_id=slot.pk,
        unit_quantities=party(slot, senior=1, children=1),
        extra_quantities={},
        language="vi",
        now=now,
    )
    assert booking.total_vnd == 450_000


def test_a_unit_that_does_not_exist(slot, now):
    refused(PartyRefused, slot.pk, {999_999: 1}, {}, now)


def test_a_unit_of_another_experience(slot, now):
    other = make_experience(units={"ADULT": 1})
    refused(PartyRefused, slot.pk, quantities(other, adults=1), {}, now)


def test_an_unknown_unit_is_refused_even_in_zero_quantity(slot, now):
    refused(PartyRefused, slot.pk, party(slot, adults=1) | {999_999: 0}, {}, now)


@pytest.mark.parametrize(("adults", "children"), [(-1, 0), (3, -1), (-2, 5)])
def test_negative_numbers(slot, now, adults, children):
    refused(PartyRefused, slot.pk, party(slot, adults=adults, children=children), {}, now)


def test_negative_extras(slot, now):
    firing = slot.experience.extras.get(max_quantity=5)
    refused(PartyRefused, slot.pk, party(slot, adults=1), {firing.pk: -1}, now)


def test_an_extra_of_another_experience(slot, now):
    other = make_experience().extras.first()
    refused(PartyRefused, slot.pk, party(slot, adults=1), {other.pk: 1}, now)


@pytest.mark.parametrize(("position", "most"), [(0, 2), (1, 5), (2, 1)], ids=["per person", "each", "per booking"])
def test_more_extras_than_the_party_may_have(slot, now, position, most):
    extra = slot.experience.extras.all()[position]
    refusal = refused(PartyRefused, slot.pk, party(slot, adults=2), {extra.pk: most + 1}, now)
    assert str(most) in refusal.sentence
    assert extra.name_en in refusal.sentence
    assert ask(slot, adults=2, extras={extra.pk: most}, now=now)


def test_a_full_slot(slot, now):
    make_booking(slot, adults=8, now=now)
    refusal = refused(NotEnoughSeats, slot.pk, party(slot, adults=1), {}, now)
    assert refusal.free == 0


def test_more_guests_than_places_are_left(slot, now):
    make_booking(slot, adults=5, now=now)
    refusal = refused(NotEnoughSeats, slot.pk, party(slot, adults=4), {}, now)
    assert refusal.free == 3
    assert "3" in refusal.sentence


def test_one_place_left_is_told_in_good_english(slot, now):
    make_booking(slot, adults=7, now=now)
    refusal = refused(NotEnoughSeats, slot.pk, party(slot, adults=2), {}, now)
    assert "1 places" not in refusal.sentence


def test_a_used_key(slot, now):
    key = uuids.uuid4()
    ask(slot, adults=1, key=key, now=now)
    refused(KeyReused, slot.pk, party(slot, adults=2), {}, now, key=key)
