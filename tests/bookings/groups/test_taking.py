"""Whoever asked for a group takes away what is kept of it, from its own page and with each of its bookings."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.groups.names import Person, add_name
from bookings.domain.personal.taking import everything_about
from bookings.links import group_token
from bookings.models import Booking
from tests.factories import make_experience, make_host, make_user
from tests.factories.groups import group_slot, make_accepted, make_request

pytestmark = pytest.mark.django_db


def test_all_of_a_request_and_nothing_of_those_on_its_list(client):
    now, house = timezone.now(), make_experience(make_host(owner=make_user()), capacity=40)
    request = make_request(house.host, house, now=now, words="Có em đi xe lăn.")
    make_accepted(request, group_slot(house, now=now), now=now)
    add_name(key=uuid.uuid4(), request=request, person=Person("Bé Na", "child"), agrees=True, now=now)
    told = client.get(reverse("bookings:group_data", args=[group_token(request)]))
    kept = json.loads(told.content)
    assert told.headers["Content-Disposition"].startswith("attachment")
    assert (kept["contact_name"], kept["words"], kept["children"]) == ("Cô Trần Thị Mai", "Có em đi xe lăn.", 30)
    assert kept["quotes"][0]["total_vnd"] == 4_980_000
    assert kept["names_on_the_list"] == 1
    assert "Bé Na" not in told.content.decode()
    booking = Booking.objects.get(quoted__quote__request=request)
    assert json.loads(json.dumps(everything_about(booking)))["group"] == kept
