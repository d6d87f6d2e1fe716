"""Parties and form fields that cannot be: a clear sentence, the form as it was filled in, no seat taken."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

from bookings.models import Booking, Slot
from tests.factories import make_experience, make_slot
from tests.pages.guest import hold, panel_form, taken, url
from tests.pages.reading import fields_of, plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
NOBODY = "Choose at least one guest."
TOO_MANY = "Up to %(most)s guests can be booked here at once. For a larger group, call %(host)s: %(phone)s."
CHILD_ALONE = "Children come with an adult here. Please add at least one adult."
FOREIGN = "The prices of this experience have changed. Please choose your party again."
NO_TIME = "Please choose a day and a time first."
GONE = "This time is no longer offered. Please choose another one."
NEGATIVE = "The number of guests cannot be less than zero."


@shared
def slot():
    return make_slot(capacity=8)


def unit(slot, kind: str = "ADULT") -> str:
    return f"u{slot.experience.units.get(type=kind).pk}"


def refused(response, slot, text: str, *, language: str = "vi", status: int = 422) -> dict[str, str]:
    """The page says `text` in `language`, took nothing, and these are the fields that it kept."""
    page = soup(response)
    host = slot.experience.host
    facts = {
        "most": slot.experience.max_party,
        "host": host.name,
        "phone": host.phone.as_national,
        "free": slot.capacity,
    }
    with translation.override(language):
        said = gettext(text) % facts if "%(" in text else gettext(text)
    assert response.status_code == status
    assert page.html["lang"] == language
    assert said == plain(page.select_one(".notice--error [role=alert], .notice--error .notice__text"))
    assert language == "en" or said != text
    assert not Booking.objects.exists()
    assert taken(slot) == 0
    return {name: value for form in page.select("form") for name, value in fields_of(page, form).items()}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("typed", "text", "kept"),
    [
        ("0", NOBODY, "0"),
        ("500", TOO_MANY, "500"),
        ("99999999999", TOO_MANY, "999"),
        ("9" * 5_000, TOO_MANY, "999"),
        ("abc", NOBODY, "0"),
        ("", NOBODY, "0"),
        ("1e3", NOBODY, "0"),
        ("1.5", NOBODY, "0"),
        ("-2", NEGATIVE, "-2"),
    ],
)
def test_a_party_that_cannot_be_is_refused_in_words(client, slot, typed, text, kept, language):
    fields = refused(hold(client, slot, language, **{unit(slot): typed}), slot, text, language=language)
    assert fields[unit(slot)] == kept
    assert fields["slot"] == str(slot.pk)


@pytest.mark.parametrize("wrong", ["99999999999", "500", "-1"])
def test_one_wrong_number_is_not_dropped_while_the_rest_is_booked(client, slot, wrong):
    response = hold(client, slot, adults=2, **{unit(slot, "CHILD"): wrong})
    assert response.status_code == 422
    assert not Booking.objects.exists()


def test_full_width_digits_are_digits(client, slot):
    response = hold(client, slot, **{unit(slot): "３"})
    assert response.status_code == 302
    assert Booking.objects.get().seats == 3


def test_full_width_digits_beyond_the_limit_are_refused(client, slot):
    experience = slot.experience
    experience.max_party = 10
    experience.save()
    refused(hold(client, slot, **{unit(slot): "１２"}), slot, TOO_MANY)


def test_spaces_and_leading_zeros_are_forgiven(client, slot):
    assert hold(client, slot, **{unit(slot): " 0000000002 "}).status_code == 302
    assert Booking.objects.get().seats == 2


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("party", [{"children": 2}, {"infants": 1}, {"children": 1, "infants": 1}])
def test_children_alone_are_asked_to_bring_an_adult(client, slot, party, language):
    fields = refused(hold(client, slot, language, adults=0, **party), slot, CHILD_ALONE, language=language)
    if "children" in party:
        assert fields[unit(slot, "CHILD")] == str(party["children"])
    assert fields[unit(slot)] == "0"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("free", [8, 1])
def test_more_than_the_free_places_names_how_many_there_are(client, slot, free, language):
    Slot.objects.filter(pk=slot.pk).update(capacity=free)
    response = hold(client, slot, language, adults=9)
    with translation.override(language):
        said = ngettext(
            "Only %(free)s place is left at this time. Make the party smaller or choose another time.",
            "Only %(free)s places are left at this time. Make the party smaller or choose another time.",
            free,
        )
    page = soup(response)
    assert (response.status_code, plain(page.select_one(".notice--error .notice__text"))) == (
        422,
        said % {"free": free},
    )
    assert page.select_one(f"[name={unit(slot)}]")["value"] == "9"
    assert not Booking.objects.exists()


@pytest.mark.parametrize("name", ["u999999", "x999999", "u0", "u999999999999"])
def test_unknown_kinds_of_guests_and_extras_are_refused(client, slot, name):
    fields = refused(hold(client, slot, **{name: "1"}), slot, FOREIGN)
    assert fields[unit(slot)] == "2"


def test_kinds_of_guests_of_another_experience_are_refused(client, slot):
    other = make_experience(units={"ADULT": 1_000})
    fields = refused(hold(client, slot, adults=0, **{f"u{other.units.get().pk}": "2"}), slot, FOREIGN)
    assert fields["slot"] == str(slot.pk)


def test_what_the_experience_does_not_have_is_refused_and_not_repeated_in_every_link(client, slot):
    many = {f"{kind}{number}": "1" for kind in "ux" for number in range(777_000_000, 777_000_450)}
    response = hold(client, slot, adults=3, **many)
    fields = refused(response, slot, FOREIGN)
    assert fields[unit(slot)] == "3"
    asked = client.get(url("choose", slot), {unit(slot): "3"} | many)
    plainly = client.get(url("choose", slot), {unit(slot): "3"})
    for page in (response, asked):
        # The whole address stands once in the language switch; the panel does not repeat it.
        content, usual = (item.content.decode().split("<main")[1].split("</main")[0] for item in (page, plainly))
        assert "777000" not in content
        assert len(content) < 1.5 * len(usual)
    assert len(response.content) < 1.5 * len(plainly.content)
    assert f"{unit(slot)}=3" in soup(asked).select_one(".calendar a")["href"]
    stepped = client.post(url("hold", slot), panel_form(slot) | many | {"step": f"{unit(slot)}:1"})
    assert len(stepped["Location"]) < 1_000


def test_a_time_of_another_experience_is_not_sold_under_this_ones_name(client, slot):
    other = make_slot(make_experience(units={"ADULT": 1_000}, extras=[]))
    response = client.post(url("hold", slot), panel_form(other))
    refused(response, slot, GONE)
    assert taken(other) == 0


@pytest.mark.parametrize("given", ["", "abc", "-1", "1e9", "1.0", "0x1", "9" * 30, "\x00", "1 OR 1=1"])
def test_a_time_that_is_no_number_asks_to_choose_one(client, slot, given):
    fields = refused(hold(client, slot, slot=given), slot, NO_TIME)
    assert fields.get(unit(slot), "2") == "2"


@pytest.mark.parametrize("given", ["1000000000", "0", "999999999999999"])
def test_a_time_that_does_not_exist_is_said_to_be_gone(client, slot, given):
    refused(hold(client, slot, slot=given), slot, GONE)


@pytest.mark.parametrize("key", ["", "abc", "0" * 400, "\x00", "'; DROP TABLE bookings_booking; --"])
def test_a_form_without_a_sound_key_still_holds_once(client, slot, key):
    assert client.post(url("hold", slot), panel_form(slot) | {"key": key}).status_code == 302
    assert Booking.objects.count() == 1


ODD = [
    "day=2026-13-45",
    "day=0001-01-01",
    "day=9999-12-31",
    "day=%00",
    "day=2026-W45-1",
    "month=9999-99",
    "month=9999-12",
    "month=0001-01",
    "month=-1",
    "slot=1e9",
    "slot=999999999999999",
    "slot=" + "9" * 400,
    "slot=%00",
    "u1=abc&u1=2",
    "u1=-5",
    "u999999999999=3",
    "x1=99999999999",
    "u1=" + "9" * 5000,
    "u1=%EF%BC%91%EF%BC%92",
    "day=" + "x" * 5000,
    "step=u1:1",
    "=&&&",
    "%F0%9F%8F%BA=1",
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("query", ODD)
def test_an_odd_address_shows_the_panel_all_the_same(client, slot, query, language):
    query = query.replace("u1=", unit(slot) + "=")
    response = client.get(f"{url('choose', slot, language)}?{query}")
    assert response.status_code == 200
    assert soup(response).select_one("#dat .calendar")


@pytest.mark.parametrize(
    "step", ["", ":", "u1", "u1:", "u1:99", "x:1", "\x00:1", "u1:1:1", "day:1", "u" + "9" * 50 + ":1"]
)
def test_an_odd_stepper_changes_nothing(client, slot, step):
    response = client.post(url("hold", slot), panel_form(slot) | {"step": step})
    assert response.status_code == 302
    assert f"{unit(slot)}=2" in response["Location"]
    assert client.get(response["Location"]).status_code == 200


def test_a_stepper_stops_at_a_number_that_no_village_has(client, slot):
    response = client.post(url("hold", slot), panel_form(slot, **{unit(slot): "999"}) | {"step": f"{unit(slot)}:1"})
    assert f"{unit(slot)}=999" in response["Location"]


def test_an_unknown_experience_is_a_friendly_404():
    client = Client()
    for view in ("choose", "hold"):
        response = (client.get if view == "choose" else client.post)(url(view, "khong-co"))
        assert response.status_code == 404
        assert soup(response).h1
