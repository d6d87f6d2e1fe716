"""A ticket wears the border of its village's craft: each sign that a craft can have goes with one."""

import re

import pytest

from bookings.enums import BookingStatus
from common.cms.art import ART_FOLDER, NEUTRAL_SIGN, art_names
from tests.factories import make_booking, make_craft, make_experience, make_host, make_slot, make_village
from tests.pages.guest import url
from tests.pages.reading import soup

CSS = (ART_FOLDER.parent / "css" / "components" / "ticket.css").read_text()
RULE = re.compile(r'((?:\s*\.ticket--[\w-]+ \.ticket__border,?)+) \{ border-image-source: url\("\.\./\.\./art/([\w-]+)')
BORDERS = {sign: border for signs, border in RULE.findall(CSS) for sign in re.findall(r"--([\w-]+)", signs)}


@pytest.mark.parametrize("sign", [name for name in art_names("motif") if name != NEUTRAL_SIGN])
def test_each_sign_has_a_border_that_is_there(sign):
    assert (ART_FOLDER / f"{BORDERS[sign]}.svg").exists()


@pytest.mark.django_db
def test_the_ticket_of_an_experience_wears_that_of_its_own_village(client):
    village = make_village(craft=make_craft("dan-lat", motif="motif-basket"))
    experience = make_experience(make_host(village), village=village)
    ticket = soup(client.get(url("booking", make_booking(make_slot(experience), BookingStatus.CONFIRMED))))
    assert "ticket--motif-basket" in ticket.select_one(".ticket")["class"]
    assert BORDERS["motif-basket"] == "border-weave"
