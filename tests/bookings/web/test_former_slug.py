"""A name in addresses that an editor changes keeps leading to booking and waiting pages."""

import pytest
from django.urls import reverse

from bookings.domain.calendar.addresses import remember_slug, slug_now
from bookings.models import Booking
from experiences.models import Experience
from tests.bookings.web.waiting_helpers import wait_url
from tests.factories import make_experience, make_slot
from tests.pages.guest import panel_form, url

pytestmark = pytest.mark.django_db


def rename(experience: Experience, slug: str) -> Experience:
    before = experience.slug
    experience.slug = slug
    experience.save()
    remember_slug(experience, before=before)
    return experience


@pytest.mark.parametrize("language", ["vi", "en"])
def test_old_addresses_lead_on_with_the_choice_and_with_what_was_posted(client, language):
    slot = make_slot(capacity=2)
    old, waiting = {view: url(view, slot, language) for view in ("choose", "hold")}, wait_url(slot, language)
    rename(slot.experience, "ten-moi")
    answer = client.get(old["choose"] + "?day=2027-01-02")
    assert (answer.status_code, answer["Location"]) == (308, url("choose", "ten-moi", language) + "?day=2027-01-02")
    held = client.post(old["hold"], panel_form(slot), follow=True)
    assert held.redirect_chain[0] == (url("hold", "ten-moi", language), 308)
    assert Booking.objects.get().slot == slot
    answer = client.get(waiting)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (308, url("wait", "ten-moi", language))


def test_renamed_twice_and_back_every_name_leads_to_the_last(client):
    slot = make_slot()
    first = slot.experience.slug
    rename(rename(slot.experience, "hai"), "ba")
    assert [slug_now(slug) for slug in (first, "hai", "ba")] == ["ba", "ba", ""]
    rename(slot.experience, first)
    assert [slug_now(slug) for slug in (first, "hai", "ba")] == ["", first, first]
    assert client.get(url("choose", first)).status_code == 200


def test_a_name_that_another_has_now_is_that_other_s(client):
    slot = make_slot()
    first = slot.experience.slug
    rename(slot.experience, "hai")
    make_experience(slug=first)
    assert slug_now(first) == ""
    assert client.get(url("choose", first)).status_code == 200


def test_a_name_that_none_had_is_not_found(client):
    assert client.get(reverse("bookings:choose", args=["khong-co"])).status_code == 404
