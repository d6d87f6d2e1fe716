"""An experience can be booked when nothing is missing; what is missing is said by name."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from bookings.domain.calendar.bookable import missing, with_readiness
from bookings.domain.calendar.slots import make_slots
from experiences.models import Experience
from tests.factories import make_experience, make_experience_page, make_host, make_schedule, make_slot
from tests.plugins.shared_stage import shared
from villages.domain.verification import withdraw

pytestmark = pytest.mark.django_db


@shared
def sold(page_tree, now) -> Experience:
    experience = make_experience()
    make_experience_page(page_tree, experience)
    make_schedule(experience, valid_from=timezone.localdate(now))
    make_slots(now=now, experiences=[experience])
    return experience


def lacks(experience: Experience, now: dt.datetime) -> list[str]:
    with translation.override("en"):
        return missing(with_readiness(experiences=Experience.objects.filter(pk=experience.pk), now=now).get())


def test_nothing_is_missing_of_what_guests_can_book(sold, now):
    assert lacks(sold, now) == []


def test_the_tick(sold, now):
    Experience.objects.filter(pk=sold.pk).update(active=False)
    assert lacks(sold, now) == ["it is not ticked as offered"]


def test_the_host(sold, now):
    withdraw(host=sold.host)
    assert lacks(sold, now) == ["the host is not verified"]


def test_prices(sold, now):
    sold.units.all().delete()
    assert lacks(sold, now) == ["it has no prices"]


def test_a_page_everyone_may_read(sold, now):
    page = sold.pages.get()
    page.unpublish()
    assert lacks(sold, now) == ["no page that tells of it is published"]


def test_times_to_come(sold, now):
    assert lacks(sold, now + dt.timedelta(days=400)) == ["its schedule has no times to come"]
    sold.slots.all().delete()
    assert lacks(sold, now) == ["its schedule has no times to come"]
    sold.schedules.all().delete()
    assert lacks(sold, now) == ["it has no schedule"]


def test_a_time_that_is_withdrawn_is_no_time_to_come(sold, now):
    sold.slots.update(withdrawn_at=now)
    assert lacks(sold, now) == ["its schedule has no times to come"]


def test_a_new_experience_lacks_all_of_it_at_once(now):
    bare = make_experience(make_host(verified=False), units={}, active=False)
    assert len(lacks(bare, now)) == 5


def test_another_experiences_times_prices_and_page_do_not_count(sold, now):
    bare = make_experience(sold.host, units={})
    assert len(lacks(bare, now)) == 3
    make_slot(bare, now + dt.timedelta(days=1))
    assert len(lacks(bare, now)) == 2
