"""A house with a visit that forty can join, and a school that asked."""

import pytest

from bookings.models import GroupRequest, Slot
from experiences.models import Experience
from tests.factories import make_experience, make_host, make_user
from tests.factories.groups import group_slot, make_request


@pytest.fixture
def experience() -> Experience:
    return make_experience(make_host(owner=make_user()), capacity=40)


@pytest.fixture
def slot(experience, now) -> Slot:
    return group_slot(experience, now=now)


@pytest.fixture
def request_of_school(experience, now) -> GroupRequest:
    return make_request(experience.host, experience, now=now)
