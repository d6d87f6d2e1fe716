"""The rota beside itself: nobody twice at once, and every visit its people once."""

from functools import partial

import pytest

from bookings.domain.sharing.rota import ArtisanBusy, choose, plan
from bookings.models import Assignment, Slot
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_rota, make_slot, make_use

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def guides(experience):
    resource = make_rota(experience.host, people=3)
    make_use(experience, resource, per="slot", setup=30)
    return resource


def test_many_plans_at_once_give_each_visit_its_people_once(experience, guides, now):
    slots = [make_slot(experience, now=now, days=1 + n // 2, hour=8 + n % 2) for n in range(8)]
    Slot.objects.update(taken=2)

    answers = all_at_once([partial(plan, resource=guides, now=now)] * 12)

    assert errors(answers) == []
    assert Assignment.objects.count() == len(slots)
    for day in (slots[n : n + 2] for n in range(0, 8, 2)):
        assert len({row.artisan_id for row in Assignment.objects.filter(slot__in=day)}) == 2


def test_two_hands_choosing_one_person_for_two_visits_at_once(experience, guides, now):
    slots = [make_slot(experience, now=now, days=1, hour=hour) for hour in (8, 9)]
    Slot.objects.update(taken=2)
    wanted = guides.artisans.order_by("pk")[0]
    jobs = [
        partial(choose, slot_id=slot.pk, resource_id=guides.pk, old_artisan_id=None, artisan_id=wanted.pk, now=now)
        for slot in slots
    ]

    answers = all_at_once(jobs)

    assert [type(error) for error in errors(answers)] == [ArtisanBusy]
    assert Assignment.objects.filter(artisan=wanted).count() == 1
