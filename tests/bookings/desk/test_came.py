"""Who came of a party, told in its row: a button for what is likeliest, numbers for the rest."""

import pytest

from bookings.domain.money.owing import account_of
from tests.bookings.desk.desk_helpers import local_day
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


def form_of(desk, booking):
    page = soup(desk.get("day", day=local_day(booking.slot)))
    return page.select_one(f"#don-{booking.reference} form[action$='/den-mot-phan/']")


def sent_by(form, button, **typed) -> dict[str, str]:
    """What a browser sends for `button`, with what was typed into the fields."""
    fields = {field["name"]: field.get("value", "") for field in form.select("input:not([type=checkbox])")}
    pressed = {button["name"]: button["value"]} if button.has_attr("name") else {}
    return fields | typed | pressed


def came_of(booking) -> dict[str, int | None]:
    return dict(booking.units.values_list("type", "came"))


def test_a_party_of_two_kinds_has_a_button_for_one_less_of_each(desk):
    booking = desk.book(adults=3, children=1)
    form = form_of(desk, booking)
    buttons = form.select("button[name=came]")
    assert [plain(button) for button in buttons] == ["3/4, thiếu 1 người lớn", "3/4, thiếu 1 trẻ em"]

    desk.act("came", booking, **sent_by(form, buttons[1]))

    assert booking.status == "REDEEMED"
    assert came_of(booking) == {"ADULT": 3, "CHILD": 0}


def test_any_other_number_is_typed_in_the_row(desk):
    booking = desk.book(adults=3, children=2)
    form = form_of(desk, booking)
    adult = booking.units.get(type="ADULT")

    desk.act("came", booking, **sent_by(form, form.select("button")[-1], **{f"u{adult.pk}": "1"}))

    assert came_of(booking) == {"ADULT": 1, "CHILD": 2}


def test_enter_in_a_number_sends_the_numbers_and_presses_no_button(desk):
    first = form_of(desk, desk.book(adults=3, children=1)).select_one("button")
    assert not first.has_attr("name")
    assert first["tabindex"] == "-1"


def test_a_party_of_one_kind_needs_no_numbers_and_a_large_one_no_buttons(desk):
    assert not form_of(desk, desk.book(adults=4)).select("input[type=number]")
    large = form_of(desk, desk.book(adults=13))
    assert len(large.select("input[type=number]")) == 1
    assert not large.select("button[name]")


def test_who_has_paid_for_all_is_owed_for_who_did_not_come(desk):
    booking = desk.book(adults=2, children=1)
    key = "6f0c0ffe-0000-4000-8000-000000000003"
    desk.post("pay", {"key": key, "due": booking.total_vnd, "method": "cash"}, reference=booking.reference)
    child = booking.units.get(type="CHILD")

    form = form_of(desk, booking)
    desk.act("came", booking, **sent_by(form, form.select("button[name=came]")[1]))

    assert account_of(booking).due == -child.price_vnd


@pytest.mark.parametrize("came", ["x", "1:", ":", "9:9,", ",,,", "1:2:3", "9" * 500])
def test_what_no_button_sends_changes_nothing_and_is_answered(desk, came):
    booking = desk.book(adults=2, children=1)
    desk.act("came", booking, came=came)
    assert booking.status == "CONFIRMED"
